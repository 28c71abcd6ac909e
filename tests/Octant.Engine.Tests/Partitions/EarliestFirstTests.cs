using Octant.Engine.Partitions;
using Octant.Engine.Tests.Properties;

namespace Octant.Engine.Tests.Partitions;

public sealed class EarliestFirstTests
{
    [Theory]
    [MemberData(nameof(Seeds.All), MemberType = typeof(Seeds))]
    public void It_gives_what_a_priority_queue_gives(int seed)
    {
        var random = new Random(seed);
        var queue = new EarliestFirst<long>();
        var reference = new PriorityQueue<long, long>();
        for (var step = 0; step < 20_000; step++)
        {
            if (random.Next(step < 12_000 ? 3 : 5) < 2)
            {
                var item = (long)random.Next(2_000);
                queue.Add(item);
                reference.Enqueue(item, item);
            }
            else if (reference.TryDequeue(out var expected, out _))
            {
                Assert.True(queue.TryPeek(out var earliest));
                Assert.Equal(expected, earliest);
                queue.RemoveEarliest();
            }

            Assert.Equal(reference.Count, queue.Count);
        }

        while (reference.TryDequeue(out var expected, out _))
        {
            Assert.True(queue.TryPeek(out var earliest));
            Assert.Equal(expected, earliest);
            queue.RemoveEarliest();
        }

        Assert.False(queue.TryPeek(out _));
    }
}
