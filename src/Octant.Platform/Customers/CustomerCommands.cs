using Octant.Engine.Partitions;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Customers;

/// <summary>Commands about customers, with the failures that are to be expected turned into problems.</summary>
public sealed class CustomerCommands(IPartitions partitions)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>Hands a command over, however long the queue is; its outcome comes later. For bulk work, which can wait.</summary>
    public async ValueTask<Task<Outcome>> BeginAsync(CustomerCommand command, CancellationToken cancellation)
    {
        while (true)
        {
            var outcome = partitions.SubmitAsync(command, cancellation).AsTask();
            if (outcome is not { IsFaulted: true, Exception.InnerException: OverloadException })
            {
                return outcome;
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>For a single request: answers busy when the queue is full.</summary>
    public async ValueTask<Result<Outcome>> SubmitAsync(CustomerCommand command, CancellationToken cancellation)
    {
        try
        {
            return await partitions.SubmitAsync(command, cancellation);
        }
        catch (OverloadException)
        {
            return Problem.Overloaded(RetryAfter);
        }
        catch (PartitionUnavailableException)
        {
            return Unavailable("This customer is not served here at the moment.");
        }
    }

    public static Problem Unavailable(string detail) => Problem.Unavailable(detail, RetryAfter);
}
