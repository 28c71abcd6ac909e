using System.Globalization;
using System.Text.Json;
using Octant.Engine.Decisions;
using Octant.Platform.Foundation.Json;
using Octant.Platform.Foundation.LongWork;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Decisions.Strategies;

/// <summary>Which strategy is in force, and the seed of all assignments, which never changes.</summary>
public sealed record StrategyHead(long Version, ulong Seed);

/// <summary>
/// Every strategy there ever was, under its version; compiled again when asked for. Now and then one is stored whole, and
/// between these only what changed from version to version.
/// </summary>
public sealed class StrategyArchive(IDocumentStore documents) : IStrategyArchive
{
    /// <summary>A strategy stored whole.</summary>
    public const string Kind = "strategy";

    /// <summary>A strategy stored as a change of the version before.</summary>
    public const string ChangeKind = "strategy-change";
    public const string HeadKind = "strategy-head";
    public const string HeadId = "current";

    /// <summary>A strategy is stored whole after so many changes of the one before, or after more where it has many campaigns.</summary>
    public const int FewChanges = 256;

    /// <summary>One change for so many campaigns: the larger the whole, the longer writing it holds up others, and the less reading its changes adds to reading it.</summary>
    private const int CampaignsPerChange = 8;

    private const int MostCompiled = 24;

    private readonly Lock _keeping = new();
    private readonly Dictionary<long, Strategy> _compiled = [];
    private readonly Queue<long> _order = new();
    private long _lastWhole;

    /// <summary>Nearly every question is for it.</summary>
    private volatile Strategy? _newest;

    public async ValueTask<Strategy> ReadAsync(long version, CancellationToken cancellation)
    {
        if (Compiled(version) is { } known)
        {
            return known;
        }

        var compilation = await CompileAsync(version, cancellation).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"Strategy {version} is not in the archive.");
        var strategy = compilation.Strategy
            ?? throw new InvalidOperationException($"Strategy {version} no longer compiles: {compilation.Errors[0].Message}");
        return Add(strategy);
    }

    /// <summary>Null when the version is not there or does not compile any more.</summary>
    public async ValueTask<Strategy?> FindAsync(long version, CancellationToken cancellation)
    {
        if (Compiled(version) is { } known)
        {
            return known;
        }

        var compilation = await CompileAsync(version, cancellation).ConfigureAwait(false);
        return compilation?.Strategy is { } strategy ? Add(strategy) : null;
    }

    /// <summary>For a strategy just compiled, so that nobody compiles it again.</summary>
    /// <returns>The one that is kept under the version.</returns>
    public Strategy Add(Strategy strategy)
    {
        lock (_keeping)
        {
            if (_compiled.TryGetValue(strategy.Version, out var known))
            {
                return known;
            }

            _compiled[strategy.Version] = strategy;
            _order.Enqueue(strategy.Version);
            if (_newest is null || _newest.Version < strategy.Version)
            {
                _newest = strategy;
            }

            if (_order.Count > MostCompiled)
            {
                _compiled.Remove(_order.Dequeue());
            }

            return strategy;
        }
    }

    public async ValueTask<(StrategyHead Head, long DocumentVersion)?> ReadHeadAsync(CancellationToken cancellation) =>
        await documents.ReadAsync(HeadKind, HeadId, cancellation).ConfigureAwait(false) is { } document
            ? (JsonSerializer.Deserialize<StrategyHead>(document.Body, JsonConventions.Options)!, document.Version)
            : null;

    /// <summary>The strategy as a document: what changed from the one before where that is stored, and the whole otherwise.</summary>
    /// <param name="before">The one stored last; null when that is not known.</param>
    public DocumentPut PutOf(StrategyDefinition definition, StrategyDefinition? before)
    {
        if (before is not null && before.Version == definition.Version - 1)
        {
            return new DocumentPut(ChangeKind, IdOf(definition.Version), Write(StrategyChange.Between(before, definition)), 0);
        }

        Interlocked.Exchange(ref _lastWhole, definition.Version);
        return new DocumentPut(Kind, IdOf(definition.Version), Write(definition), 0);
    }

    /// <summary>Whether so many changes have been stored that this one should be stored whole as well.</summary>
    public bool IsWholeDue(StrategyDefinition definition) =>
        definition.Version - Interlocked.Read(ref _lastWhole) >= Math.Max(FewChanges, definition.Campaigns.Count / CampaignsPerChange);

    /// <summary>The whole beside its change, for later readers.</summary>
    public DocumentPut WholeOf(StrategyDefinition definition)
    {
        Interlocked.Exchange(ref _lastWhole, definition.Version);
        return new DocumentPut(Kind, IdOf(definition.Version), Write(definition), 0);
    }

    public static string IdOf(long version) => version.ToString("D12", CultureInfo.InvariantCulture);

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, JsonConventions.Options);

    private Strategy? Compiled(long version)
    {
        if (_newest is { } newest && newest.Version == version)
        {
            return newest;
        }

        lock (_keeping)
        {
            return _compiled.GetValueOrDefault(version);
        }
    }

    private async ValueTask<StrategyCompilation?> CompileAsync(long version, CancellationToken cancellation)
    {
        var changes = new Stack<StrategyChange>();
        StrategyDefinition? definition = null;
        Strategy? near = null;
        for (var at = version; definition is null; at--)
        {
            near = Compiled(at);
            if (near is not null)
            {
                definition = near.Definition;
            }
            else if (await documents.ReadAsync(Kind, IdOf(at), cancellation).ConfigureAwait(false) is { } whole)
            {
                definition = JsonSerializer.Deserialize<StrategyDefinition>(whole.Body, JsonConventions.Options)!;
                _lastWhole = Math.Max(_lastWhole, at);
            }
            else if (await documents.ReadAsync(ChangeKind, IdOf(at), cancellation).ConfigureAwait(false) is { } change)
            {
                changes.Push(JsonSerializer.Deserialize<StrategyChange>(change.Body, JsonConventions.Options)!);
            }
            else
            {
                return null;
            }
        }

        foreach (var change in changes)
        {
            definition = change.ApplyTo(definition);
        }

        return StrategyCompiler.Compile(definition, near, ParallelBlocks.Instance);
    }
}
