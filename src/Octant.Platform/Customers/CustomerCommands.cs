using Octant.Engine.Partitions;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Customers;

/// <summary>Hands commands over for bulk work, which can wait where a single request is told to come back.</summary>
public sealed class CustomerCommands(IPartitions partitions)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Answers when the command is in the queue, however long that takes; its outcome comes later.</summary>
    public ValueTask<Task<Outcome>> BeginAsync(CustomerCommand command) => BeginAsync(PartitionOptions.PartitionOf(command.Key), command);

    /// <inheritdoc cref="BeginAsync(CustomerCommand)"/>
    public async ValueTask<Task<Outcome>> BeginAsync(int partition, Command command)
    {
        while (true)
        {
            var outcome = partitions.SubmitAsync(partition, command).AsTask();
            if (outcome is not { IsFaulted: true, Exception.InnerException: OverloadException })
            {
                return outcome;
            }

            await Task.Delay(Pause);
        }
    }
}
