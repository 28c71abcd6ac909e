using System.Text;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Tests.Drivers;

public abstract class JournalCases(StoreUnderTest store) : DriverCases(store)
{
    private IJournal Journal => Storage.Journal;

    private static JournalRow Row(int partition, long sequence, long epoch = 1, string body = "body", Instant? at = null) =>
        new(partition, sequence, epoch, Guid.NewGuid(), at ?? Noon, Encoding.UTF8.GetBytes(body));

    private static Checkpoint CheckpointAt(int partition, long sequence, byte[] body, long epoch = 1) =>
        new(partition, sequence, epoch, Noon, body);

    private static void AssertSame(JournalRow expected, JournalRow? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected with { Body = default }, actual with { Body = default });
        Assert.Equal(expected.Body.ToArray(), actual.Body.ToArray());
    }

    private async Task AppendAsync(int partition, long first, long last, Func<long, Instant>? at = null)
    {
        for (var sequence = first; sequence <= last; sequence += 500)
        {
            var count = (int)Math.Min(500, last - sequence + 1);
            var start = sequence;
            await Journal.AppendAsync(
                [.. Enumerable.Range(0, count).Select(i => Row(partition, start + i, at: at?.Invoke(start + i)))], None);
        }
    }

    [Fact]
    public async Task An_empty_partition_ends_at_nothing()
    {
        Assert.Equal(new JournalPosition(0, 0), await Journal.ReadPositionAsync(7, None));
        Assert.Null(await Journal.ReadAsync(7, 1, None));
        Assert.Empty(await ListAsync(Journal.ReadFromAsync(7, 1, None)));
        Assert.Null(await Journal.ReadCheckpointAsync(7, None));
    }

    [Fact]
    public async Task An_append_of_no_rows_is_allowed() => await Journal.AppendAsync([], None);

    [Fact]
    public async Task A_row_is_read_back_as_it_was_written()
    {
        var bytes = Enumerable.Range(0, 256).Select(value => (byte)value).ToArray();
        var large = new byte[3_000_000];
        new Random(1).NextBytes(large);
        JournalRow[] rows =
        [
            new(63, 1, 5, Guid.NewGuid(), Instant.MinValue, bytes),
            new(63, 2, long.MaxValue, Guid.NewGuid(), Instant.MaxValue, large),
            new(63, 3, long.MaxValue, Guid.Empty, Noon, bytes.AsMemory(10, 20)),
            new(63, 4, long.MaxValue, Guid.NewGuid(), Noon, ReadOnlyMemory<byte>.Empty),
        ];
        await Journal.AppendAsync(rows, None);
        foreach (var row in rows)
        {
            AssertSame(row, await Journal.ReadAsync(63, row.Sequence, None));
        }

        Assert.Equal(new JournalPosition(4, long.MaxValue), await Journal.ReadPositionAsync(63, None));
    }

    [Fact]
    public async Task An_append_takes_rows_of_many_partitions_in_any_order()
    {
        var rows = Enumerable.Range(0, 64).Reverse().SelectMany(partition => new[] { Row(partition, 1), Row(partition, 2) }).ToArray();
        await Journal.AppendAsync(rows, None);
        foreach (var row in rows)
        {
            AssertSame(row, await Journal.ReadAsync(row.Partition, row.Sequence, None));
        }
    }

    [Fact]
    public async Task A_conflict_names_its_row_and_leaves_nothing_of_the_batch()
    {
        var first = Row(2, 1, body: "first");
        await Journal.AppendAsync([first], None);

        var conflict = await Assert.ThrowsAsync<JournalConflictException>(
            async () => await Journal.AppendAsync([Row(1, 1), Row(2, 1, body: "second"), Row(3, 1)], None));

        Assert.Equal((2, 1L), (conflict.Partition, conflict.Sequence));
        AssertSame(first, await Journal.ReadAsync(2, 1, None));
        Assert.Equal(0, (await Journal.ReadPositionAsync(1, None)).Sequence);
        Assert.Equal(0, (await Journal.ReadPositionAsync(3, None)).Sequence);

        // The store works on: the others retry without the row that collided.
        await Journal.AppendAsync([Row(1, 1), Row(3, 1)], None);
        Assert.Equal(1, (await Journal.ReadPositionAsync(1, None)).Sequence);
    }

    [Fact]
    public async Task An_append_with_the_same_row_twice_is_refused_whole()
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Journal.AppendAsync([Row(1, 1), Row(4, 1), Row(4, 1)], None));
        Assert.Equal(0, (await Journal.ReadPositionAsync(1, None)).Sequence);
        Assert.Equal(0, (await Journal.ReadPositionAsync(4, None)).Sequence);
    }

    [Fact]
    public async Task Of_appenders_with_the_same_sequence_exactly_one_wins()
    {
        const int Appenders = 8;
        for (var sequence = 1; sequence <= 20; sequence++)
        {
            var won = await TogetherAsync(Appenders, async number =>
            {
                // Each batch also has a row of its own partition, and they come in different orders.
                JournalRow[] rows = [Row(number + 10, sequence, epoch: number), Row(5, sequence, epoch: number)];
                try
                {
                    await Journal.AppendAsync(number % 2 == 0 ? rows : [.. rows.Reverse()], None);
                    return true;
                }
                catch (JournalConflictException conflict) when (conflict.Partition == 5 && conflict.Sequence == sequence)
                {
                    return false;
                }
            });

            Assert.Equal(1, won.Count(winner => winner));
            Assert.Equal(Array.IndexOf(won, true), (await Journal.ReadAsync(5, sequence, None))!.Epoch);
            for (var number = 0; number < Appenders; number++)
            {
                Assert.Equal(won[number], await Journal.ReadAsync(number + 10, sequence, None) is not null);
            }
        }
    }

    [Fact]
    public async Task Appends_to_different_partitions_at_the_same_time_all_succeed()
    {
        await TogetherAsync(8, async number =>
        {
            for (var sequence = 1; sequence <= 25; sequence++)
            {
                await Journal.AppendAsync([Row(number, sequence), Row(number + 8, sequence)], None);
            }

            return true;
        });

        for (var partition = 0; partition < 16; partition++)
        {
            Assert.Equal(25, (await Journal.ReadPositionAsync(partition, None)).Sequence);
        }
    }

    [Fact]
    public async Task Reading_from_a_sequence_gives_all_later_rows_of_that_partition_in_order()
    {
        await AppendAsync(0, 1, 700);
        await AppendAsync(1, 1, 10);
        var rows = await ListAsync(Journal.ReadFromAsync(0, 101, None));
        Assert.Equal(Enumerable.Range(101, 600).Select(value => (long)value), rows.Select(row => row.Sequence));
        Assert.All(rows, row => Assert.Equal(0, row.Partition));
        Assert.Empty(await ListAsync(Journal.ReadFromAsync(1, 11, None)));
    }

    [Theory]
    [InlineData(101, 101)]
    [InlineData(101, 164)]
    [InlineData(1, 300)]
    [InlineData(600, 900)]
    [InlineData(5, 4)]
    public async Task Reading_up_to_a_sequence_gives_no_row_behind_it(int first, int last)
    {
        await AppendAsync(0, 1, 700);
        Assert.Equal(
            Enumerable.Range(1, 700).Where(value => value >= first && value <= last).Select(value => (long)value),
            (await ListAsync(Journal.ReadFromAsync(0, first, None, last))).Select(row => row.Sequence));
    }

    [Fact]
    public async Task Reading_does_not_see_rows_appended_after_the_call()
    {
        await AppendAsync(0, 1, 300);
        var seen = 0;
        await foreach (var row in Journal.ReadFromAsync(0, 1, None))
        {
            if (seen++ == 0)
            {
                await AppendAsync(0, 301, 600);
            }
        }

        Assert.Equal(300, seen);
    }

    [Fact]
    public async Task A_checkpoint_is_replaced_by_a_later_one_only()
    {
        await Journal.SaveCheckpointAsync(CheckpointAt(3, 10, [1]), None);
        await Journal.SaveCheckpointAsync(CheckpointAt(3, 9, [2], epoch: 9), None);
        await Journal.SaveCheckpointAsync(CheckpointAt(3, 10, [3], epoch: 9), None);
        var kept = (await Journal.ReadCheckpointAsync(3, None))!;
        Assert.Equal((3, 10L, 1L, Noon), (kept.Partition, kept.Sequence, kept.Epoch, kept.TakenAt));
        Assert.Equal([1], kept.Body.ToArray());

        await Journal.SaveCheckpointAsync(CheckpointAt(3, 11, [4], epoch: 2), None);
        var replaced = (await Journal.ReadCheckpointAsync(3, None))!;
        Assert.Equal((11L, 2L), (replaced.Sequence, replaced.Epoch));
        Assert.Equal([4], replaced.Body.ToArray());
        Assert.Null(await Journal.ReadCheckpointAsync(4, None));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1 << 20)]
    [InlineData((5 << 20) + 17)]
    public async Task A_checkpoint_of_any_size_is_read_back_as_it_was_saved(int size)
    {
        var older = new byte[size + 2_000_000];
        var body = new byte[size];
        new Random(2).NextBytes(body);
        await Journal.SaveCheckpointAsync(CheckpointAt(0, 1, older), None);
        await Journal.SaveCheckpointAsync(CheckpointAt(0, 2, body), None);
        await Journal.SaveCheckpointAsync(CheckpointAt(1, 2, older), None);
        await ReopenAsync();
        Assert.True((await Journal.ReadCheckpointAsync(0, None))!.Body.Span.SequenceEqual(body));
        Assert.Equal(older.Length, (await Journal.ReadCheckpointAsync(1, None))!.Body.Length);
    }

    [Fact]
    public async Task Saved_at_the_same_time_a_checkpoint_is_the_latest_and_whole()
    {
        await TogetherAsync(6, async number =>
        {
            var body = new byte[3_000_000 + number];
            Array.Fill(body, (byte)number);
            await Journal.SaveCheckpointAsync(CheckpointAt(0, number + 1, body), None);
            return true;
        });

        var kept = (await Journal.ReadCheckpointAsync(0, None))!;
        Assert.Equal(6, kept.Sequence);
        Assert.Equal(3_000_005, kept.Body.Length);
        Assert.True(kept.Body.Span.IndexOfAnyExcept((byte)5) < 0);
    }

    [Fact]
    public async Task Deletion_takes_rows_that_are_old_and_behind_the_checkpoint()
    {
        await AppendAsync(0, 1, 3_000, sequence => Noon + TimeSpan.FromMinutes(sequence));
        await AppendAsync(1, 1, 5, _ => Noon);
        await Journal.SaveCheckpointAsync(CheckpointAt(0, 2_800, []), None);

        Assert.Equal(2_499, await Journal.DeleteAsync(0, 2_700, Noon + TimeSpan.FromMinutes(2_500), None));
        Assert.Equal(2_500, (await ListAsync(Journal.ReadFromAsync(0, 1, None)))[0].Sequence);
        Assert.Equal(201, await Journal.DeleteAsync(0, 2_700, Instant.MaxValue, None));
        Assert.Equal(2_701, (await ListAsync(Journal.ReadFromAsync(0, 1, None)))[0].Sequence);

        // Beyond the checkpoint recovery needs them, whatever is asked.
        Assert.Equal(100, await Journal.DeleteAsync(0, 3_000, Instant.MaxValue, None));
        Assert.Equal(2_801, (await ListAsync(Journal.ReadFromAsync(0, 1, None)))[0].Sequence);
        Assert.Equal(0, await Journal.DeleteAsync(1, 5, Instant.MaxValue, None));
        Assert.Equal(5, (await ListAsync(Journal.ReadFromAsync(1, 1, None))).Count);
    }

    [Fact]
    public async Task A_partition_whose_rows_are_all_deleted_ends_at_its_checkpoint()
    {
        await AppendAsync(0, 1, 20);
        await Journal.SaveCheckpointAsync(CheckpointAt(0, 20, [1], epoch: 3), None);
        Assert.Equal(20, await Journal.DeleteAsync(0, 20, Instant.MaxValue, None));
        await ReopenAsync();
        Assert.Equal(new JournalPosition(20, 3), await Journal.ReadPositionAsync(0, None));
        Assert.Empty(await ListAsync(Journal.ReadFromAsync(0, 21, None)));
        await Journal.AppendAsync([Row(0, 21, epoch: 3)], None);
        Assert.Equal(new JournalPosition(21, 3), await Journal.ReadPositionAsync(0, None));
    }

    [Fact]
    public async Task An_owner_that_slept_past_the_retention_cannot_write_into_the_past()
    {
        await AppendAsync(0, 1, 20);
        await Journal.SaveCheckpointAsync(CheckpointAt(0, 15, [1]), None);
        await Journal.DeleteAsync(0, 15, Instant.MaxValue, None);
        var conflict = await Assert.ThrowsAsync<JournalConflictException>(
            async () => await Journal.AppendAsync([Row(1, 1), Row(0, 11)], None));
        Assert.Equal((0, 11L), (conflict.Partition, conflict.Sequence));
        Assert.Null(await Journal.ReadAsync(0, 11, None));
        Assert.Null(await Journal.ReadAsync(1, 1, None));
    }

    [Fact]
    public async Task Rows_are_read_one_by_one_and_in_order_however_many_commits_they_came_in()
    {
        const int Partitions = 7;
        const int Commits = 400;
        for (var sequence = 1; sequence <= Commits; sequence++)
        {
            await Journal.AppendAsync([.. Enumerable.Range(0, Partitions).Select(partition => Row(partition, sequence, body: $"{partition}/{sequence}"))], None);
            if (sequence % 150 == 0)
            {
                await ReopenAsync();
            }
        }

        for (var partition = 0; partition < Partitions; partition++)
        {
            var rows = await ListAsync(Journal.ReadFromAsync(partition, 1, None));
            Assert.Equal(Enumerable.Range(1, Commits).Select(sequence => $"{partition}/{sequence}"), rows.Select(row => Encoding.UTF8.GetString(row.Body.Span)));
            foreach (var sequence in (long[])[1, 146, 147, 293, 399, 400])
            {
                Assert.Equal($"{partition}/{sequence}", Encoding.UTF8.GetString((await Journal.ReadAsync(partition, sequence, None))!.Body.Span));
                await Assert.ThrowsAsync<JournalConflictException>(async () => await Journal.AppendAsync([Row(partition, sequence)], None));
            }
        }

        var report = await Storage.InspectAsync(None);
        Assert.Empty(report.Problems);
        Assert.Equal(Partitions * Commits, report.JournalRows);
    }

    [Fact]
    public async Task After_everything_was_deleted_and_the_store_reopened_new_rows_are_found()
    {
        await AppendAsync(0, 1, 20);
        await Journal.SaveCheckpointAsync(CheckpointAt(0, 20, [1]), None);
        Assert.Equal(20, await Journal.DeleteAsync(0, 20, Instant.MaxValue, None));
        await AppendAsync(0, 21, 30);
        Assert.Equal(10, (await ListAsync(Journal.ReadFromAsync(0, 1, None))).Count);
        await ReopenAsync();
        await AppendAsync(0, 31, 40);
        Assert.Equal(Enumerable.Range(21, 20).Select(value => (long)value), (await ListAsync(Journal.ReadFromAsync(0, 1, None))).Select(row => row.Sequence));
    }

    [Fact]
    public async Task Rows_survive_reopening()
    {
        var row = Row(9, 1, body: "kept");
        await Journal.AppendAsync([row], None);
        await ReopenAsync();
        AssertSame(row, await Journal.ReadAsync(9, 1, None));
        await Assert.ThrowsAsync<JournalConflictException>(async () => await Journal.AppendAsync([Row(9, 1)], None));
    }

    [Fact]
    public async Task A_canceled_append_writes_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Journal.AppendAsync([Row(0, 1)], new CancellationToken(canceled: true)));
        Assert.Equal(0, (await Journal.ReadPositionAsync(0, None)).Sequence);
    }
}

public sealed class PostgresJournal() : JournalCases(new PostgresUnderTest());
