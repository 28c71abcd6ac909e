using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Foundation.Partitions;

/// <summary>
/// Gets slices of shared resources for commands that cannot be decided without: asks the owner, tells the partition what it
/// got, and sends the command round again, behind the grant.
/// </summary>
internal sealed partial class SliceSupply(ISliceOwner owner, IClock clock, ILogger logger)
{
    /// <summary>A command goes round once per resource it is short of; more than this is starvation.</summary>
    private const int MostRounds = 64;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public void Supply(Lane lane, Strategy strategy, SliceNeeded needed, Work work) =>
        _ = Task.Run(() => SupplyAsync(lane, strategy, needed, work));

    private async Task SupplyAsync(Lane lane, Strategy strategy, SliceNeeded needed, Work work)
    {
        try
        {
            if (++work.Rounds > MostRounds)
            {
                throw new OverloadException();
            }

            foreach (var need in needed.Needs)
            {
                var grant = await owner.GrantAsync(strategy, need, clock.Now, CancellationToken.None).ConfigureAwait(false);
                await lane.SubmitAsync(new Work(work.Partition, grant, null, null)).ConfigureAwait(false);
            }

            await lane.SubmitAsync(work).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            LogNoSlice(error.GetType().Name);
            if (work.Command is DecideTriggered && error is not ChannelClosedException)
            {
                // The event is accepted: its decision is put off, never given up.
                await Task.Delay(Pause).ConfigureAwait(false);
                work.Rounds = 0;
                Supply(lane, strategy, needed, work);
                return;
            }

            work.Fail(error is ChannelClosedException ? new PartitionUnavailableException(work.Partition) : error);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A slice of a shared resource could not be had ({Error}).")]
    private partial void LogNoSlice(string error);
}
