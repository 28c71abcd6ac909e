using System.Globalization;
using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Engine.Partitions;
using Octant.Engine.Tests.Partitions;
using Octant.Engine.Tests.Properties;
using Xunit.Abstractions;

namespace Octant.Engine.Tests.Behaviour;

/// <summary>
/// Whatever the order and the repetitions in which the same events arrive, the answers are those of a plain model that keeps
/// all events and counts them again.
/// </summary>
public sealed class BehaviourModelTests(ITestOutputHelper output)
{
    private const int Rounds = 60;

    private static readonly string[] Windows = ["90s", "10m", "1h", "26h", "168h", "2160h"];

    public static TheoryData<int> TheSeeds => Seeds.All;

    [Theory]
    [MemberData(nameof(TheSeeds))]
    public void Counting_does_not_depend_on_order_or_repetition_and_agrees_with_a_plain_model(int seed)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"OCTANT_SEED={seed}"));
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var window = Windows[random.Next(Windows.Length)];
            string[] texts =
            [
                $"count(\"topup\", duration(\"{window}\"))",
                $"count(\"topup\", duration(\"{window}\"), event.amount > 5.0)",
                $"sum(\"topup\", \"amount\", duration(\"{window}\"))",
                "last(\"topup\")",
                "last(\"topup\", \"kind\")",
                $"absent(\"topup\", duration(\"{window}\"))",
                $"first(\"topup\", duration(\"{window}\"))",
                $"sequence(\"plan.viewed\", \"topup\", duration(\"{window}\"))",
            ];
            var events = Events(random, window);
            var until = TestStrategy.Start + TimeSpan.FromDays(random.Next(200, 220));
            string? first = null;
            for (var run = 0; run < 3; run++)
            {
                var rig = Delivered(random, texts, events, until);
                var answers = string.Join(" | ", texts.Select(text => Interpreter.Described(BehaviourWorld.Value(text, rig))));
                first ??= answers;
                Assert.True(first == answers, $"seed {seed}, round {round}, {window}: {first} and {answers}");
            }

            var model = string.Join(" | ", new Model(events, until, window).Answers().Select(Interpreter.Described));
            Assert.True(first == model, $"seed {seed}, round {round}, {window}: {first}, by the model {model}");
        }
    }

    /// <summary>Moments around the end, so that the edge of the window falls among them; many of them alike.</summary>
    private static List<(string Type, TimeSpan Before, double Amount, string Kind)> Events(Random random, string window)
    {
        Assert.True(ValueText.TryParseDuration(window, out var length));
        var reach = Math.Min(length.TotalSeconds * 1.5, TimeSpan.FromDays(6).TotalSeconds);
        return [.. Enumerable.Range(0, random.Next(0, 30)).Select(_ => (
            random.Next(3) == 0 ? "plan.viewed" : "topup",
            random.Next(4) == 0 ? TimeSpan.FromSeconds(reach * random.Next(4) / 4) : TimeSpan.FromMicroseconds(random.NextInt64((long)(reach * 1e6))),
            random.Next(-20, 200) / 10.0,
            random.Next(2) == 0 ? "cash" : "card"))];
    }

    /// <summary>All events within a week of lateness, in any order and some twice, while time goes on.</summary>
    private static PartitionRig Delivered(
        Random random, string[] texts, List<(string Type, TimeSpan Before, double Amount, string Kind)> events, Instant until)
    {
        var rig = new PartitionRig(BehaviourWorld.Definition([.. texts.Select(text => $"string({text}) != \"\"")]));
        rig.Pass(until - TimeSpan.FromHours(random.Next(1, 12)) - rig.Now);
        var commands = events
            .Select(one => new RecordCustomerEvent(
                PartitionRig.Customer,
                rig.NextMessage(),
                one.Type,
                until - one.Before,
                TimeSpan.FromDays(7),
                one.Type == "topup" ? [BehaviourWorld.Number("amount", one.Amount), BehaviourWorld.Word("kind", one.Kind)] : []))
            .ToList();
        foreach (var command in commands.Concat(commands.Where(_ => random.Next(3) == 0)).OrderBy(_ => random.Next()).ToList())
        {
            // Not before it has happened.
            if (command.At > rig.Now)
            {
                rig.Pass(command.At - rig.Now);
            }

            rig.Do(command);
            if (random.Next(4) == 0 && until - rig.Now > TimeSpan.FromMinutes(1))
            {
                rig.Pass(TimeSpan.FromSeconds(random.Next(30)));
            }
        }

        rig.Pass(until - rig.Now);
        Assert.Equal(until, rig.Now);
        rig.Check();
        return rig;
    }

    private sealed class Model(List<(string Type, TimeSpan Before, double Amount, string Kind)> events, Instant now, string window)
    {
        public IEnumerable<object> Answers()
        {
            Assert.True(ValueText.TryParseDuration(window, out var length));
            var width = (long)Math.Ceiling(length.TotalMicroseconds / (BehaviourMeasure.Buckets - 1));
            var topups = events.Where(one => one.Type == "topup").Select(one => (At: now - one.Before, one.Amount, one.Kind)).ToList();

            // An event counts as long as its bucket touches the window: up to one bucket longer than the window.
            bool Counts(Instant at) => (Math.DivRem(at.Microseconds, width).Quotient + 1) * width > (now - length).Microseconds + 1;
            var counted = topups.Where(one => Counts(one.At)).ToList();
            Assert.InRange(
                counted.Count,
                topups.Count(one => one.At > now - length),
                topups.Count(one => one.At > now - length - TimeSpan.FromMicroseconds(width)));
            yield return (long)counted.Count;
            yield return (long)counted.Count(one => one.Amount > 5);
            yield return (double)counted.Sum(one => (decimal)one.Amount);

            var latest = topups.OrderByDescending(one => one.At.Microseconds).ThenByDescending(one => one.Kind, StringComparer.Ordinal).ToList();
            yield return latest.Count > 0 ? latest[0].At : UnknownValue.Instance;
            yield return latest.Count > 0 ? latest[0].Kind : UnknownValue.Instance;
            yield return !topups.Exists(one => one.At > now - length);
            yield return latest.Count == 0 ? UnknownValue.Instance : latest.Count == 1 || latest[0].At - latest[1].At >= length;
            yield return events.Exists(viewed => viewed.Type == "plan.viewed" && topups.Exists(topup =>
                topup.At > now - length && now - viewed.Before <= topup.At && topup.At - (now - viewed.Before) <= length));
        }
    }
}
