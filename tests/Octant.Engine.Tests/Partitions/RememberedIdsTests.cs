using Octant.Engine.Calendar;
using Octant.Engine.Partitions;

namespace Octant.Engine.Tests.Partitions;

public sealed class RememberedIdsTests
{
    private static readonly Instant Start = TestStrategy.Start;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void It_remembers_as_a_dictionary_of_ends_does(int seed)
    {
        var random = new Random(seed);
        var ids = new RememberedIds();
        var reference = new Dictionary<UInt128, Instant>();
        var now = Start;
        for (var step = 0; step < 60_000; step++)
        {
            if (random.Next(2_000) == 0)
            {
                now += TimeSpan.FromSeconds(random.Next(1_200));
                if (ids.AnyEndsBy(now))
                {
                    ids.Forget(now);
                    Assert.False(ids.AnyEndsBy(now));
                }

                foreach (var (old, end) in reference)
                {
                    // At least until its end, and not two minutes longer.
                    Assert.True(ids.Contains(old) || end <= now, $"Seed {seed}, step {step}: forgotten too early.");
                    Assert.True(!ids.Contains(old) || end > now - TimeSpan.FromMinutes(1), $"Seed {seed}, step {step}: remembered too long.");
                    if (!ids.Contains(old))
                    {
                        reference.Remove(old);
                    }
                }
            }

            // Dense ids and random ones: neither may crowd a table.
            var id = random.Next(2) == 0 ? (UInt128)random.Next(50_000) : new UInt128((ulong)random.Next(3), (ulong)random.NextInt64());
            Assert.Equal(reference.ContainsKey(id), ids.Contains(id));
            if (!reference.ContainsKey(id))
            {
                var until = now + TimeSpan.FromSeconds(random.Next(1, 3_600));
                ids.Add(id, until, now);
                reference.Add(id, until);
            }

            Assert.Equal(reference.Count, ids.Count);
        }
    }

    [Fact]
    public void An_id_costs_less_than_forty_bytes()
    {
        var ids = new RememberedIds();
        var random = new Random(7);
        for (var i = 0; i < 1_000_000; i++)
        {
            ids.Add(new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64()), Start + TimeSpan.FromHours(1), Start);
        }

        Assert.Equal(1_000_000, ids.Count);
        Assert.InRange(ids.Bytes, 16_000_000, 40_000_000);
        ids.Forget(Start + TimeSpan.FromHours(2));
        Assert.Equal((0, 0L), (ids.Count, ids.Bytes));
    }

    [Fact]
    public void Room_of_what_is_forgotten_is_used_again()
    {
        var ids = new RememberedIds();
        var random = new Random(8);
        var most = 0L;
        for (var minute = 0; minute < 600; minute++)
        {
            var now = Start + TimeSpan.FromMinutes(minute);
            ids.Forget(now);
            for (var i = 0; i < 500; i++)
            {
                ids.Add(new UInt128(0, (ulong)random.NextInt64()), now + TimeSpan.FromMinutes(10), now);
            }

            most = Math.Max(most, ids.Count);
        }

        Assert.InRange(most, 5_000, 6_500);
        Assert.InRange(ids.Bytes, 0, most * 48);
    }

    [Fact]
    public void A_checkpoint_holds_them_whatever_the_order_of_arrival()
    {
        var left = new RememberedIds();
        var right = new RememberedIds();
        for (var i = 0; i < 1_000; i++)
        {
            left.Add((UInt128)i, Start + TimeSpan.FromMinutes(i % 50), Start);
            right.Add((UInt128)(999 - i), Start + TimeSpan.FromMinutes((999 - i) % 50), Start);
        }

        Assert.Equal(left.ToSorted(), right.ToSorted());
    }

    [Fact]
    public void Ends_far_ahead_are_few()
    {
        var ids = new RememberedIds();
        for (var i = 0; i < 10_000; i++)
        {
            ids.Add((UInt128)i, Start + PartitionState.LedgerRetention + TimeSpan.FromMinutes(i), Start);
        }

        Assert.InRange(ids.ToSorted().Select(slot => slot.End).Distinct().Count(), 1, 9);
        Assert.False(ids.AnyEndsBy(Start + PartitionState.LedgerRetention));
        Assert.True(ids.AnyEndsBy(Start + PartitionState.LedgerRetention + TimeSpan.FromDays(1)));
    }
}
