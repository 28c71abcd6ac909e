using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;
using static Octant.Engine.Tests.Decisions.World;

namespace Octant.Engine.Tests.Decisions;

public sealed class ReplayTests
{
    private static readonly Strategy Simple = Compile(Definition(
        Campaign("C1", "P1", 0.3) with { Audience = "customer.arpu > 50" },
        Campaign("C2", "P2", 0.2)).WithOffering("P1", offering => offering with { Stock = 3 }));

    private static DecisionInputs Inputs() => Ask(Customer(), limit: 1, slices: new Slices().Granted("stock/P1", "", 2));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Generated_decisions_replay_to_the_same_bytes_by_both_gears(int seed)
    {
        var generator = new GeneratedWorld(seed);
        for (var round = 0; round < 25; round++)
        {
            var strategy = generator.Strategy();
            for (var i = 0; i < 20; i++)
            {
                var (inputs, result) = Record(strategy, generator.Inputs());
                foreach (var gear in Enum.GetValues<ConditionGear>())
                {
                    var outcome = DecisionReplay.Replay(strategy, Strategy.EngineVersion, inputs, result, gear);
                    Assert.True(outcome.Verdict == ReplayVerdict.Same, $"seed {seed}, round {round}, decision {i}, {gear}: {string.Join("; ", outcome.Differences)}");
                }
            }
        }
    }

    [Fact]
    public void The_same_strategy_compiled_again_decides_the_same()
    {
        var generator = new GeneratedWorld(4);
        var strategy = generator.Strategy();
        var again = Compile(strategy.Definition);
        for (var i = 0; i < 100; i++)
        {
            var (inputs, result) = Record(strategy, generator.Inputs());
            Assert.Equal(ReplayVerdict.Same, DecisionReplay.Replay(again, Strategy.EngineVersion, inputs, result).Verdict);
        }
    }

    public static TheoryData<string> Alterations => ["arpu", "consent", "owned", "now", "channel", "limit", "slice", "status", "key", "case"];

    [Theory]
    [MemberData(nameof(Alterations))]
    public void Any_single_altered_input_is_reported(string what)
    {
        var (bytes, result) = Record(Simple, Inputs());
        var inputs = DecisionFormat.DecodeInputs(bytes);
        var slices = new List<SliceBalance> { inputs.Slices.Balance("stock/P1", "") };
        switch (what)
        {
            case "arpu":
                inputs.Customer.With("arpu", AttributeValue.OfNumber(61));
                break;
            case "consent":
                inputs.Customer.Consenting(ConsentState.Unknown);
                break;
            case "owned":
                inputs.Customer.Owned.Add(new OwnedOffering("P9", OwnershipState.Pending, null, null));
                break;
            case "now":
                inputs = inputs with { Now = new Instant(inputs.Now.Microseconds + 1) };
                break;
            case "channel":
                inputs = inputs with { Request = inputs.Request! with { Channel = "hall" } };
                break;
            case "limit":
                inputs = inputs with { Request = inputs.Request! with { Limit = 0 } };
                break;
            case "slice":
                slices[0] = slices[0] with { Units = 1 };
                break;
            case "status":
                inputs.Customer.Status = CustomerStatus.Suspended;
                break;
            case "key":
                bytes = [.. bytes];
                inputs = inputs with { Id = inputs.Id with { Index = 1 } };
                break;
            default:
                inputs.Customer.OpenCases.Add("fault");
                break;
        }

        var outcome = DecisionReplay.Replay(Simple, Strategy.EngineVersion, DecisionFormat.Encode(inputs, slices), result);
        Assert.Equal(ReplayVerdict.Different, outcome.Verdict);
        Assert.NotEmpty(outcome.Differences);
    }

    [Fact]
    public void What_came_out_otherwise_is_named()
    {
        var (bytes, result) = Record(Simple, Inputs());
        var inputs = DecisionFormat.DecodeInputs(bytes);
        inputs.Customer.With("arpu", AttributeValue.OfNumber(40));
        var differences = Replay(inputs, result).Differences;
        Assert.Contains(new ReplayDifference("recommendations[0].offering", "P1", "P2"), differences);
        Assert.Contains(new ReplayDifference("recommendations[0].score", "300", "200"), differences);
        Assert.Contains(differences, difference => difference is { What: "ranked[1].campaign", Replayed: null });

        inputs.Customer.Status = CustomerStatus.Suspended;
        Assert.Contains(new ReplayDifference("silence", null, Reasons.CustomerSuspended), Replay(inputs, result).Differences);
    }

    [Fact]
    public void An_altered_input_that_changes_no_answer_shows_by_its_fingerprint()
    {
        var (bytes, result) = Record(Simple, Inputs());
        var inputs = DecisionFormat.DecodeInputs(bytes);
        inputs.Customer.With("arpu", AttributeValue.OfNumber(61));
        Assert.Equal("inputs", Assert.Single(Replay(inputs, result).Differences).What);
    }

    [Fact]
    public void A_missing_slice_is_named()
    {
        var (bytes, result) = Record(Simple, Inputs());
        var altered = DecisionFormat.Encode(DecisionFormat.DecodeInputs(bytes), []);
        Assert.Equal("slice stock/P1", Assert.Single(DecisionReplay.Replay(Simple, Strategy.EngineVersion, altered, result).Differences).What);
    }

    [Fact]
    public void Another_version_of_the_engine_is_told_apart()
    {
        var (inputs, result) = Record(Simple, Inputs());
        Assert.Equal(ReplayVerdict.Same, DecisionReplay.Replay(Simple, Strategy.EngineVersion + 1, inputs, result).Verdict);
        var (_, other) = Record(Simple, Ask(Customer(), limit: 2, slices: new Slices().Granted("stock/P1", "", 2)));
        Assert.Equal(ReplayVerdict.EngineVersionDiffers, DecisionReplay.Replay(Simple, Strategy.EngineVersion + 1, inputs, other).Verdict);
        Assert.Equal(ReplayVerdict.Different, DecisionReplay.Replay(Simple, Strategy.EngineVersion, inputs, other).Verdict);
    }

    [Fact]
    public void A_record_cut_short_anywhere_is_unreadable()
    {
        var (inputs, result) = Record(Simple, Inputs());
        for (var length = 0; length < inputs.Length; length++)
        {
            Assert.Equal(ReplayVerdict.Unreadable, DecisionReplay.Replay(Simple, Strategy.EngineVersion, inputs.AsMemory(0, length), result).Verdict);
        }

        for (var length = 0; length < result.Length; length++)
        {
            var outcome = DecisionReplay.Replay(Simple, Strategy.EngineVersion, inputs, result.AsMemory(0, length));
            Assert.Equal(ReplayVerdict.Unreadable, outcome.Verdict);
            Assert.NotNull(outcome.Problem);
        }
    }

    [Fact]
    public void Any_single_altered_byte_is_noticed()
    {
        var (inputs, result) = Record(Simple, Inputs());
        for (var i = 0; i < inputs.Length + result.Length; i++)
        {
            byte[] altered = [.. inputs, .. result];
            altered[i] ^= 1;
            var outcome = DecisionReplay.Replay(Simple, Strategy.EngineVersion, altered.AsMemory(0, inputs.Length), altered.AsMemory(inputs.Length));
            Assert.True(outcome.Verdict is ReplayVerdict.Different or ReplayVerdict.Unreadable, $"byte {i}: {outcome.Verdict}");
        }
    }

    private static ReplayOutcome Replay(DecisionInputs inputs, byte[] result) =>
        DecisionReplay.Replay(Simple, Strategy.EngineVersion, DecisionFormat.Encode(inputs, [inputs.Slices.Balance("stock/P1", "")]), result);
}
