using System.Globalization;
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

public sealed class SegmentedJournal() : JournalCases(new SqliteUnderTest())
{
    private string Folder => ((SqliteUnderTest)Store).Folder;

    private string[] Files => [.. Directory.GetFiles(Folder, "journal-*.log").Order(StringComparer.Ordinal)];

    private static JournalRow Row(int partition, long sequence, int day = 0) =>
        new(partition, sequence, 1, Guid.NewGuid(), Noon + TimeSpan.FromDays(day), Encoding.UTF8.GetBytes($"{partition}/{sequence}"));

    /// <summary>Rows 1 to 10 of two partitions, two to a commit, in this many files, one for each day.</summary>
    private async Task FillAsync(int days)
    {
        for (var sequence = 1; sequence <= 10; sequence++)
        {
            await Storage.Journal.AppendAsync([Row(0, sequence, sequence * days / 11), Row(1, sequence, sequence * days / 11)], None);
        }

        Assert.Equal(days, Files.Length);
    }

    private async Task AssertHoldsAsync(int rows)
    {
        for (var partition = 0; partition < 2; partition++)
        {
            Assert.Equal(
                Enumerable.Range(1, rows).Select(sequence => $"{partition}/{sequence}"),
                (await ListAsync(Storage.Journal.ReadFromAsync(partition, 1, None))).Select(row => Encoding.UTF8.GetString(row.Body.Span)));
            Assert.Equal(rows, (await Storage.Journal.ReadPositionAsync(partition, None)).Sequence);
        }
    }

    /// <summary>Where the last byte of the last commit lies; behind it there are zeros.</summary>
    private static int EndOf(byte[] file) => file.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;

    private async Task<string> RefusalAsync() =>
        (await Assert.ThrowsAsync<StorageRefusedException>(async () => await Store.OpenAsync())).Message;

    [Fact]
    public async Task A_commit_cut_short_at_any_byte_is_absent_whole_and_the_journal_goes_on_before_it()
    {
        await FillAsync(days: 1);
        await Storage.DisposeAsync();
        var file = Assert.Single(Files);
        var whole = await File.ReadAllBytesAsync(file);
        var size = EndOf(whole) / 10;
        for (var cut = 1; cut < size; cut += 7)
        {
            var bytes = whole.ToArray();
            bytes.AsSpan(EndOf(whole) - cut).Clear();
            await File.WriteAllBytesAsync(file, bytes);
            await ReopenAsync();
            await AssertHoldsAsync(rows: 9);
            await Storage.Journal.AppendAsync([Row(0, 10), Row(1, 10)], None);
            await ReopenAsync();
            await AssertHoldsAsync(rows: 10);
            Assert.Empty((await Storage.InspectAsync(None)).Problems);
            await Storage.DisposeAsync();
        }
    }

    [Fact]
    public async Task Zeros_that_were_written_ahead_may_be_missing()
    {
        await FillAsync(days: 1);
        await Storage.DisposeAsync();
        var file = Assert.Single(Files);
        var whole = await File.ReadAllBytesAsync(file);
        await File.WriteAllBytesAsync(file, whole[..((EndOf(whole) + 7) / 8 * 8)]);
        await ReopenAsync();
        await AssertHoldsAsync(rows: 10);
        await Storage.Journal.AppendAsync([Row(0, 11), Row(1, 11)], None);
        await ReopenAsync();
        await AssertHoldsAsync(rows: 11);
    }

    [Fact]
    public async Task A_damaged_commit_before_others_is_refused_with_its_file_and_not_taken_for_the_end()
    {
        await FillAsync(days: 1);
        await Storage.DisposeAsync();
        var file = Assert.Single(Files);
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[EndOf(bytes) / 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        Assert.StartsWith($"{file} is damaged at byte ", await RefusalAsync(), StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(file));
    }

    [Fact]
    public async Task A_missing_file_is_refused()
    {
        await FillAsync(days: 3);
        await Storage.DisposeAsync();
        File.Delete(Files[1]);
        Assert.Contains("does not go on from journal-0000000001.log to journal-0000000003.log", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_whose_making_was_cut_short_is_made_again()
    {
        await FillAsync(days: 2);
        await Storage.DisposeAsync();
        await File.WriteAllBytesAsync(Path.Combine(Folder, "journal-0000000003.log"), new byte[20]);
        await ReopenAsync();
        await AssertHoldsAsync(rows: 10);
        await Storage.Journal.AppendAsync([Row(0, 11, day: 9), Row(1, 11, day: 9)], None);
        await ReopenAsync();
        await AssertHoldsAsync(rows: 11);
        Assert.Equal(3, Files.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rows_of_many_files_are_read_in_order_with_and_without_what_is_known_of_full_files(bool forgotten)
    {
        await FillAsync(days: 5);
        await Storage.DisposeAsync();
        if (forgotten)
        {
            await Store.TamperAsync("journal", "delete from journal_segment");
        }

        for (var time = 0; time < 2; time++)
        {
            await ReopenAsync();
            await AssertHoldsAsync(rows: 10);
            Assert.Equal("1/3", Encoding.UTF8.GetString((await Storage.Journal.ReadAsync(1, 3, None))!.Body.Span));
            Assert.Empty((await Storage.InspectAsync(None)).Problems);
        }
    }

    [Fact]
    public async Task A_file_goes_when_the_rows_of_all_its_partitions_are_deleted_and_the_last_one_too()
    {
        await FillAsync(days: 5);
        for (var partition = 0; partition < 2; partition++)
        {
            await Storage.Journal.SaveCheckpointAsync(new Checkpoint(partition, 10, 1, Noon, new byte[1]), None);
        }

        Assert.Equal(6, await Storage.Journal.DeleteAsync(0, 6, Engine.Calendar.Instant.MaxValue, None));
        Assert.Equal(5, Files.Length);
        Assert.Equal(4, await Storage.Journal.DeleteAsync(1, 4, Engine.Calendar.Instant.MaxValue, None));
        Assert.Equal(["journal-0000000003.log", "journal-0000000004.log", "journal-0000000005.log"], Files.Select(Path.GetFileName));
        await ReopenAsync();
        Assert.Equal(7, (await ListAsync(Storage.Journal.ReadFromAsync(0, 1, None)))[0].Sequence);
        Assert.Equal(5, (await ListAsync(Storage.Journal.ReadFromAsync(1, 1, None)))[0].Sequence);
        await Storage.Journal.DeleteAsync(0, 10, Engine.Calendar.Instant.MaxValue, None);
        await Storage.Journal.DeleteAsync(1, 10, Engine.Calendar.Instant.MaxValue, None);
        Assert.Equal(["journal-0000000006.log"], Files.Select(Path.GetFileName));
        await ReopenAsync();
        await Assert.ThrowsAsync<JournalConflictException>(async () => await Storage.Journal.AppendAsync([Row(0, 10)], None));
        await Storage.Journal.AppendAsync([Row(0, 11), Row(1, 11)], None);
        Assert.Equal("1/11", Encoding.UTF8.GetString((await Storage.Journal.ReadAsync(1, 11, None))!.Body.Span));
    }

    [Fact]
    public async Task A_file_that_is_full_is_followed_by_another()
    {
        for (var sequence = 1; sequence <= 9; sequence++)
        {
            await Storage.Journal.AppendAsync([Row(0, sequence) with { Body = new byte[9 << 20] }, Row(1, sequence)], None);
        }

        Assert.Equal(2, Files.Length);
        await ReopenAsync();
        Assert.Equal(9, (await ListAsync(Storage.Journal.ReadFromAsync(0, 1, None))).Count);
        Assert.Equal("1/9", Encoding.UTF8.GetString((await Storage.Journal.ReadAsync(1, 9, None))!.Body.Span));
    }

    [Fact]
    public async Task Damage_is_found_by_an_inspection()
    {
        await FillAsync(days: 2);
        await Storage.DisposeAsync();
        await ReopenAsync();
        await using (var stream = new FileStream(Files[0], FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            stream.Position = stream.Length / 2;
            stream.WriteByte(0xA5);
        }

        Assert.Contains((await Storage.InspectAsync(None)).Problems, problem => problem.StartsWith("journal-0000000001.log: damaged", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rows_of_the_schema_before_are_taken_over_with_their_fence(bool cutOff)
    {
        if (cutOff)
        {
            // Some had been taken over when the program ended.
            await Storage.Journal.AppendAsync(
                [.. Enumerable.Range(1, 400).Select(sequence => new JournalRow(0, sequence, 2, Guid.Empty, Noon, Encoding.UTF8.GetBytes(((sequence - 1) * 3).ToString(CultureInfo.InvariantCulture))))],
                None);
        }

        await Storage.DisposeAsync();
        foreach (var sql in (string[])
        [
            "drop table journal_segment",
            "drop table journal_deleted",
            "delete from schema_version where number in (11, 12)",
            """
            create table journal (
                partition bigint not null, sequence bigint not null, epoch bigint not null,
                batch_id blob not null, written_at bigint not null, body blob not null,
                primary key (partition, sequence))
            """,
            """
            with recursive number (n) as (select 0 union all select n + 1 from number where n < 2999)
            insert into journal (partition, sequence, epoch, batch_id, written_at, body)
            select n % 3, 1 + n / 3, 2, zeroblob(16), 0, cast(cast(n as text) as blob) from number
            """,
            "update journal set body = cast('zqx7-20' as blob) where partition = 2 and sequence = 7",
            "insert into checkpoint (partition, sequence, epoch, taken_at, upload) values (2, 500, 2, 0, zeroblob(16))",
        ])
        {
            await Store.TamperAsync("journal", sql);
        }

        await ReopenAsync();
        for (var partition = 0; partition < 3; partition++)
        {
            Assert.Equal(new JournalPosition(1_000, 2), await Storage.Journal.ReadPositionAsync(partition, None));
            Assert.Equal(1_000, (await ListAsync(Storage.Journal.ReadFromAsync(partition, 1, None))).Count);
            Assert.Equal(
                (300 + partition).ToString(CultureInfo.InvariantCulture),
                Encoding.UTF8.GetString((await Storage.Journal.ReadAsync(partition, 101, None))!.Body.Span));
        }

        var taken = new JournalRow(1, 1_000, 3, Guid.NewGuid(), Noon, new byte[1]);
        await Assert.ThrowsAsync<JournalConflictException>(async () => await Storage.Journal.AppendAsync([taken], None));
        await Storage.Journal.AppendAsync([taken with { Sequence = 1_001 }], None);
        await ReopenAsync();
        Assert.Equal(new JournalPosition(1_001, 3), await Storage.Journal.ReadPositionAsync(1, None));
        Assert.Empty((await Storage.InspectAsync(None)).Problems);
        await Storage.DisposeAsync();
        Assert.True(await HoldsAsync("journal-0000000001.log"));
        Assert.False(await HoldsAsync("journal.db"), "What was taken over is still in the pages of the tables.");

        async Task<bool> HoldsAsync(string file) =>
            (await File.ReadAllBytesAsync(Path.Combine(Folder, file))).AsSpan().IndexOf("zqx7-"u8) >= 0;
    }
}

public sealed class PostgresJournal() : JournalCases(new PostgresUnderTest());
