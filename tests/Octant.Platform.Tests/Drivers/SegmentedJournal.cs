using System.Globalization;
using System.Text;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Tests.Drivers;

/// <summary>The journal in files: besides the cases of every driver, files that were cut short, damaged, lost, or of an earlier form.</summary>
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
    public async Task Rows_of_more_files_than_are_kept_in_memory_are_found_in_each()
    {
        for (var day = 0; day < 24; day++)
        {
            await Storage.Journal.AppendAsync([Row(0, 1 + (2 * day), day), Row(0, 2 + (2 * day), day), Row(1, 1 + day, day)], None);
        }

        Assert.Equal(24, Files.Length);
        await ReopenAsync();
        for (var round = 0; round < 2; round++)
        {
            foreach (var sequence in Enumerable.Range(1, 48).Concat(Enumerable.Range(1, 48).Reverse()))
            {
                Assert.Equal($"0/{sequence}", Encoding.UTF8.GetString((await Storage.Journal.ReadAsync(0, sequence, None))!.Body.Span));
                var day = (sequence + 1) / 2;
                Assert.Equal([day], (await ListAsync(Storage.Journal.ReadFromAsync(1, day, None, day))).Select(row => row.Sequence));
            }
        }

        Assert.Equal(48, (await ListAsync(Storage.Journal.ReadFromAsync(0, 1, None))).Count);
    }

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
    public async Task A_newest_file_whose_head_is_damaged_is_refused_and_not_taken_for_one_that_holds_nothing()
    {
        await FillAsync(days: 2);
        await Storage.DisposeAsync();
        var file = Files[1];
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[3] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        Assert.StartsWith($"{file} is damaged at byte 0", await RefusalAsync(), StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(file));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(1 << 20)]
    public async Task A_file_that_holds_nothing_yet_is_made_again(int zeros)
    {
        await FillAsync(days: 2);
        await Storage.DisposeAsync();
        await File.WriteAllBytesAsync(Path.Combine(Folder, "journal-0000000003.log"), new byte[zeros]);
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
    public async Task The_file_that_follows_is_made_ready_while_the_one_before_it_is_written_and_goes_when_it_was_not_needed()
    {
        var sequence = 0L;
        async Task AppendUntilAsync(Func<bool> isEnough)
        {
            while (!isEnough())
            {
                sequence++;
                await Storage.Journal.AppendAsync([Row(0, sequence) with { Body = new byte[1 << 20] }, Row(1, sequence)], None);
            }
        }

        await AppendUntilAsync(() => sequence == 30);
        Assert.Single(Files);
        await AppendUntilAsync(() => sequence == 40);
        while (Files.Length == 1 || new FileInfo(Files[1]).Length < 64 << 20)
        {
            await Task.Delay(10);
        }

        var first = Files[0];
        await AppendUntilAsync(() => sequence == 70);
        Assert.Equal(2, Files.Length);
        Assert.Equal(64 << 20, new FileInfo(Files[1]).Length);
        Assert.InRange(new FileInfo(first).Length, 63 << 20, 64 << 20);

        // Half of the second is written: a third is begun, and is not there any more once the store is closed.
        await AppendUntilAsync(() => Files.Length == 3);
        await Storage.DisposeAsync();
        Assert.Equal(2, Files.Length);
        await ReopenAsync();
        Assert.Equal(sequence, (await ListAsync(Storage.Journal.ReadFromAsync(1, 1, None))).Count);
        Assert.Empty((await Storage.InspectAsync(None)).Problems);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    public async Task Damage_is_found_by_an_inspection_and_named_by_file(double at)
    {
        await FillAsync(days: 3);
        await Storage.DisposeAsync();
        await ReopenAsync();
        foreach (var file in Files[..2])
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            stream.Position = (long)(stream.Length * at);
            stream.WriteByte(0xA5);
        }

        var problems = (await Storage.InspectAsync(None)).Problems;
        Assert.Equal(2, problems.Count);
        Assert.StartsWith("journal-0000000001.log: damaged at byte", problems[0], StringComparison.Ordinal);
        Assert.StartsWith("journal-0000000002.log: damaged at byte", problems[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_are_found_in_many_files_of_which_only_the_newest_are_remembered()
    {
        for (var day = 1; day <= 40; day++)
        {
            await Storage.Journal.AppendAsync([Row(0, day, day), Row(1, day, day)], None);
        }

        Assert.Equal(40, Files.Length);
        await AssertHoldsAsync(rows: 40);
        await ReopenAsync();
        await AssertHoldsAsync(rows: 40);
        Assert.Equal("1/2", Encoding.UTF8.GetString((await Storage.Journal.ReadAsync(1, 2, None))!.Body.Span));
        Assert.Equal(80, (await Storage.InspectAsync(None)).JournalRows);
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
