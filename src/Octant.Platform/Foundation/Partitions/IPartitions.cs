using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Learning;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Policies;

namespace Octant.Platform.Foundation.Partitions;

/// <summary>The way in to the engine: commands to partitions, answered when what they changed is durable.</summary>
public interface IPartitions
{
    /// <summary>Applies a command. The outcome is durable when it arrives, and so is all that it depended on.</summary>
    /// <exception cref="OverloadException">Too much is waiting; nothing was taken in.</exception>
    /// <exception cref="PartitionUnavailableException">This node does not own the partition (any more).</exception>
    ValueTask<Outcome> SubmitAsync(int partition, Command command, CancellationToken cancellation = default);

    /// <summary>Reads a partition's state on its own thread, after everything submitted before, all of it durable.</summary>
    ValueTask<T> ReadAsync<T>(int partition, Func<PartitionState, T> read, CancellationToken cancellation = default);

    /// <summary>Message ids of events and reports that are remembered in all partitions, as of a moment ago.</summary>
    long RememberedIds { get; }

    /// <summary>Lets everything happen that is due by now, in every partition.</summary>
    Task PassTimeAsync(CancellationToken cancellation = default);
}

/// <summary>Submitting by customer.</summary>
public static class PartitionsByCustomer
{
    public static ValueTask<Outcome> SubmitAsync(this IPartitions partitions, CustomerCommand command, CancellationToken cancellation = default) =>
        partitions.SubmitAsync(PartitionOptions.PartitionOf(command.Key), command, cancellation);

    public static ValueTask<T> ReadCustomerAsync<T>(
        this IPartitions partitions, long key, Func<PartitionState, CustomerState?, T> read, CancellationToken cancellation = default) =>
        partitions.ReadAsync(PartitionOptions.PartitionOf(key), state => read(state, state.Find(key)), cancellation);
}

/// <summary>One row that is durable, as it was written.</summary>
/// <param name="Bytes">It takes in the journal.</param>
public sealed record CommittedRow(int Partition, long Sequence, IReadOnlyList<JournalEntry> Entries, int Bytes);

/// <summary>Sees every durable row once per run, per partition in order. Called on the committing thread: take it and return.</summary>
public interface ICommittedRows
{
    void Committed(CommittedRow row);

    /// <summary>Completes when there is room for more rows: asked after every commit, so that nobody who falls behind piles them up.</summary>
    ValueTask RoomAsync() => ValueTask.CompletedTask;
}

/// <summary>Sees every partition once per run, as it was recovered and before anything is added to it.</summary>
public interface IRecoveredPartitions
{
    /// <summary>Several at a time may be asked for, and the next is not read before this is through.</summary>
    /// <param name="state">Nobody else has it yet; not to be kept.</param>
    ValueTask TakeOverAsync(PartitionState state, CancellationToken cancellation);
}

/// <summary>Gives out slices of shared resources (4.8).</summary>
public interface ISliceOwner
{
    /// <summary>Durable before it answers. The command tells the partition what it got, or that there is nothing left.</summary>
    ValueTask<GrantSlice> GrantAsync(Strategy strategy, ResourceSpend need, Instant now, CancellationToken cancellation);

    ValueTask ReturnAsync(IReadOnlyList<ResourceSpend> unspent, CancellationToken cancellation);
}

/// <summary>Finds the compiled strategy of a version that was made durable before.</summary>
public interface IStrategyArchive
{
    ValueTask<Strategy> ReadAsync(long version, CancellationToken cancellation);
}

/// <summary>Finds the response model of a version that was made durable before.</summary>
public interface IModelArchive
{
    ValueTask<ResponseModel> ReadAsync(long version, CancellationToken cancellation);
}

/// <summary>Too much is waiting. Worth trying again after a moment.</summary>
public sealed class OverloadException() : Exception("Too many commands are waiting; try again in a moment.");

/// <summary>Another node has taken the partition over, or this one is stopping.</summary>
public sealed class PartitionUnavailableException(int partition)
    : Exception($"Partition {partition} is not served here at the moment.")
{
    public int Partition { get; } = partition;
}
