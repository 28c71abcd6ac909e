using Octant.Bench.Generator;

namespace Octant.Bench.Peers;

/// <param name="Milliseconds">As seen by the process that asked the database, without our own line to it.</param>
public sealed record QueryAnswer(double Milliseconds, long Count);

/// <summary>DuckDB with generated customers in its kindest layout: a file, the narrowest types, offerings also as bit masks, two threads.</summary>
public sealed class DuckDb : IAsyncDisposable
{
    public const int Threads = 2;

    private readonly NodePeer _peer;
    private readonly string _folder;

    private DuckDb(NodePeer peer, string folder) => (_peer, _folder) = (peer, folder);

    /// <summary>Null, after a word about it, where DuckDB cannot be had.</summary>
    public static async Task<DuckDb?> TryStartAsync(BenchRun run, long customers)
    {
        if (await NodePeer.TryStartAsync("duckdb.mjs", run) is not { } peer)
        {
            return null;
        }

        var database = new DuckDb(peer, Directory.CreateTempSubdirectory("octant-bench-duckdb-").FullName);
        try
        {
            await database.LoadAsync(run, customers);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public Task<QueryAnswer> CountAsync(Condition condition) =>
        _peer.AskAsync<QueryAnswer>(new { ask = "count", where = Sql.Where(condition, SqlDialect.DuckDb) });

    /// <summary>Writes the ids of the audience to a table of their own; the time is that of the writing.</summary>
    public Task<QueryAnswer> MaterialiseAsync(Condition condition) =>
        _peer.AskAsync<QueryAnswer>(new { ask = "materialise", where = Sql.Where(condition, SqlDialect.DuckDb) });

    public async ValueTask DisposeAsync()
    {
        await _peer.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task LoadAsync(BenchRun run, long customers)
    {
        run.Say($"generating {customers:#,0} customers for DuckDB");
        var files = Enumerable.Range(0, Threads).Select(part => Path.Combine(_folder, $"part{part}.csv")).ToArray();
        Parallel.For(0, Threads, part =>
        {
            var (first, end) = (customers * part / Threads, customers * (part + 1) / Threads);
            using var file = File.Create(files[part]);
            new CustomerFile(run.Customers).WriteRows(file, SqlDialect.DuckDb, first, end - first);
        });
        run.Say("loading them into DuckDB");
        var file = Path.Combine(_folder, "customers.duckdb");
        await _peer.AskAsync<Opened>(new { ask = "open", file, threads = Threads });
        var loaded = await _peer.AskAsync<Loaded>(new
        {
            ask = "load",
            file,
            files,
            shape = new { numberLimits = Shape.NumberLimits.ToArray(), categorySizes = Shape.CategorySizes.ToArray(), tags = Shape.Tags },
        });
        run.Say($"loaded in {loaded.Seconds:0.0} s, {loaded.Bytes / 1e9:0.00} GB");
        foreach (var name in files)
        {
            File.Delete(name);
        }
    }

    private sealed record Opened;

    private sealed record Loaded(double Seconds, long Bytes);
}
