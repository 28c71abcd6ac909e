using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Json;
using Octant.Platform.Foundation.LongWork;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Decisions.Strategies;

/// <summary>
/// Makes a new strategy whenever something it is made of has changed: durable first, then journalled by every partition,
/// and only then is the change answered (4.11).
/// </summary>
/// <remarks>
/// Changes that come while one strategy is being published share the next one. A campaign that does not compile any more,
/// because what it stands on has changed, is left out and named in the log and in <see cref="Broken"/>: one broken
/// campaign must not keep all others from changing. A change costs what has changed: only that is read, compiled and
/// stored, however many campaigns there are.
/// </remarks>
public sealed partial class StrategyPublisher(
    StrategySources sources,
    StrategyArchive archive,
    CurrentStrategy current,
    IPartitions partitions,
    IDocumentStore documents,
    IClock clock,
    ILogger<StrategyPublisher> logger) : IHostedService, IStrategyCheck
{
    private readonly SemaphoreSlim _publishing = new(1, 1);
    private long _asked;
    private long _published;

    /// <summary>The strategy stored last.</summary>
    private Strategy? _last;

    /// <summary>Campaigns left out of the current strategy, with what is wrong.</summary>
    public IReadOnlyList<StrategyError> Broken { get; private set; } = [];

    /// <summary>After the partitions are served: the first strategy ever, or the last one where a crash cut it off.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await archive.ReadHeadAsync(cancellationToken).ConfigureAwait(false) is var (head, _))
        {
            _last = await archive.ReadAsync(head.Version, cancellationToken).ConfigureAwait(false);
            await ApplyAsync(_last).ConfigureAwait(false);
            await sources.StartFromAsync(_last.Definition, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await PublishAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Returns when everything that had changed before the call is in force in every partition.</summary>
    /// <exception cref="PartitionUnavailableException">A partition cannot be reached: not everywhere in force yet.</exception>
    public async Task PublishAsync(CancellationToken cancellation)
    {
        var mine = Interlocked.Increment(ref _asked);
        await _publishing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (Interlocked.Read(ref _published) >= mine)
            {
                return;
            }

            var covered = Interlocked.Read(ref _asked);
            await PublishNowAsync(cancellation).ConfigureAwait(false);
            Interlocked.Exchange(ref _published, covered);
        }
        finally
        {
            _publishing.Release();
        }
    }

    public ValueTask<IReadOnlyList<StrategyError>> CheckAsync(CampaignDefinition campaign, CancellationToken cancellation) =>
        ValueTask.FromResult(StrategyCompiler.Check(
            sources.Known ?? throw new InvalidOperationException("No strategy has been published yet."), campaign, Volatile.Read(ref _last)));

    private async Task PublishNowAsync(CancellationToken cancellation)
    {
        var known = await archive.ReadHeadAsync(cancellation).ConfigureAwait(false);
        var head = new StrategyHead((known?.Head.Version ?? 0) + 1, known?.Head.Seed ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)));
        var definition = await sources.ReadAsync(head.Version, head.Seed, cancellation).ConfigureAwait(false);
        var before = known?.Head.Version == _last?.Version ? _last : null;
        var stored = before ?? (known is { } other ? await archive.FindAsync(other.Head.Version, cancellation).ConfigureAwait(false) : null);
        definition = definition with { Measures = stored?.Definition.Measures ?? [] };
        var (strategy, broken) = Compile(definition);
        await documents.CommitAsync(
            new DocumentChanges
            {
                Puts =
                [
                    archive.PutOf(strategy.Definition, before?.Definition),
                    new DocumentPut(StrategyArchive.HeadKind, StrategyArchive.HeadId, JsonSerializer.Serialize(head, JsonConventions.Options), known?.DocumentVersion ?? 0),
                ],
            },
            clock.Now,
            cancellation).ConfigureAwait(false);
        archive.Add(strategy);
        _last = strategy;
        Broken = broken;
        await ApplyAsync(strategy).ConfigureAwait(false);
        if (archive.IsWholeDue(strategy.Definition))
        {
            _ = StoreWholeAsync(strategy.Definition);
        }
    }

    /// <summary>Nobody waits for it, and nothing is lost without it: the changes tell as much, only slower.</summary>
    private async Task StoreWholeAsync(StrategyDefinition definition)
    {
        await Task.Yield();
        try
        {
            await documents.CommitAsync(new DocumentChanges { Puts = [archive.WholeOf(definition)] }, clock.Now, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            LogNotStoredWhole(definition.Version, exception.GetType().Name);
        }
    }

    private (Strategy Strategy, IReadOnlyList<StrategyError> Broken) Compile(StrategyDefinition definition)
    {
        var compilation = StrategyCompiler.Compile(definition, _last, ParallelBlocks.Instance);
        if (compilation.Strategy is { } whole)
        {
            return (whole, []);
        }

        foreach (var error in compilation.Errors)
        {
            LogBroken(error.Kind, error.Id, error.Field, error.Message);
        }

        var broken = compilation.Errors.Where(error => error.Kind == "campaign").Select(error => error.Id).ToHashSet(StringComparer.Ordinal);
        var rest = StrategyCompiler.Compile(definition with { Campaigns = [.. definition.Campaigns.Where(campaign => !broken.Contains(campaign.Id))] }, _last, ParallelBlocks.Instance);
        return (rest.Strategy ?? throw new InvalidOperationException($"No strategy can be made: {rest.Errors[0].Message}"), compilation.Errors);
    }

    private async Task ApplyAsync(Strategy strategy)
    {
        current.Announce(strategy);
        var command = new ChangeStrategy(strategy.Version) { Strategy = strategy };
        await Task.WhenAll(Enumerable.Range(0, PartitionOptions.PartitionCount)
            .Select(partition => partitions.SubmitAsync(partition, command).AsTask())).ConfigureAwait(false);
        current.Replace(strategy);
        LogInForce(strategy.Version, strategy.Campaigns.Count);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Strategy {Version} with {Campaigns} campaigns is in force.")]
    private partial void LogInForce(long version, int campaigns);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Strategy {Version} is not stored whole ({Failure}); its changes are.")]
    private partial void LogNotStoredWhole(long version, string failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Left out of the strategy: {Kind} {Id}, {Field}: {Problem}")]
    private partial void LogBroken(string kind, string id, string field, string problem);
}
