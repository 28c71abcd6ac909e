using Octant.Engine.Calendar;
using Octant.Platform.Decisions.Requests;

namespace Octant.Platform.Tests.Decisions;

public sealed class RequestTableTests
{
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    [Fact]
    public void An_id_belongs_to_the_partition_it_was_entered_with_until_its_time_ends()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var table = new RequestTable();
        var model = new Dictionary<UInt128, (int Partition, Instant Until)>();
        var now = new Instant(0);
        for (var round = 0; round < 20_000; round++)
        {
            now += TimeSpan.FromSeconds(random.Next(3));
            var id = IdOf(random.Next(2_000));
            var partition = random.Next(64);
            if (!model.TryGetValue(id, out var known) || known.Until <= now)
            {
                model[id] = known = (partition, now + Memory);
            }

            Assert.True(known.Partition == table.Enter(id, partition, now + Memory, now), $"seed {seed}, round {round}");
        }
    }

    /// <summary>Ids that are told apart only by bits that do not say where they lie, so that they are all in each other's way.</summary>
    private static UInt128 IdOf(int number) => new((ulong)(number / 4), (ulong)(number % 4) << 60);
}
