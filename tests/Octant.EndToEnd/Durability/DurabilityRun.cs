using System.Globalization;
using Octant.EndToEnd.Server;

namespace Octant.EndToEnd.Durability;

/// <summary>
/// One data folder, one server at a time over it, and a load that goes on through every end of that server. Checks some of what was
/// acknowledged after each start, and all of it at the end. <c>OCTANT_TEST_SEED</c> repeats a run's random choices.
/// </summary>
public sealed class DurabilityRun : IAsyncDisposable
{
    private const int ChecksAfterStart = 60;
    private const int Recent = 300;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly DataFolder _folder;
    private readonly string? _database;
    private readonly Load _load;

    /// <param name="folder">Outlives the run.</param>
    /// <param name="database">A PostgreSQL connection; null for SQLite in the folder.</param>
    /// <param name="settings">Of the environment of the server, beside those every run has.</param>
    public DurabilityRun(DataFolder folder, string? database = null, params (string Name, string Value)[] settings)
    {
        _folder = folder;
        _database = database;
        Seed = int.TryParse(Environment.GetEnvironmentVariable("OCTANT_TEST_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given
            : System.Random.Shared.Next();
        Random = new Random(Seed);
        (string, string)[] all =
        [
            ("Octant__Clock", "manual"),
            ("Octant__ClockStart", Load.Start.ToString("O", CultureInfo.InvariantCulture)),
            .. database is null ? [] : new[] { ("Octant__Database", database) },
            .. settings,
        ];
        Server = new Restarts(() => OctantProcess.StartAsync(folder.Path, all));
        _load = new Load(Server, Acknowledged, Seed);
    }

    public int Seed { get; }

    public Random Random { get; }

    public Restarts Server { get; }

    public Acknowledged Acknowledged { get; } = new();

    /// <summary>Sets the platform up and lets the load begin.</summary>
    public async Task BeginAsync()
    {
        await Server.StartAsync();
        await Load.SetUpAsync(Server.Direct);
        _load.Begin();
        Server.Open();
    }

    /// <summary>Lets the load go on until a random number of further answers has come, and a random moment longer.</summary>
    public async Task GoOnAsync()
    {
        var enough = Acknowledged.All.Count + Random.Next(10, 80);
        var moment = Random.Next(0, 200);
        for (var waited = TimeSpan.Zero; Acknowledged.All.Count < enough && waited < LongestWait; waited += Look)
        {
            await Task.Delay(Look);
        }

        await Task.Delay(moment);
    }

    /// <summary>Starts the server again; answers what of a sample, mostly of the latest, is lost. The load goes on with <see cref="Restarts.Open"/>.</summary>
    public async Task<IReadOnlyList<string>> StartAgainAsync()
    {
        _load.ThrowIfBroken();
        await Server.StartAsync();
        var known = Acknowledged.All.ToArray();
        var sample = Enumerable.Range(0, Math.Min(ChecksAfterStart, known.Length))
            .Select(_ => known[^Random.Next(1, Math.Min(known.Length, Recent) + 1)])
            .Distinct();
        return await Acknowledged.FindLossesAsync(Server.Direct, sample);
    }

    /// <summary>Ends the load, stops the server and answers everything that is wrong.</summary>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        await _load.EndAsync();
        List<string> wrong =
        [
            .. await Acknowledged.FindLossesAsync(Server.Direct, Acknowledged.All),
            .. await Acknowledged.FindLostCustomersAsync(Server.Direct),
            .. await Books.FindDifferencesAsync(Server.Direct, Acknowledged),
        ];
        if (await Server.Server.StopAsync() is not 0 and var code)
        {
            wrong.Add($"The server stopped with {code}.");
        }

        wrong.AddRange(await Books.FindFaultsAsync(_folder.Path, _database, Acknowledged));
        return wrong;
    }

    public override string ToString() =>
        $"seed {Seed}: {Acknowledged.All.Count} acknowledgements; {Acknowledged.Decisions.Count} decisions, {Acknowledged.Events.Count} events, "
        + $"{Acknowledged.Responses.Count} responses, {Acknowledged.Contacts.Count} contacts, {Acknowledged.Claims.Count} claimed, "
        + $"{Acknowledged.Receipts.Count} receipts; {Server.Unanswered} requests without an answer were sent again";

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
