using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Octant.Engine.Decisions;
using Octant.Platform.Foundation.Json;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Decisions.Strategies;

/// <summary>Which strategy is in force, and the seed of all assignments, which never changes.</summary>
public sealed record StrategyHead(long Version, ulong Seed);

/// <summary>Every strategy there ever was, whole, under its version; compiled again when asked for.</summary>
public sealed class StrategyArchive(IDocumentStore documents) : IStrategyArchive
{
    public const string Kind = "strategy";
    public const string HeadKind = "strategy-head";
    public const string HeadId = "current";

    private readonly ConcurrentDictionary<long, Strategy> _compiled = new();

    public async ValueTask<Strategy> ReadAsync(long version, CancellationToken cancellation)
    {
        if (_compiled.TryGetValue(version, out var known))
        {
            return known;
        }

        var compilation = await CompileAsync(version, cancellation).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"Strategy {version} is not in the archive.");
        var strategy = compilation.Strategy
            ?? throw new InvalidOperationException($"Strategy {version} no longer compiles: {compilation.Errors[0].Message}");
        return _compiled.GetOrAdd(version, strategy);
    }

    /// <summary>Null when the version is not there or does not compile any more.</summary>
    public async ValueTask<Strategy?> FindAsync(long version, CancellationToken cancellation)
    {
        if (_compiled.TryGetValue(version, out var known))
        {
            return known;
        }

        var compilation = await CompileAsync(version, cancellation).ConfigureAwait(false);
        return compilation?.Strategy is { } strategy ? _compiled.GetOrAdd(version, strategy) : null;
    }

    /// <summary>For a strategy just compiled, so that nobody compiles it again.</summary>
    public void Add(Strategy strategy) => _compiled[strategy.Version] = strategy;

    public async ValueTask<(StrategyHead Head, long DocumentVersion)?> ReadHeadAsync(CancellationToken cancellation) =>
        await documents.ReadAsync(HeadKind, HeadId, cancellation).ConfigureAwait(false) is { } document
            ? (JsonSerializer.Deserialize<StrategyHead>(document.Body, JsonConventions.Options)!, document.Version)
            : null;

    public static string IdOf(long version) => version.ToString("D12", CultureInfo.InvariantCulture);

    private async ValueTask<StrategyCompilation?> CompileAsync(long version, CancellationToken cancellation) =>
        await documents.ReadAsync(Kind, IdOf(version), cancellation).ConfigureAwait(false) is { } document
            ? StrategyCompiler.Compile(JsonSerializer.Deserialize<StrategyDefinition>(document.Body, JsonConventions.Options)!)
            : null;
}
