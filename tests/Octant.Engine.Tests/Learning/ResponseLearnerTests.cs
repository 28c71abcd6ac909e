using Octant.Engine.Learning;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;
using Octant.Engine.Tests.Decisions;
using static Octant.Engine.Tests.Learning.LearnedWorld;

namespace Octant.Engine.Tests.Learning;

public sealed class ResponseLearnerTests
{
    private static readonly (string Offering, string Cluster, double Level)[] Offerings =
        [("video", "fun", -2.2), ("music", "fun", -2.6), ("roam", "travel", -3.5), ("mail", "office", -1.0)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Where_the_true_chances_are_known_it_finds_them(int seed)
    {
        var world = new LearnedWorld(seed);
        var learner = new ResponseLearner();
        for (var i = 0; i < 40_000; i++)
        {
            var (offering, cluster, level) = Offerings[i % Offerings.Length];
            learner.Learn(world.Outcome(offering, cluster, level));
        }

        var model = new ResponseModel(1, learner);
        foreach (var (offering, cluster, level) in Offerings)
        {
            foreach (var channel in Places)
            {
                var (predicted, truth, error) = (0.0, 0.0, 0.0);
                for (var i = 0; i < 500; i++)
                {
                    var customer = world.Customer();
                    var (guess, chance) = (Predict(model, offering, cluster, channel, customer), Chance(level, channel, customer));
                    (predicted, truth, error) = (predicted + (guess / 500), truth + (chance / 500), error + (Math.Abs(guess - chance) / 500));
                }

                Assert.True(Math.Abs(predicted - truth) < 0.02 + (0.1 * truth), $"{offering} on {channel}: {predicted}, truly {truth}");
                Assert.True(error < 0.02 + (0.15 * truth), $"{offering} on {channel}: a mean error of {error} where {truth} is true");
            }
        }
    }

    /// <summary>All orders of some acceptances among eight outcomes.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    public void With_few_outcomes_it_is_the_share_that_accepted_in_whatever_order_they_came(int accepted)
    {
        var world = new LearnedWorld(10);
        var customers = Enumerable.Range(0, 8).Select(_ => world.Customer()).ToList();
        var chances = Enumerable.Range(0, 1 << 8).Where(order => int.PopCount(order) == accepted).Select(order =>
        {
            var learner = new ResponseLearner();
            for (var i = 0; i < 8; i++)
            {
                learner.Learn(new ResponseExample("video", "fun", "web", customers[i], World.Noon, (order >> i & 1) != 0));
            }

            var model = new ResponseModel(1, learner);
            return customers.Average(customer => Predict(model, "video", "fun", "web", customer));
        }).ToList();

        var share = accepted / 8.0;
        Assert.All(chances, chance => Assert.InRange(chance, share - 0.035, share + 0.035));
        Assert.InRange(chances.Max() - chances.Min(), 0, 0.02);
    }

    [Fact]
    public void A_model_of_the_form_before_keeps_its_counts_and_learns_its_weights_anew()
    {
        var world = new LearnedWorld(11);
        var learner = new ResponseLearner();
        for (var i = 0; i < 100; i++)
        {
            learner.Learn(world.Outcome("video", "fun", -1));
        }

        var bytes = LearnerFormat.Encode(learner);
        var before = LearnerFormat.Decode(FirstForm(learner));
        Assert.Equal((learner.Outcomes, learner.Accepted), (before.Outcomes, before.Accepted));
        Assert.Equal(learner.Space.Features, before.Space.Features);
        var model = new ResponseModel(1, before);
        Assert.Equal((double)learner.Accepted / 100, Predict(model, "video", "fun", "web", world.Customer()), 0.05);
        for (var i = 0; i < 100; i++)
        {
            before.Learn(world.Outcome("video", "fun", -1));
        }

        Assert.Equal(LearnerFormat.Encode(before), LearnerFormat.Encode(LearnerFormat.Decode(LearnerFormat.Encode(before))));
        Assert.Equal(2, bytes[0]);
    }

    /// <summary>As form 1 was: a feature with its mean and variance, no count.</summary>
    private static byte[] FirstForm(ResponseLearner learner)
    {
        var writer = new RecordWriter();
        writer.Byte(1);
        writer.List(learner.Space.Features, static (writer, feature) =>
        {
            writer.Byte((byte)feature.Kind);
            writer.Int(feature.Attribute);
            writer.Int(feature.Band);
            writer.Text(feature.Text);
        });
        Node(learner.All);
        writer.List(learner.Clusters, pair =>
        {
            writer.Text(pair.Key);
            Node(pair.Value);
        });
        writer.List(learner.Offerings, pair =>
        {
            writer.Text(pair.Key);
            writer.Text(pair.Value.Cluster);
            Node(pair.Value.Node);
            writer.List(pair.Value.Channels, channel =>
            {
                writer.Text(channel.Key);
                Node(channel.Value);
            });
        });
        writer.Fixed(JournalFormat.Checksum(writer.Written));
        return writer.ToArray();

        void Node(ModelNode node)
        {
            writer.Int(node.Outcomes);
            writer.Int(node.Accepted);
            writer.List<int>([0, 1], feature =>
            {
                writer.Unsigned((ulong)feature);
                writer.Double(0.7);
                writer.Double(0.1);
            });
        }
    }

    [Fact]
    public void A_new_offering_starts_from_its_cluster_and_not_from_zero()
    {
        var world = new LearnedWorld(3);
        var (warm, cold) = (new ResponseLearner(), new ResponseLearner());
        for (var i = 0; i < 12_000; i++)
        {
            warm.Learn(i % 2 == 0 ? world.Outcome($"pack-{i % 3}", "packs", -1.5) : world.Outcome("roam", "travel", -4));
        }

        // The first outcomes of an offering of the cluster, each predicted before it is learnt.
        var (lossWarm, lossCold, lossBase) = (0.0, 0.0, 0.0);
        for (var i = 0; i < 300; i++)
        {
            var outcome = world.Outcome("pack-new", "packs", -1.4);
            lossWarm += Loss(Predict(new ResponseModel(1, warm), outcome.Offering, outcome.Cluster, outcome.Channel, outcome.Customer), outcome.Accepted);
            lossCold += i == 0 ? Math.Log(2) : Loss(Predict(new ResponseModel(1, cold), outcome.Offering, outcome.Cluster, outcome.Channel, outcome.Customer), outcome.Accepted);
            lossBase += Loss(Chance(-1.4, outcome.Channel, outcome.Customer), outcome.Accepted);
            warm.Learn(outcome);
            cold.Learn(outcome);
        }

        Assert.True(lossWarm < lossCold - 5, $"from the cluster {lossWarm}, from zero {lossCold}, by the truth {lossBase}");
        Assert.True(lossWarm < lossBase * 1.1, $"from the cluster {lossWarm}, by the truth {lossBase}");
    }

    [Fact]
    public void A_new_offering_of_a_cluster_of_its_own_is_not_taken_for_another()
    {
        var world = new LearnedWorld(4);
        var learner = new ResponseLearner();
        for (var i = 0; i < 1_000; i++)
        {
            learner.Learn(world.Outcome("video", "fun", -1));
        }

        var model = new ResponseModel(1, learner);
        Assert.False(double.IsNaN(Predict(model, "new", "fun", "web", world.Customer(), 200)));
        Assert.True(double.IsNaN(Predict(model, "new", "travel", "web", world.Customer(), 200)));
        Assert.True(double.IsNaN(Predict(model, "new", null, "web", world.Customer(), 200)));
    }

    [Fact]
    public void Evidence_is_asked_of_the_offering_on_the_channel_first_then_of_the_offering_then_of_the_cluster()
    {
        var world = new LearnedWorld(5);
        var learner = new ResponseLearner();
        void Learn(int times, string offering, string channel)
        {
            for (var i = 0; i < times; i++)
            {
                learner.Learn(world.Outcome(offering, "fun", -1, channel));
            }
        }

        Learn(60, "video", "web");
        Learn(50, "video", "sms");
        Learn(30, "music", "sms");
        var model = new ResponseModel(1, learner);
        PropensityBasis? BasisOf(string offering, string channel, long minimum)
        {
            var features = new FeatureBuffer();
            var customer = world.Customer();
            model.Read(customer, World.Noon, features);
            model.ReadChannel(customer, channel, features);
            return model.Predict(offering, "fun", channel, features, minimum)?.Basis;
        }

        Assert.Equal(PropensityBasis.OfferingOnChannel, BasisOf("video", "web", 60));
        Assert.Equal(PropensityBasis.Offering, BasisOf("video", "sms", 60));
        Assert.Equal(PropensityBasis.Offering, BasisOf("video", "hall", 110));
        Assert.Equal(PropensityBasis.Cluster, BasisOf("music", "sms", 60));
        Assert.Equal(PropensityBasis.Cluster, BasisOf("new", "sms", 140));
        Assert.Null(BasisOf("video", "web", 141));
        Assert.Equal(
            [("music", "sms", 30L), ("video", "sms", 50L), ("video", "web", 60L)],
            model.Segments.Select(segment => (segment.Offering, segment.Channel, segment.Outcomes)));
    }

    [Fact]
    public void The_same_outcomes_in_the_same_order_give_the_same_bytes_wherever_it_was_broken_off()
    {
        var outcomes = Enumerable.Range(0, 3_000).Select(new LearnedWorld(6), (i, world) => world.Outcome(Offerings[i % 4].Offering, Offerings[i % 4].Cluster, Offerings[i % 4].Level));
        var (whole, broken) = (new ResponseLearner(), new ResponseLearner());
        for (var i = 0; i < outcomes.Count; i++)
        {
            whole.Learn(outcomes[i]);
            broken.Learn(outcomes[i]);
            if (i % 700 == 0)
            {
                broken = LearnerFormat.Decode(LearnerFormat.Encode(broken));
            }
        }

        Assert.Equal(LearnerFormat.Encode(whole), LearnerFormat.Encode(broken));
        Assert.Equal(3_000, whole.Outcomes);
        Assert.Equal(outcomes.Count(outcome => outcome.Accepted), whole.Accepted);
    }

    [Fact]
    public void A_model_stays_as_it_is_while_its_learner_goes_on()
    {
        var world = new LearnedWorld(7);
        var learner = new ResponseLearner();
        learner.Learn(world.Outcome("video", "fun", 0));
        var model = new ResponseModel(1, learner);
        var customer = world.Customer();
        var before = Predict(model, "video", "fun", "web", customer);
        for (var i = 0; i < 500; i++)
        {
            learner.Learn(world.Outcome("video", "fun", 3));
        }

        Assert.Equal(before, Predict(model, "video", "fun", "web", customer));
        Assert.True(Predict(new ResponseModel(2, learner), "video", "fun", "web", customer) > before);
    }

    [Fact]
    public void What_customers_did_on_the_channel_before_is_learnt_from()
    {
        var world = new LearnedWorld(8);
        var learner = new ResponseLearner();
        var (keen, deaf) = (Responses.Accepted, Responses.Ignored);
        for (var i = 0; i < 4_000; i++)
        {
            var outcome = world.Outcome("video", "fun", -2, "sms");
            var answers = i % 2 == 0;
            for (var k = 1; k <= 4; k++)
            {
                outcome.Customer.Ledger.Add(Shown(World.Noon - TimeSpan.FromDays(k), "sms", answers ? keen : deaf));
            }

            learner.Learn(outcome with { Accepted = answers && i % 4 == 0 });
        }

        var model = new ResponseModel(1, learner);
        var (one, other) = (World.Customer(), World.Customer());
        for (var k = 1; k <= 4; k++)
        {
            one.Ledger.Add(Shown(World.Noon - TimeSpan.FromDays(k), "sms", keen));
            other.Ledger.Add(Shown(World.Noon - TimeSpan.FromDays(k), "sms", deaf));
        }

        Assert.InRange(Predict(model, "video", "fun", "sms", one), 0.35, 0.65);
        Assert.InRange(Predict(model, "video", "fun", "sms", other), 0, 0.05);
    }

    [Fact]
    public void Bytes_that_were_altered_are_refused()
    {
        var learner = new ResponseLearner();
        learner.Learn(new LearnedWorld(9).Outcome("video", "fun", 0));
        var bytes = LearnerFormat.Encode(learner);
        for (var at = 0; at < bytes.Length; at += 7)
        {
            var altered = (byte[])bytes.Clone();
            altered[at] ^= 4;
            Assert.Throws<RecordFormatException>(() => LearnerFormat.Decode(altered));
        }
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 1.25)]
    [InlineData(100, 96, 112)]
    [InlineData(-5, -6, -5)]
    public void A_band_reaches_over_a_quarter_of_a_doubling(double value, double from, double to)
    {
        var limits = Feature.LimitsOf(Feature.BandOf(value));
        Assert.Equal((from, to), limits);
        Assert.Equal(Feature.BandOf(value), Feature.BandOf(from == to ? from : (from + to) / 2));
    }

    [Fact]
    public void Numbers_that_are_none_and_values_without_end_do_not_break_it()
    {
        var learner = new ResponseLearner();
        for (var i = 0; i < 300; i++)
        {
            var customer = World.Customer()
                .With("arpu", AttributeValue.OfNumber(i % 3 == 0 ? double.NaN : i % 3 == 1 ? double.PositiveInfinity : -i))
                .With("plan", AttributeValue.OfCategory($"plan-{i}"));
            learner.Learn(new ResponseExample("video", null, "web", customer, World.Noon, i % 5 == 0));
        }

        Assert.Equal(FeatureSpace.MostValues, learner.Space.Features.Count(feature => feature.Kind == FeatureKind.Category));
        Assert.InRange(Predict(new ResponseModel(1, learner), "video", null, "web", World.Customer()), 0, 1);
    }

    private static double Loss(double chance, bool accepted) => -Math.Log(accepted ? chance : 1 - chance);
}

internal static class Outcomes
{
    public static List<ResponseExample> Select(this IEnumerable<int> numbers, LearnedWorld world, Func<int, LearnedWorld, ResponseExample> outcome) =>
        [.. numbers.Select(number => outcome(number, world))];
}
