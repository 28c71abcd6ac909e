using Microsoft.Data.Sqlite;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Profiles;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;
using Octant.Server.Storage;
using Octant.Server.Storage.Relational;

namespace Octant.EndToEnd.CommandLine;

/// <summary>What <c>replay</c> and <c>doctor</c> say of records that somebody laid hands on.</summary>
public sealed class RecordTests(DemoFolder demo) : IClassFixture<DemoFolder>
{
    [Fact]
    public async Task An_altered_record_is_named_and_a_whole_one_is_not()
    {
        Assert.Equal(0, demo.Loaded.ExitCode);
        var first = await DecideAsync("L0000011");
        var second = await DecideAsync("L0000012");
        var third = await DecideAsync("L0000013");
        Assert.Equal(0, (await OctantCommand.RunAsync("replay", "--data", demo.Path, "--reference")).ExitCode);
        await TakeRecordsAsync();
        Assert.Equal(0, (await OctantCommand.RunAsync("replay", "--data", demo.Path, "--reference")).ExitCode);

        // Another input, with the checksum mended.
        Alter(first, mend: true);
        var mended = await OctantCommand.RunAsync("replay", "--data", demo.Path);
        Assert.Equal(1, mended.ExitCode);
        Assert.Contains("3 decisions replayed: 2 the same, 1 different, 0 altered", mended.Output, StringComparison.Ordinal);
        Assert.Contains($"decision {first} of ", mended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain($"decision {second} of ", mended.Output, StringComparison.Ordinal);

        // Where another version of the engine had decided, other bytes are no defect.
        Alter(first, row => row with { EngineVersion = 999 });
        var older = await OctantCommand.RunAsync("replay", "--data", demo.Path);
        Assert.Equal(3, older.ExitCode);
        Assert.Contains("1 by another version of the engine", older.Output, StringComparison.Ordinal);

        // An altered record with its old checksum is that, whoever decided.
        Alter(second, mend: false);
        var altered = await OctantCommand.RunAsync("replay", "--data", demo.Path);
        Assert.Equal(1, altered.ExitCode);
        Assert.Contains($"decision {second} of ", altered.Output, StringComparison.Ordinal);
        Assert.Contains(": altered after it was written\n", altered.Output, StringComparison.Ordinal);

        // Only the period that is asked for.
        var none = await OctantCommand.RunAsync("replay", "--data", demo.Path, "--to", "2020-01-01T00:00:00Z");
        Assert.Equal(0, none.ExitCode);
        Assert.StartsWith("0 decisions replayed", none.Output, StringComparison.Ordinal);
        Assert.DoesNotContain($"decision {third} of ", altered.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_finds_a_whole_folder_well_and_a_damaged_checkpoint_not()
    {
        var well = await OctantCommand.RunAsync("doctor", "--data", demo.Path);
        Assert.True(well.ExitCode == 0, well.Output);
        Assert.Contains("✓ journal: 64 checkpoints", well.Output, StringComparison.Ordinal);
        Assert.EndsWith("Everything is as it should be.\n", well.Output, StringComparison.Ordinal);

        var copy = demo.Path + "-damaged";
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(demo.Path))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        Execute(Path.Combine(copy, "journal.db"), "update checkpoint_part set body = zeroblob(length(body)) where partition = 7", []);
        var ill = await OctantCommand.RunAsync("doctor", "--data", copy);
        Assert.Equal(1, ill.ExitCode);
        Assert.Contains("✗ journal: partition 7 cannot be recovered", ill.Output, StringComparison.Ordinal);
    }

    /// <summary>As retention does before journal rows go; in the journal a row that was altered is refused at the start.</summary>
    private async Task TakeRecordsAsync()
    {
        await using var storage = await StorageDrivers.OpenAsync(demo.Path, database: null);
        for (var partition = 0; partition < PartitionOptions.PartitionCount; partition++)
        {
            await storage.Projections.TakeRecordsAsync(partition, long.MaxValue, Instant.MaxValue, CancellationToken.None);
        }
    }

    private async Task<DecisionId> DecideAsync(string customer)
    {
        var decided = await OctantCommand.RunAsync("decide", customer, "--channel", "web", "--touchpoint", "web-home", "--data", demo.Path);
        Assert.True(decided.ExitCode == 0 && decided.Lines[0].StartsWith("decision ", StringComparison.Ordinal), decided.Output + decided.Error);
        Assert.True(DecisionId.TryParse(decided.Lines[0]["decision ".Length..], out var id));
        return id;
    }

    /// <summary>Raises one recorded number of the customer by one.</summary>
    private void Alter(DecisionId id, bool mend) => Alter(id, row =>
    {
        var inputs = DecisionFormat.DecodeInputs(row.Inputs);
        var profile = inputs.Customer.Profile;
        var number = Enumerable.Range(0, profile.Capacity).First(attribute => profile.Value(attribute) is { Kind: AttributeKind.Number });
        profile.Set(number, AttributeValue.OfNumber(profile.Number(number) + 1));
        var altered = DecisionFormat.Encode(inputs, []);
        return row with
        {
            Inputs = altered,
            Checksum = mend ? JournalFormat.Checksum(row.Result.Span, JournalFormat.Checksum(altered)) : row.Checksum,
        };
    });

    /// <summary>Rewrites the block a record lies in.</summary>
    private void Alter(DecisionId id, Func<DecisionRow, DecisionRow> change)
    {
        var file = Path.Combine(demo.Path, "projections.db");
        var (first, body) = ReadBlock(file, id);
        var rows = DecisionBlock.Decode(id.Partition, body)
            .Select(row => row.Sequence == id.Sequence && row.Index == id.Index ? change(row) : row)
            .ToArray();
        Execute(
            file,
            FormattableString.Invariant($"update decision_block set body = $1 where partition = {id.Partition} and first_sequence = {first}"),
            [DecisionBlock.BodyOf(rows)]);
    }

    private static (long FirstSequence, byte[] Body) ReadBlock(string file, DecisionId id)
    {
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        command.CommandText = FormattableString.Invariant(
            $"select first_sequence, body from decision_block where partition = {id.Partition} and first_sequence <= {id.Sequence} order by first_sequence desc limit 1");
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        return (reader.GetInt64(0), (byte[])reader[1]);
    }

    private static void Execute(string file, string sql, byte[][] values)
    {
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue(FormattableString.Invariant($"${i + 1}"), values[i]);
        }

        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private static SqliteConnection Open(string file)
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
