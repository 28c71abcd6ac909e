using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Engine.Tests.Properties;

namespace Octant.Engine.Tests.Partitions;

public sealed class RememberedRequestsTests
{
    private const int Partition = 5;
    private static readonly Instant Start = TestStrategy.Start;

    [Theory]
    [MemberData(nameof(Seeds.All), MemberType = typeof(Seeds))]
    public void It_remembers_as_a_dictionary_does(int seed)
    {
        var random = new Random(seed);
        var requests = new RememberedRequests(Partition);
        var reference = new Dictionary<UInt128, RememberedRequest>();
        var now = Start;
        for (var step = 0; step < 60_000; step++)
        {
            now += TimeSpan.FromMilliseconds(random.Next(3));

            // Dense ids and random ones, some of which come again.
            var id = random.Next(2) == 0 ? (UInt128)random.Next(20_000) : new UInt128((ulong)random.Next(3), (ulong)random.NextInt64());
            Assert.Equal(reference.ContainsKey(id), requests.TryFind(id, out var found));
            if (found != default)
            {
                Assert.Equal(reference[id], found);
            }

            if (random.Next(4) > 0)
            {
                DecisionId? decision = random.Next(20) == 0 ? null : new DecisionId(Partition, step, random.Next(9));
                var request = new RememberedRequest(id, now + PartitionState.RequestMemory, (ulong)random.NextInt64(), decision);
                requests.Add(request);
                reference[id] = request;
            }
            else
            {
                requests.Remove(id);
                reference.Remove(id);
            }

            if (random.Next(4_000) == 0)
            {
                // A day is over for some of them, or for all.
                var ended = random.Next(4) == 0 ? now + PartitionState.RequestMemory : now + PartitionState.RequestMemory - TimeSpan.FromSeconds(random.Next(40));
                var expected = reference.Values.Where(request => request.Until <= ended).OrderBy(request => request.Until).ToList();
                var forgotten = requests.EndedBy(ended).ToList();
                Assert.Equal(expected.Select(request => request.Id).Order(), forgotten.Order());
                Assert.Equal(expected.Select(request => request.Until), forgotten.Select(gone => reference[gone].Until));
                foreach (var gone in forgotten)
                {
                    requests.Remove(gone);
                    reference.Remove(gone);
                }

                Assert.Equal(reference.Values.OrderBy(request => request.Id), requests.All().OrderBy(request => request.Id));
            }

            Assert.Equal(reference.Count, requests.Count);
        }
    }

    [Fact]
    public void A_request_costs_at_most_64_bytes_however_many_days_of_them_have_gone()
    {
        const int PerDay = 200_000;
        var requests = new RememberedRequests(Partition);
        for (var number = 0; number < 4 * PerDay; number++)
        {
            var id = new UInt128(StableHash.Mix((ulong)number), StableHash.Mix((ulong)number + 7));
            requests.Add(new RememberedRequest(id, Start + TimeSpan.FromSeconds(number), 1, new DecisionId(Partition, number, 0)));
            foreach (var gone in requests.EndedBy(Start + TimeSpan.FromSeconds(number - PerDay)).ToList())
            {
                requests.Remove(gone);
            }

            Assert.Equal(Math.Min(number + 1, PerDay), requests.Count);
            Assert.InRange(requests.Bytes, 0, (requests.Count * 64L) + 100_000);
        }
    }
}
