using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Policies;
using Octant.Platform.Decisions.Projections;
using Octant.Platform.Decisions.Strategies;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Tests.Decisions;

namespace Octant.Platform.Tests.Drivers;

/// <summary>The views are written once and in order, whatever happens to a write and whatever comes meanwhile.</summary>
public abstract class ProjectorCases(StoreUnderTest store) : DriverCases(store)
{
    private const int Partition = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private long _sequence;

    [Fact]
    public async Task What_comes_while_a_moment_is_written_is_written_together_after_it()
    {
        await using var projector = await StartAsync();
        await HoldFirstWriteAsync(projector);
        for (var customer = 2; customer <= 50; customer++)
        {
            await CommitAsync(projector, Granted(customer));
        }

        projector.Store.Gate.Set();
        await projector.Projector.WaitAsync(Partition, Patience, None);
        Assert.Equal([1L, 50L], projector.Store.Written);
        Assert.Equal(50, await PlannedAsync());
        Assert.Single(await Storage.Projections.ReadContactsOfAsync(37, 10, None));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_write_that_failed_or_whose_answer_was_lost_is_made_up_from_the_journal_and_counts_once(bool written)
    {
        await using var projector = await StartAsync();
        projector.Store.Failure = written ? Failure.AfterWriting : Failure.BeforeWriting;
        for (var customer = 1; customer <= 20; customer++)
        {
            await CommitAsync(projector, Granted(customer));
        }

        await projector.Projector.WaitAsync(Partition, Patience, None);
        Assert.Equal(Failure.None, projector.Store.Failure);
        Assert.Equal(20, await PlannedAsync());
        Assert.Equal(20, (await Storage.Projections.ReadWatermarksAsync(None))[Partition]);
    }

    [Fact]
    public async Task An_erasure_takes_away_what_was_still_being_written_when_it_came()
    {
        await using var projector = await StartAsync();
        await HoldFirstWriteAsync(projector);
        await CommitAsync(projector, Granted(1), Granted(2));
        await CommitAsync(projector, new JournalEntry(new EraseCustomer(1), Noon, new CustomerErased(1, [], [])));
        projector.Store.Gate.Set();
        await projector.Projector.WaitAsync(Partition, Patience, None);
        Assert.Empty(await Storage.Projections.ReadContactsOfAsync(1, 10, None));
        Assert.Single(await Storage.Projections.ReadContactsOfAsync(2, 10, None));
    }

    [Fact]
    public async Task Whoever_stops_it_finds_everything_written()
    {
        await using (var projector = await StartAsync())
        {
            for (var customer = 1; customer <= 20; customer++)
            {
                await CommitAsync(projector, Granted(customer));
            }
        }

        Assert.Equal(20, await PlannedAsync());
    }

    private async Task<RunningProjector> StartAsync()
    {
        var failing = FailingStore.Over(Storage.Projections);
        var projector = new Projector(
            Storage.Journal, (IProjectionStore)failing, new StrategyArchive(Storage.Documents), new CurrentStrategy(), NullLogger<Projector>.Instance);
        await projector.StartAsync(None);
        return new RunningProjector(projector, failing);
    }

    /// <summary>One row, the first, is being written when this returns, until the gate is set.</summary>
    private async Task HoldFirstWriteAsync(RunningProjector projector)
    {
        projector.Store.Gate.Reset();
        await CommitAsync(projector, Granted(1));
        await projector.Store.Asked.WaitAsync(Patience);
    }

    /// <summary>As the committer does: first the journal, then whoever looks on.</summary>
    private async Task CommitAsync(RunningProjector projector, params JournalEntry[] entries)
    {
        var sequence = ++_sequence;
        var batch = Guid.NewGuid();
        var body = JournalFormat.Encode(new JournalRecord(Engine.Decisions.Strategy.EngineVersion, 1, batch, entries));
        await Storage.Journal.AppendAsync([new JournalRow(Partition, sequence, 1, batch, Noon, body)], None);
        projector.Projector.Committed(new CommittedRow(Partition, sequence, entries, body.Length));
    }

    private JournalEntry Granted(long customer) => ContactMoves.Move(
        Noon, customer, null, ContactMoves.Contact(new ContactId(_sequence + 1, (int)customer, 1), ContactState.Pending, Noon));

    private async Task<long> PlannedAsync() =>
        Assert.Single(await Storage.Projections.ReadCountersAsync(new CounterFilter(Outcome: "planned"), CounterParts.None, None)).Amount;

    private sealed record RunningProjector(Projector Projector, FailingStore Store) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            Store.Gate.Set();
            await Projector.StopAsync(None);
            Projector.Dispose();
        }
    }
}

public enum Failure
{
    None,
    BeforeWriting,
    AfterWriting,
}

/// <summary>A real store whose next write fails, or waits.</summary>
public class FailingStore : DispatchProxy
{
    private IProjectionStore _store = null!;
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Writes go on when it is set.</summary>
    public ManualResetEventSlim Gate { get; } = new(true);

    public Failure Failure { get; set; }

    /// <summary>Completes when the first write is asked for.</summary>
    public Task Asked => _asked.Task;

    /// <summary>The highest sequence of each write.</summary>
    public List<long> Written { get; } = [];

    public static FailingStore Over(IProjectionStore store)
    {
        var proxy = (FailingStore)(object)Create<IProjectionStore, FailingStore>();
        proxy._store = store;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == nameof(IProjectionStore.ApplyAsync) ? ApplyAsync((ProjectionBatch)args![0]!) : targetMethod.Invoke(_store, args);

    private async ValueTask ApplyAsync(ProjectionBatch batch)
    {
        _asked.TrySetResult();
        await Task.Run(Gate.Wait);
        var failure = Failure;
        Failure = Failure.None;
        if (failure != Failure.BeforeWriting)
        {
            await _store.ApplyAsync(batch, CancellationToken.None);
            Written.Add(batch.Watermarks.Values.Max());
        }

        if (failure != Failure.None)
        {
            throw new IOException("Made to fail.");
        }
    }
}

public sealed class SqliteProjector() : ProjectorCases(new SqliteUnderTest());

public sealed class PostgresProjector() : ProjectorCases(new PostgresUnderTest());
