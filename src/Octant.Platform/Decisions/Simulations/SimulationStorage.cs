using System.Globalization;
using System.Text.Json;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Json;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Decisions.Simulations;

/// <summary>A simulation as it is kept: what it found, and in how many documents its lists are.</summary>
public sealed record StoredSimulation(SimulationProgress Progress, int Changes, int Loads)
{
    public const string Kind = "simulation";
    public const string PartKind = "simulation-part";

    /// <summary>Items of a list in one document.</summary>
    public const int PartItems = 500;

    public IEnumerable<string> PartIds =>
        Enumerable.Range(0, Parts(Changes)).Select(number => PartId<ChangedRecommendation>(Progress.Id, number))
            .Concat(Enumerable.Range(0, Parts(Loads)).Select(number => PartId<ChannelLoad>(Progress.Id, number)));

    public static string PartId<T>(string id, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{id}.{(typeof(T) == typeof(ChannelLoad) ? "load" : "changes")}.{number}");

    private static int Parts(int items) => (items + PartItems - 1) / PartItems;
}

/// <summary>
/// Simulations among the documents, so that they outlive the server. No key of a customer is kept with them: a change names its
/// decision, and where that is gone, so is the person.
/// </summary>
public sealed class SimulationStorage(IDocumentStore documents, BackOffice backOffice)
{
    private const int MostKept = 50;

    private readonly DocumentReader<StoredSimulation> _simulations = new(documents, StoredSimulation.Kind);

    public async ValueTask<StoredSimulation?> FindAsync(string id, CancellationToken cancellation) => (await _simulations.ReadAsync(id, cancellation))?.Value;

    /// <summary>In order of their beginning.</summary>
    public ValueTask<IReadOnlyList<StoredSimulation>> ReadAllAsync(CancellationToken cancellation) => _simulations.ReadAllAsync(cancellation);

    /// <summary>Durable before anybody learns of it; the oldest that have ended give way.</summary>
    public async ValueTask AddAsync(Caller caller, SimulationProgress progress, CancellationToken cancellation)
    {
        var ended = (await ReadAllAsync(cancellation)).Where(known => known.Progress.EndedAt is not null).ToList();
        var leaving = ended.Take(Math.Max(0, ended.Count - MostKept + 1)).ToList();
        await CommitAsync(
            new DocumentChanges
            {
                Puts = [PutOf(new StoredSimulation(progress, 0, 0), expectedVersion: 0)],
                Deletes =
                [
                    .. leaving.Select(simulation => new DocumentDelete(StoredSimulation.Kind, simulation.Progress.Id, null)),
                    .. leaving.SelectMany(simulation => simulation.PartIds).Select(id => new DocumentDelete(StoredSimulation.PartKind, id, null)),
                ],
                Audit = [backOffice.Audit(caller, "started", StoredSimulation.Kind, progress.Id, $"{progress.From} to {progress.To}")],
            });
    }

    /// <summary>What it came to, whole or not at all.</summary>
    public async ValueTask EndAsync(SimulationProgress progress, IReadOnlyList<ChangedRecommendation> changes, IReadOnlyList<ChannelLoad> load) =>
        await CommitAsync(new DocumentChanges
        {
            Puts = [PutOf(new StoredSimulation(progress, changes.Count, load.Count), null), .. PartsOf(progress.Id, changes), .. PartsOf(progress.Id, load)],
        });

    /// <summary>What the server's last stop cut off says so from now on.</summary>
    public async ValueTask InterruptAsync(Instant now, CancellationToken cancellation)
    {
        var puts = (await ReadAllAsync(cancellation))
            .Where(simulation => simulation.Progress.EndedAt is null)
            .Select(simulation => PutOf(
                simulation with
                {
                    Progress = simulation.Progress with
                    {
                        State = SimulationState.Interrupted,
                        EndedAt = now,
                        Problem = "The server stopped before it had come to its end; start it again.",
                    },
                },
                null))
            .ToList();
        if (puts.Count > 0)
        {
            await CommitAsync(new DocumentChanges { Puts = puts });
        }
    }

    /// <summary>Whoever looks at customers is in the audit trail.</summary>
    public ValueTask AuditAsync(Caller caller, string action, string id, string detail) =>
        CommitAsync(new DocumentChanges { Audit = [backOffice.Audit(caller, action, StoredSimulation.Kind, id, detail)] });

    /// <summary>Items of one of its lists, from this place on.</summary>
    public async ValueTask<IReadOnlyList<T>> ReadListAsync<T>(string id, int count, int offset, int limit, CancellationToken cancellation)
    {
        var items = new List<T>(limit);
        for (var at = offset; at < count && items.Count < limit;)
        {
            if (await documents.ReadAsync(StoredSimulation.PartKind, StoredSimulation.PartId<T>(id, at / StoredSimulation.PartItems), cancellation) is not { } part)
            {
                break;
            }

            var read = JsonSerializer.Deserialize<List<T>>(part.Body, JsonConventions.Options)!.Skip(at % StoredSimulation.PartItems).Take(limit - items.Count).ToList();
            items.AddRange(read);
            at += read.Count;
        }

        return items;
    }

    /// <summary>Once begun it runs to its end: nobody waits for these changes but for their being durable.</summary>
    private async ValueTask CommitAsync(DocumentChanges changes)
    {
        if ((await backOffice.CommitAsync(changes, CancellationToken.None)).Problem is { } problem)
        {
            throw new InvalidOperationException($"A simulation is not stored: {problem.Detail}");
        }
    }

    private static DocumentPut PutOf(StoredSimulation simulation, long? expectedVersion) =>
        new(StoredSimulation.Kind, simulation.Progress.Id, DocumentReader<StoredSimulation>.Write(simulation), expectedVersion);

    private static IEnumerable<DocumentPut> PartsOf<T>(string id, IReadOnlyList<T> items) =>
        items.Chunk(StoredSimulation.PartItems).Select((chunk, number) => new DocumentPut(
            StoredSimulation.PartKind, StoredSimulation.PartId<T>(id, number), JsonSerializer.Serialize(chunk, JsonConventions.Options), null));
}
