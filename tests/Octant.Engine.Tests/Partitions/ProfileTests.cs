using Octant.Engine.Calendar;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;
using Octant.Engine.Tests.Properties;

namespace Octant.Engine.Tests.Partitions;

public sealed class ProfileTests
{
    public static TheoryData<int> TheSeeds => Seeds.All;

    [Theory]
    [MemberData(nameof(TheSeeds))]
    public void A_row_says_what_was_last_said_to_it_bit_for_bit(int seed)
    {
        var random = new Random(seed);
        double[] oddNumbers = [0, -0.0, 1, -1, 65_535, 65_536, 0.01, 655.35, 655.36, -0.01, 49.99, 0.1 + 0.2, 1e300, double.NaN, double.PositiveInfinity, double.Epsilon, int.MaxValue, int.MinValue, 4e9];
        long[] oddMoments = [0, 1, -1, Instant.MicrosecondsPerDay, 65_535 * Instant.MicrosecondsPerDay, 65_536 * Instant.MicrosecondsPerDay, Instant.MicrosecondsPerSecond, Instant.MinValue.Microseconds, Instant.MaxValue.Microseconds, 1_700_000_000_000_000, 1_700_000_000_000_001];
        var profile = new Profile();
        var model = new Dictionary<int, AttributeValue>();
        for (var step = 0; step < 3_000; step++)
        {
            var changes = Enumerable.Range(0, random.Next(1, 6)).Select(_ => new AttributeChange(random.Next(step < 1_500 ? 40 : 300), random.Next(4) == 0 ? null : Value())).ToArray();
            profile.Change(changes);
            foreach (var (id, value) in changes)
            {
                if (value is { } present)
                {
                    model[id] = present;
                }
                else
                {
                    model.Remove(id);
                }
            }

            Assert.Equal(model.Count, profile.Count);
            Assert.True(profile.Capacity >= model.Keys.DefaultIfEmpty(-1).Max() + 1);
            for (var id = 0; id < 310; id++)
            {
                AttributeValue? expected = model.TryGetValue(id, out var value) ? value : null;
                Assert.Equal(expected, profile.Value(id));
                Assert.Equal(expected is not null, profile.Has(id));
                Assert.Equal(expected?.Bits ?? 0, profile.Bits(id));
            }
        }

        AttributeValue Value() => random.Next(6) switch
        {
            0 => AttributeValue.OfFlag(random.Next(2) == 0),
            1 => new AttributeValue(AttributeKind.Category, random.Next(3) == 0 ? random.Next() : random.Next(70_000)),
            2 => AttributeValue.OfDate(new Instant(oddMoments[random.Next(oddMoments.Length)])),
            3 => AttributeValue.OfNumber(oddNumbers[random.Next(oddNumbers.Length)]),
            4 => AttributeValue.OfNumber(random.Next(100_000)),
            _ => AttributeValue.OfNumber(random.Next(1_000_000) / 100.0),
        };
    }

    [Fact]
    public void Tags_are_a_set_however_many_tags_there_are()
    {
        var random = new Random(3);
        var all = Enumerable.Range(0, 500).Select(number => Symbols.Of($"profile-tag-{number}")).ToArray();
        var profile = new Profile();
        for (var round = 0; round < 200; round++)
        {
            var given = Enumerable.Range(0, random.Next(30)).Select(_ => all[random.Next(all.Length)]).ToArray();
            profile.SetTags(given);
            Assert.Equal(given.ToHashSet(), profile.Tags.ToArray().ToHashSet());
            Assert.Equal(given.Distinct().Count(), profile.Tags.Length);
            var ordered = new int[profile.Tags.Length];
            profile.Tags.CopyInTextOrder(ordered);
            Assert.Equal(given.Distinct().Select(Symbols.TextOf).Order(StringComparer.Ordinal), ordered.Select(Symbols.TextOf));
            Assert.All(all, tag => Assert.Equal(given.Contains(tag), profile.HasTag(tag)));
        }
    }

    [Fact]
    public void Reading_and_changing_in_place_allocate_nothing()
    {
        var profile = new Profile();
        for (var id = 0; id < 40; id++)
        {
            profile.Set(id, AttributeValue.OfNumber(id * 1_000));
        }

        profile.SetTags([Symbols.Of("a"), Symbols.Of("b")]);
        Assert.NotEqual(0, Read());
        Assert.Equal(0, Allocations.Least(() => Read()));

        double Read()
        {
            var total = 0.0;
            for (var id = 0; id < 40; id++)
            {
                total += profile.Has(id) ? profile.Number(id) : 0;
                profile.Set(id, AttributeValue.OfNumber(id * 1_000));
            }

            foreach (var tag in profile.Tags)
            {
                total += tag;
            }

            return total;
        }
    }

    [Fact]
    public void Forty_attributes_take_two_hundred_bytes()
    {
        var rows = new Profile[200];
        var changes = Enumerable.Range(0, 40).Select(id => new AttributeChange(id, id < 20 ? AttributeValue.OfNumber(id < 13 ? 1_000 : 900_000) : AttributeValue.OfCategory($"w{id}"))).ToArray();
        var bytes = Allocations.Least(() =>
        {
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i] = new Profile();
                rows[i].Change(changes);
            }
        });
        Assert.InRange(bytes / rows.Length, 100, 200);
    }
}
