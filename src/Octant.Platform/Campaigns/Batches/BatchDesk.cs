using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Campaigns.Batches;

/// <summary>
/// Takes scheduled campaigns to their audiences when their hour has come: partition by partition, some hundred customers at a time, in order
/// of key. What was reached is written down now and then; whatever lies between that and a crash is repeated, and a repeated turn
/// changes nothing. So after a kill nobody is met twice and nobody is left out. A recurring campaign does so at each of its hours; what was
/// not through when the next hour came gives way to it.
/// </summary>
/// <remarks>
/// A step is under the campaign's lock and ends when all of its customers have been decided about. Whoever pauses or ends the campaign
/// takes that lock, so that no customer's turn falls between being called and being decided, where it would meet a paused campaign and
/// be over.
/// </remarks>
public sealed partial class BatchDesk(
    CampaignStorage storage, IScheduledContacts contacts, IPolicies policies, IDocumentStore documents, IClock clock, ILogger<BatchDesk> logger)
    : BackgroundService, ISubscriber<CampaignsChanged>, ISubscriber<ClockAdvanced>
{
    private const int AtOnce = 256;

    /// <summary>Steps between two writings of what was reached.</summary>
    private const int StepsBetween = 16;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    /// <summary>How long a turn is remembered: a batch that was cut off goes on within it.</summary>
    private static readonly TimeSpan LongestMemory = TimeSpan.FromDays(7);

    private static readonly TimeSpan ShortestMemory = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _news = new(0);

    /// <summary>As it stands in memory, a little ahead of what is stored; null where none is under way here.</summary>
    public CampaignBatch? Find(string campaign) => _entries.GetValueOrDefault(campaign)?.Batch;

    /// <summary>When the campaign goes out; null where it has no schedule.</summary>
    internal async ValueTask<BatchHours?> HoursOfAsync(CampaignDefinition campaign, CancellationToken cancellation) => campaign.Schedule is { } schedule
        ? new BatchHours(schedule, campaign.End, await policies.ReadZoneAsync(cancellation).ConfigureAwait(false))
        : null;

    /// <summary>Waits until every turn that was called has been decided about, and lets none be called until the hold is given back.</summary>
    public async ValueTask<IDisposable> HoldAsync(string campaign, CancellationToken cancellation)
    {
        if (!_entries.TryGetValue(campaign, out var entry))
        {
            return new Hold(null);
        }

        await entry.Alone.WaitAsync(cancellation).ConfigureAwait(false);
        return new Hold(entry.Alone);
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var campaign in await storage.Campaigns.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            Note(campaign.Id, campaign);
        }

        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask HandleAsync(CampaignsChanged message, CancellationToken cancellation)
    {
        Note(message.Id, (await storage.Campaigns.ReadAsync(message.Id, cancellation).ConfigureAwait(false))?.Value);
        _news.Release();
    }

    public ValueTask HandleAsync(ClockAdvanced message, CancellationToken cancellation)
    {
        _news.Release();
        return default;
    }

    public override void Dispose()
    {
        _news.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var (id, entry) in _entries)
            {
                if (entry.Campaign is { Status: CampaignStatus.Live, Schedule: { } schedule } campaign && schedule.At <= clock.Now && contacts.IsInForce(id))
                {
                    await RunAsync(campaign, entry, stoppingToken).ConfigureAwait(false);
                }
            }

            try
            {
                await _news.WaitAsync(Round, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void Note(string id, CampaignDefinition? campaign)
    {
        if (campaign?.Schedule is not null)
        {
            _entries.GetOrAdd(id, _ => new Entry()).Campaign = campaign;
        }
        else if (_entries.TryGetValue(id, out var entry))
        {
            entry.Campaign = null;
        }
    }

    /// <summary>What stands in the way now, a full queue or a partition that is moving, is tried again in the next round.</summary>
    private async Task RunAsync(CampaignDefinition campaign, Entry entry, CancellationToken cancellation)
    {
        try
        {
            if (await HoursOfAsync(campaign, cancellation).ConfigureAwait(false) is not { } hours || hours.Current(clock.Now) is not { } hour)
            {
                return;
            }

            var stored = await storage.Batches.ReadAsync(campaign.Id, cancellation).ConfigureAwait(false);
            if (stored?.Value is { CompletedAt: not null } over && over.Hour >= hour)
            {
                return;
            }

            if (!(await contacts.ListAsync(CampaignStorage.InForce(campaign).Audience, cancellation).ConfigureAwait(false)).TryGet(out var audience, out var problem))
            {
                LogNotListed(campaign.Id, problem.Detail);
                return;
            }

            var isKnown = stored?.Value.Hour == hour;
            var known = isKnown
                ? stored!.Value
                : new CampaignBatch { Id = campaign.Id, Hour = hour, StartedAt = clock.Now, Reached = [.. audience.Select(_ => (long?)null)] };
            var run = new BatchRun(known, audience);
            var past = isKnown ? null : await PastAsync(stored?.Value, cancellation).ConfigureAwait(false);
            entry.Batch = run.Batch;
            var version = await WriteAsync(run.Batch, stored?.Version ?? 0, past, cancellation).ConfigureAwait(false);
            await WorkAsync(run, hours.After(hour), entry, version, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OverloadException or PartitionUnavailableException or TimeoutException || (error is OperationCanceledException && cancellation.IsCancellationRequested))
        {
            LogInterrupted(campaign.Id, error.GetType().Name);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            LogFailed(campaign.Id, error);
        }
    }

    /// <param name="next">When it comes again; null: this was the last time.</param>
    private async Task WorkAsync(BatchRun run, Instant? next, Entry entry, long version, CancellationToken cancellation)
    {
        var id = run.Batch.Id;
        for (var steps = 1; run.Next(AtOnce) is var (partition, keys); steps++)
        {
            await entry.Alone.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                if (!await contacts.OfferAsync(id, run.Batch.Hour, MemoryUntil(next), partition, keys, cancellation).ConfigureAwait(false))
                {
                    await WriteAsync(run.Batch, version, past: null, cancellation).ConfigureAwait(false);
                    return;
                }
            }
            finally
            {
                entry.Alone.Release();
            }

            run.Done(partition, keys);
            entry.Batch = run.Batch;
            if (steps % StepsBetween == 0)
            {
                version = await WriteAsync(run.Batch, version, past: null, cancellation).ConfigureAwait(false);
            }
        }

        entry.Batch = run.Batch with { CompletedAt = clock.Now };
        await WriteAsync(entry.Batch, version, past: null, cancellation).ConfigureAwait(false);
        LogCompleted(id, entry.Batch.Done);
    }

    /// <summary>A batch gives way to the next, so that nobody asks for its turns any more then.</summary>
    private TimeSpan MemoryUntil(Instant? next)
    {
        var left = next is { } hour ? hour - clock.Now : LongestMemory;
        return left < ShortestMemory ? ShortestMemory : left > LongestMemory ? LongestMemory : left;
    }

    /// <summary>The batch of an earlier hour becomes history as the next begins; null where there was none.</summary>
    private async ValueTask<DocumentPut?> PastAsync(CampaignBatch? earlier, CancellationToken cancellation)
    {
        if (earlier is null)
        {
            return null;
        }

        var known = await storage.BatchHistories.ReadAsync(earlier.Id, cancellation).ConfigureAwait(false);
        var history = new CampaignBatchHistory
        {
            Id = earlier.Id,
            Past = [.. (known?.Value.Past ?? []).Prepend(BatchPast.Of(earlier)).Take(CampaignBatchHistory.Longest)],
        };
        return new DocumentPut(CampaignStorage.BatchHistoryKind, earlier.Id, DocumentReader<CampaignBatchHistory>.Write(history), known?.Version ?? 0);
    }

    private async Task<long> WriteAsync(CampaignBatch batch, long version, DocumentPut? past, CancellationToken cancellation)
    {
        var put = new DocumentPut(CampaignStorage.BatchKind, batch.Id, DocumentReader<CampaignBatch>.Write(batch), version);
        var committed = await documents.CommitAsync(
            new DocumentChanges { Puts = past is null ? [put] : [put, past] },
            clock.Now,
            cancellation).ConfigureAwait(false);
        return committed.Documents[0].Version;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The batch of campaign {Campaign} is through: {Customers} customers.")]
    private partial void LogCompleted(string campaign, long customers);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The batch of campaign {Campaign} pauses ({Failure}) and goes on by itself.")]
    private partial void LogInterrupted(string campaign, string failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "The batch of campaign {Campaign} has no audience: {Problem}")]
    private partial void LogNotListed(string campaign, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "The batch of campaign {Campaign} broke off; it is tried again.")]
    private partial void LogFailed(string campaign, Exception error);

    private sealed class Entry
    {
        public SemaphoreSlim Alone { get; } = new(1, 1);

        public volatile CampaignDefinition? Campaign;

        public volatile CampaignBatch? Batch;
    }

    /// <param name="alone">Null where there is nothing to hold.</param>
    private sealed class Hold(SemaphoreSlim? alone) : IDisposable
    {
        private int _givenBack;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _givenBack, 1) == 0)
            {
                alone?.Release();
            }
        }
    }
}
