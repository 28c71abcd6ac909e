using System.Diagnostics;
using Npgsql;
using Octant.Platform.Foundation.Storage;
using Octant.Server.Storage;
using Octant.Server.Storage.Sqlite;
using Octant.Testing;

namespace Octant.Platform.Tests.Drivers;

public abstract class StorageCases(StoreUnderTest store) : DriverCases(store)
{
    private static JournalRow Row(int partition, long sequence, long epoch = 1) =>
        new(partition, sequence, epoch, Guid.NewGuid(), Noon, new byte[100]);

    private async Task AppendAsync(params JournalRow[] rows) => await Storage.Journal.AppendAsync(rows, None);

    [Fact]
    public async Task A_new_store_is_healthy_and_has_the_newest_schema()
    {
        var report = await Storage.InspectAsync(None);
        Assert.Empty(report.Problems);
        Assert.Equal(0, report.JournalRows);
        Assert.Equal(Storage.SchemaVersion, report.SchemaVersion);
        Assert.True(report.SchemaVersion > 0);
        Assert.Contains(report.Sizes, size => size.Name.StartsWith("journal", StringComparison.Ordinal) && size.Bytes > 0);
    }

    [Fact]
    public async Task An_inspection_counts_the_journal_and_accepts_raised_epochs_and_deleted_beginnings()
    {
        await AppendAsync(Row(0, 1), Row(0, 2), Row(0, 3, epoch: 2), Row(1, 1));
        await Storage.Journal.SaveCheckpointAsync(new Checkpoint(0, 2, 1, Noon, new byte[10]), None);
        await Storage.Journal.DeleteAsync(0, 2, Engine.Calendar.Instant.MaxValue, None);
        var report = await Storage.InspectAsync(None);
        Assert.Empty(report.Problems);
        Assert.Equal(2, report.JournalRows);
    }

    [Fact]
    public async Task An_inspection_names_the_partition_with_a_gap()
    {
        await AppendAsync(Row(0, 1), Row(0, 3), Row(1, 1), Row(1, 2));
        var problem = Assert.Single((await Storage.InspectAsync(None)).Problems);
        Assert.Contains("partition 0: 1 rows are missing between 1 and 3", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_inspection_names_the_partition_whose_beginning_is_missing()
    {
        await AppendAsync(Row(3, 3));
        var problem = Assert.Single((await Storage.InspectAsync(None)).Problems);
        Assert.Contains("partition 3: begins at 3, but the checkpoint ends at 0", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_inspection_names_the_row_where_the_epoch_falls()
    {
        await AppendAsync(Row(2, 1, epoch: 4), Row(2, 2, epoch: 4), Row(2, 3, epoch: 3));
        var problem = Assert.Single((await Storage.InspectAsync(None)).Problems);
        Assert.Contains("partition 2: the epoch falls from 4 to 3 at row 3", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_of_a_newer_program_is_refused_and_left_alone()
    {
        await Storage.Journal.AppendAsync([Row(0, 1)], None);
        var newer = Storage.SchemaVersion + 1;
        await Storage.DisposeAsync();
        await Store.TamperAsync("office", $"insert into schema_version (number, part) values ({newer}, 'Office')");
        var error = await Assert.ThrowsAsync<StorageRefusedException>(async () => await Store.OpenAsync());
        Assert.Contains($"schema version {newer}, this program knows up to {newer - 1}", error.Message, StringComparison.Ordinal);
        await Store.TamperAsync("office", $"delete from schema_version where number = {newer}");
        await ReopenAsync();
        Assert.NotNull(await Storage.Journal.ReadAsync(0, 1, None));
    }

    [Fact]
    public async Task Disposing_twice_does_no_harm()
    {
        await Storage.DisposeAsync();
        await Storage.DisposeAsync();
        await ReopenAsync();
        Assert.Equal(0, (await Storage.Journal.ReadPositionAsync(0, None)).Sequence);
    }
}

public sealed class SqliteStorageTests() : StorageCases(new SqliteUnderTest())
{
    private string Folder => ((SqliteUnderTest)Store).Folder;

    [Fact]
    public async Task A_folder_in_use_is_refused()
    {
        var error = await Assert.ThrowsAsync<StorageRefusedException>(async () => await StorageDrivers.OpenAsync(Folder, null));
        Assert.Contains($"The data folder {Folder} is in use by another process", error.Message, StringComparison.Ordinal);

        // Another process is kept out too.
        using var other = Process.Start(new ProcessStartInfo("flock", ["--nonblock", Path.Combine(Folder, "octant.lock"), "true"]) { UseShellExecute = false })!;
        await other.WaitForExitAsync();
        Assert.NotEqual(0, other.ExitCode);
    }

    [Fact]
    public async Task The_folder_holds_a_file_per_part_and_is_free_after_closing()
    {
        await Storage.Journal.AppendAsync([new(0, 1, 1, Guid.NewGuid(), Noon, new byte[10])], None);
        await Storage.DisposeAsync();
        Assert.Equal(
            ["identity.db", "journal-0000000001.log", "journal.db", "octant.lock", "office.db", "projections.db"],
            Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        await ReopenAsync();
    }

    [Fact]
    public async Task A_damaged_file_is_refused_by_name()
    {
        await Storage.DisposeAsync();
        var file = Path.Combine(Folder, "office.db");
        await File.WriteAllBytesAsync(file, new byte[8192]);
        await using (var stream = File.OpenWrite(file))
        {
            stream.Write("this is not a database"u8);
        }

        var error = await Assert.ThrowsAsync<StorageRefusedException>(async () => await Store.OpenAsync());
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_pages_are_found_by_an_inspection()
    {
        await Storage.Journal.SaveCheckpointAsync(new Checkpoint(0, 1, 1, Noon, new byte[100_000]), None);
        await Storage.DisposeAsync();
        await using (var stream = File.OpenWrite(Path.Combine(Folder, "journal.db")))
        {
            // From the middle on, so that a page of the tree is hit whatever the pages around it are.
            stream.Position = stream.Length / 2 / 2048 * 2048;
            stream.Write(Enumerable.Repeat((byte)0xA5, (int)(stream.Length - stream.Position)).ToArray());
        }

        await ReopenAsync();
        Assert.Contains((await Storage.InspectAsync(None)).Problems, problem => problem.StartsWith("journal.db: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SqliteSynchronous.Off)]
    [InlineData(SqliteSynchronous.Normal)]
    [InlineData(SqliteSynchronous.Full)]
    public async Task The_synchronous_level_is_told(SqliteSynchronous level)
    {
        await Storage.DisposeAsync();
        await using var storage = await StorageDrivers.OpenAsync(Folder, null, new StorageOptions(level));
        Assert.Contains($"synchronous {level.ToString().ToLowerInvariant()}", storage.Describe(), StringComparison.Ordinal);
    }
}

public sealed class PostgresStorageTests() : StorageCases(new PostgresUnderTest())
{
    [Fact]
    public async Task Nodes_that_start_together_on_a_new_schema_all_open()
    {
        await using var store = new PostgresUnderTest();
        var opened = await TogetherAsync(6, async _ => await store.OpenAsync());
        foreach (var storage in opened)
        {
            Assert.Empty((await storage.InspectAsync(None)).Problems);
            await storage.DisposeAsync();
        }
    }

    [Fact]
    public async Task After_lost_connections_reading_tells_what_was_written_and_appending_goes_on()
    {
        var cluster = await PostgresCluster.SharedAsync();
        var batch = Guid.Empty;
        for (var round = 1; round <= 5; round++)
        {
            await cluster.ExecuteAsync(
                $"select pg_terminate_backend(pid) from pg_stat_activity where application_name = '{((PostgresUnderTest)Store).Schema}'");
            for (var written = false; !written; written = (await Storage.Journal.ReadAsync(0, round, None))?.BatchId == batch)
            {
                batch = Guid.NewGuid();
                try
                {
                    await Storage.Journal.AppendAsync([new(0, round, 1, batch, Noon, new byte[10])], None);
                }
                catch (NpgsqlException exception)
                {
                    Assert.True(exception.IsTransient, exception.Message);
                }
            }
        }

        Assert.Equal(new JournalPosition(5, 1), await Storage.Journal.ReadPositionAsync(0, None));
    }

    [Fact]
    public async Task A_server_with_fsync_off_is_refused()
    {
        using var cluster = await PostgresCluster.StartAsync("fsync=off");
        await AssertRefusedAsync(cluster.ConnectionString, "fsync off");
    }

    [Fact]
    public async Task A_server_with_synchronous_commit_off_is_refused()
    {
        using var cluster = await PostgresCluster.StartAsync("synchronous_commit=off");
        await AssertRefusedAsync(cluster.ConnectionString, "synchronous_commit off");
    }

    [Fact]
    public async Task A_role_with_synchronous_commit_off_is_refused()
    {
        var cluster = await PostgresCluster.SharedAsync();
        await cluster.ExecuteAsync("create role careless login superuser; alter role careless set synchronous_commit = off");
        await AssertRefusedAsync(new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Username = "careless" }.ToString(), "synchronous_commit off");
        await cluster.ExecuteAsync("drop role careless");
    }

    [Fact]
    public async Task A_database_in_another_encoding_is_refused()
    {
        var cluster = await PostgresCluster.SharedAsync();
        await cluster.ExecuteAsync("create database latin encoding 'LATIN1' locale 'C' template template0");
        await AssertRefusedAsync(new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Database = "latin", Pooling = false }.ToString(), "encoding LATIN1");
        await cluster.ExecuteAsync("drop database latin with (force)");
    }

    [Fact]
    public async Task A_connection_may_be_a_uri()
    {
        var cluster = await PostgresCluster.SharedAsync();
        var settings = new NpgsqlConnectionStringBuilder(cluster.ConnectionString);
        var uri = $"postgres://{settings.Username}@{settings.Host}:{settings.Port}/{settings.Database}?sslmode=disable&Timeout=20";
        await using var store = new PostgresUnderTest();
        await using var storage = await StorageDrivers.OpenAsync("", uri, new StorageOptions(Schema: store.Schema));
        Assert.Contains(
            $"{settings.Host}:{settings.Port}/{settings.Database}, schema {store.Schema}", storage.Describe(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres://octant:secret@127.0.0.1:1/octant", "127.0.0.1:1 cannot be reached")]
    [InlineData("Host=127.0.0.1;Port=1;Password=secret;Timeout=2", "127.0.0.1:1 cannot be reached")]
    [InlineData("Database=secret", "names no host")]
    [InlineData("postgres://", "expected postgres://")]
    [InlineData("postgres://h/secret?novalue", "expected postgres://")]
    [InlineData("postgres://h/x?colour=secret", "expected postgres://")]
    [InlineData("secret", "expected postgres://")]
    public async Task What_cannot_be_opened_is_refused_without_telling_the_password(string connection, string expected)
    {
        await AssertRefusedAsync(connection, expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Octant")]
    [InlineData("a,b")]
    [InlineData("x\"; drop schema public")]
    public async Task A_schema_name_of_other_than_lower_case_letters_digits_and_underscores_is_refused(string schema)
    {
        var cluster = await PostgresCluster.SharedAsync();
        var error = await Assert.ThrowsAsync<StorageRefusedException>(
            async () => await StorageDrivers.OpenAsync("", cluster.ConnectionString, new StorageOptions(Schema: schema)));
        Assert.Contains("lower-case letters", error.Message, StringComparison.Ordinal);
    }

    private static async Task AssertRefusedAsync(string connection, string expected)
    {
        var error = await Assert.ThrowsAsync<StorageRefusedException>(
            async () => await StorageDrivers.OpenAsync("", connection, new StorageOptions(Schema: "octant_refused")));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }
}
