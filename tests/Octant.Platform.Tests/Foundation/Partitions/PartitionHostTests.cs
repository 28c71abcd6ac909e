using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Platform.Foundation.Partitions;
using static Octant.Platform.Tests.Foundation.Partitions.PartitionHostRig;

namespace Octant.Platform.Tests.Foundation.Partitions;

/// <summary>What is answered is durable, whatever the journal does; what is lost is said to be.</summary>
public sealed class PartitionHostTests
{
    private static Task<bool> Exists(PartitionHost host, long key) =>
        host.ReadCustomerAsync(key, (_, customer) => customer is not null).AsTask();

    [Theory]
    [InlineData(JournalFault.ErrorBefore)]
    [InlineData(JournalFault.LostReply)]
    [InlineData(JournalFault.LandsLater)]
    public async Task A_commit_that_fails_is_settled_by_reading_and_tried_again_with_the_same_bytes(JournalFault fault)
    {
        var rig = new PartitionHostRig();
        await using var host = await rig.StartAsync();
        rig.Journal.Fault = _ => rig.Journal.Attempts.Count == 1 ? fault : JournalFault.None;
        Assert.IsType<ProfileChanged>(await host.SubmitAsync(Create(5)));
        Assert.Equal(fault == JournalFault.LostReply ? 1 : 2, rig.Journal.Attempts.Count);
        Assert.All(rig.Journal.Attempts, rows => Assert.Equal(rig.Journal.Attempts[0][0].Body.ToArray(), rows[0].Body.ToArray()));
        await using var next = await new PartitionHostRig { Journal = rig.Journal }.StartAsync();
        Assert.True(await Exists(next, 5));
    }

    [Fact]
    public async Task A_partition_with_few_rows_gets_a_checkpoint_when_they_are_a_day_old()
    {
        var rig = new PartitionHostRig();
        await using var host = await rig.StartAsync();
        var key = KeyIn(5);
        await host.SubmitAsync(Create(key));
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        Assert.Null(await rig.Journal.ReadCheckpointAsync(5, CancellationToken.None));

        rig.Now += TimeSpan.FromDays(1);
        await CheckpointAsync(rig.Journal, 5, leastSequence: 2);
    }

    [Fact]
    public async Task A_checkpoint_that_cannot_be_made_keeps_no_other_from_its_turn_and_is_made_when_it_can_be()
    {
        var rig = new PartitionHostRig();
        await using var host = await rig.StartAsync();
        var refuses = true;
        rig.Journal.RefusesCheckpoint = checkpoint => Volatile.Read(ref refuses) && checkpoint.Partition == 5;

        // All have the row of their takeover, and are seen with it before the day is over.
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        rig.Now += TimeSpan.FromDays(1);
        await CheckpointAsync(rig.Journal, 6, leastSequence: 1);
        Assert.Null(await rig.Journal.ReadCheckpointAsync(5, CancellationToken.None));
        Volatile.Write(ref refuses, false);
        await CheckpointAsync(rig.Journal, 5, leastSequence: 1);
    }

    private static async Task CheckpointAsync(FaultyJournal journal, int partition, long leastSequence)
    {
        var patience = DateTime.UtcNow + TimeSpan.FromSeconds(60);
        while (!(await journal.ReadCheckpointAsync(partition, CancellationToken.None) is { } checkpoint && checkpoint.Sequence >= leastSequence))
        {
            Assert.True(DateTime.UtcNow < patience, "No checkpoint was made.");
            await Task.Delay(100);
        }
    }

    [Fact]
    public async Task In_a_group_commit_a_lost_partition_is_refused_and_the_others_go_on_with_the_same_bytes()
    {
        var rig = new PartitionHostRig();
        await using var host = await rig.StartAsync();
        var (first, lost, kept) = (KeyIn(1), KeyIn(2), KeyIn(3));
        rig.Journal.CloseGate();
        var opening = host.SubmitAsync(Create(first)).AsTask();
        await rig.Journal.Waiting.Task;
        var refused = host.SubmitAsync(Create(lost)).AsTask();
        var accepted = host.SubmitAsync(Create(kept)).AsTask();
        rig.Journal.Intrude(2, JournalFormat.Encode(new JournalRecord(1, 9, Guid.NewGuid(), [])), Guid.NewGuid(), 9);
        rig.Journal.OpenGate();

        await opening;
        Assert.IsType<ProfileChanged>(await accepted);
        Assert.Equal(2, (await Assert.ThrowsAsync<PartitionUnavailableException>(() => refused)).Partition);
        var ofKept = rig.Journal.Attempts.SelectMany(rows => rows).Where(row => row.Partition == 3).ToList();
        Assert.All(ofKept, row => Assert.Equal(ofKept[0].Body.ToArray(), row.Body.ToArray()));

        Assert.False(host.IsServing);
        await Assert.ThrowsAsync<PartitionUnavailableException>(() => Exists(host, lost));
        Assert.True(await Exists(host, kept));
        Assert.Equal(2, rig.Journal.Rows(2).Count);
    }

    [Fact]
    public async Task A_stale_owner_writes_nothing_and_says_that_it_is_none()
    {
        var rig = new PartitionHostRig();
        await using var stale = await rig.StartAsync();
        await stale.SubmitAsync(Create(7));
        await using var owner = await new PartitionHostRig { Journal = rig.Journal }.StartAsync();
        var before = rig.Journal.Rows(PartitionOptions.PartitionOf(8)).Count;
        await Assert.ThrowsAsync<PartitionUnavailableException>(() => stale.SubmitAsync(Create(8)).AsTask());
        Assert.Equal(before, rig.Journal.Rows(PartitionOptions.PartitionOf(8)).Count);
        Assert.True(await Exists(owner, 7));
        Assert.IsType<ProfileChanged>(await owner.SubmitAsync(Create(8)));
    }

    [Fact]
    public async Task An_assertion_that_fails_takes_back_what_its_batch_had_applied()
    {
        var rig = new PartitionHostRig { Options = new PartitionOptions { Lanes = 1 } };
        await using var host = await rig.StartAsync();
        var key = KeyIn(4);
        using var hold = new ManualResetEventSlim();
        var busy = host.ReadAsync(0, _ => hold.Wait(Timeout.InfiniteTimeSpan)).AsTask();
        var before = host.SubmitAsync(Create(key)).AsTask();
        var failing = host.SubmitAsync(4, new ChangeStrategy(5)).AsTask();
        hold.Set();
        await busy;
        await Assert.ThrowsAsync<ArgumentException>(() => failing);
        await Assert.ThrowsAsync<PartitionUnavailableException>(() => before);
        Assert.Single(rig.Journal.Rows(4));
        Assert.IsType<ProfileChanged>(await host.SubmitAsync(Create(KeyIn(5))));
    }

    [Fact]
    public async Task A_read_that_fails_fails_alone()
    {
        await using var host = await new PartitionHostRig().StartAsync();
        await Assert.ThrowsAsync<FormatException>(() => host.ReadAsync<int>(0, _ => throw new FormatException()).AsTask());
        Assert.True(host.IsServing);
        Assert.IsType<ProfileChanged>(await host.SubmitAsync(Create(KeyIn(0))));
    }

    [Fact]
    public async Task Too_much_waiting_is_refused_and_what_was_accepted_is_answered()
    {
        var rig = new PartitionHostRig { Options = new PartitionOptions { Lanes = 1, QueueLength = 8, BatchSize = 2, BatchesInFlight = 1 } };
        await using var host = await rig.StartAsync();
        rig.Journal.CloseGate();
        var tasks = new List<Task<Outcome>> { host.SubmitAsync(Create(0)).AsTask() };
        await rig.Journal.Waiting.Task;
        for (var key = 1; key < 100; key++)
        {
            tasks.Add(host.SubmitAsync(Create(key)).AsTask());
        }

        rig.Journal.OpenGate();
        await Task.WhenAll(tasks.Select(task => task.ContinueWith(_ => { }, TaskScheduler.Default)));
        Assert.Contains(tasks, task => task.Exception?.InnerException is OverloadException);
        Assert.Contains(tasks, task => task.IsCompletedSuccessfully);
        Assert.All(tasks, task => Assert.True(task.IsCompletedSuccessfully || task.Exception!.InnerException is OverloadException));
        for (var key = 0; key < 100; key++)
        {
            Assert.Equal(tasks[key].IsCompletedSuccessfully, await Exists(host, key));
        }
    }

    [Fact]
    public async Task Stopping_answers_everything_that_was_accepted()
    {
        var rig = new PartitionHostRig();
        var host = await rig.StartAsync();
        rig.Journal.CloseGate();
        var tasks = Enumerable.Range(0, 50).Select(key => host.SubmitAsync(Create(key)).AsTask()).ToList();
        await rig.Journal.Waiting.Task;
        var stopping = host.StopAsync(CancellationToken.None);
        rig.Journal.OpenGate();
        await stopping;
        Assert.All(await Task.WhenAll(tasks), outcome => Assert.IsType<ProfileChanged>(outcome));
        await Assert.ThrowsAsync<PartitionUnavailableException>(() => host.SubmitAsync(Create(99)).AsTask());
        await using var next = await new PartitionHostRig { Journal = rig.Journal }.StartAsync();
        for (var key = 0; key < 50; key++)
        {
            Assert.True(await Exists(next, key));
        }
    }

    [Fact]
    public async Task Stopping_waits_for_decisions_that_wait_for_a_slice()
    {
        var rig = new PartitionHostRig { Grants = new TaskCompletionSource() };
        var host = await rig.StartAsync();
        await host.SubmitAsync(PartitionOptions.PartitionOf(1), UseStrategy());
        await host.SubmitAsync(Create(1));
        var decision = host.SubmitAsync(Ask(1, 1)).AsTask();
        var stopping = host.StopAsync(CancellationToken.None);
        Assert.False(stopping.IsCompleted);
        rig.Grants.SetResult();
        await stopping;
        Assert.Single(Assert.IsType<DecisionMade>(await decision).Result.Recommendations);
    }

    [Fact]
    public async Task A_decision_before_there_is_any_strategy_offers_nothing_and_harms_nothing()
    {
        await using var host = await new PartitionHostRig().StartAsync();
        await host.SubmitAsync(Create(1));
        Assert.IsType<NotUsed>(await host.SubmitAsync(Ask(1, 1)));
        Assert.True(host.IsServing);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Whatever_the_journal_does_what_was_answered_is_there_once(int seed)
    {
        var rig = new PartitionHostRig();
        var random = new Random(seed);
        var host = await rig.StartAsync();
        for (var key = 0; key < 20; key++)
        {
            await host.SubmitAsync(Create(key));
        }

        rig.Journal.Fault = _ => (JournalFault)(random.Next(4) == 0 ? random.Next(1, 4) : 0);
        var reports = Enumerable.Range(0, 300).Select(id => Report(id % 20, (ulong)id % 200, rig.Now)).ToList();
        var outcomes = await Task.WhenAll(reports.Select(report => host.SubmitAsync(report).AsTask()));
        Assert.Equal(200, outcomes.Count(outcome => outcome is ContactReported));
        Assert.Equal(100, outcomes.Count(outcome => outcome is Duplicate));

        // The old one is left running, as after a crash that nobody noticed.
        await using var next = await new PartitionHostRig { Journal = rig.Journal }.StartAsync();
        var kept = 0;
        for (var key = 0; key < 20; key++)
        {
            kept += await next.ReadCustomerAsync(key, (_, customer) => customer!.Ledger.Count);
        }

        Assert.True(kept == 200, $"Seed {seed}: {kept} contacts instead of 200.");
        await host.DisposeAsync();
    }
}
