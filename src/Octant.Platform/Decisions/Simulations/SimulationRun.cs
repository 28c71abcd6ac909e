using System.Collections.Concurrent;
using System.Globalization;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Decisions.Simulations;
using Octant.Engine.Learning;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Platform.Decisions.Models;
using Octant.Platform.Decisions.Strategies;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Decisions.Simulations;

/// <summary>Where a simulation reads.</summary>
public sealed record SimulationSources(
    IProjectionStore Store, StrategyArchive Archive, ModelArchive Models, CurrentStrategy Current, IPartitions Partitions);

/// <summary>The period has more that differs than can be kept; a shorter one has less.</summary>
public sealed class SimulationTooLargeException(string message) : Exception(message);

/// <summary>
/// One simulation under way: reads the records of its period in order of time, decides each again by the draft, and adds up. What
/// it reads is projections only, so decisions go on beside it. Decisions outside the caller's part of the organisation are
/// decided as well, since they use the same capacities and contacts, but nothing is told of them.
/// </summary>
public sealed class SimulationRun(SimulationRequest request, Draft draft, Caller caller, string id, Instant startedAt)
{
    private const int MostChanges = 10_000;
    private const int MostResources = 1_000;
    private const int MostDrafts = 4;
    private const int MostModels = 4;
    private const int BatchRows = 1_024;
    private const int RangeRows = 32;
    private const long MostKeptContacts = 4_000_000;

    /// <summary>Of all simulations together: half the processor is left to decisions, as far as that leaves two.</summary>
    private static readonly TaskScheduler Workers =
        new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, Math.Max(2, Environment.ProcessorCount / 2)).ConcurrentScheduler;

    private readonly Lock _lock = new();
    private readonly SimulationTally _tally = new();
    private readonly DecisionSimulator _simulator = new();
    private readonly List<(long Key, ChangedRecommendation Change)> _changes = [];
    private readonly ConcurrentBag<SimulationScratch> _scratches = [];
    private readonly Dictionary<long, DraftStrategy?> _drafts = [];
    private readonly Dictionary<long, ResponseModel?> _models = [];
    private readonly Dictionary<TakenFromToday, long> _taken = [];
    private readonly Dictionary<UnknownFunction, long> _unknown = [];
    private readonly Dictionary<string, long> _byChannel = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _byTrigger = new(StringComparer.Ordinal);
    private SimulationState _state = SimulationState.Waiting;
    private long? _total;
    private long _simulated;
    private long _otherEngine;
    private long _unreadable;
    private long _notCompiling;

    public string Id => id;

    public SimulationProgress Progress
    {
        get
        {
            lock (_lock)
            {
                return new SimulationProgress(
                    id,
                    request.From,
                    request.To,
                    [.. draft.Campaigns.Select(campaign => campaign.Id)],
                    draft.Others,
                    caller.Organisation,
                    _state,
                    _total,
                    Interlocked.Read(ref _simulated),
                    startedAt,
                    EndedAt: null,
                    Problem: null,
                    Result: null);
            }
        }
    }

    public async Task SimulateAsync(SimulationSources sources, CancellationToken cancellation)
    {
        lock (_lock)
        {
            _state = SimulationState.Running;
        }

        var total = await sources.Store.CountDecisionsAsync(request.From, request.To, cancellation).ConfigureAwait(false);
        lock (_lock)
        {
            _total = total;
        }

        var batch = new List<DecisionRow>(BatchRows);
        await foreach (var row in sources.Store.ReadDecisionsAsync(request.From, request.To, cancellation).ConfigureAwait(false))
        {
            batch.Add(row);
            if (batch.Count == BatchRows)
            {
                await SimulateAsync(batch, sources, cancellation).ConfigureAwait(false);
                batch.Clear();
            }
        }

        if (batch.Count > 0)
        {
            await SimulateAsync(batch, sources, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>What is to be stored of it: with what was found until then, unless it failed.</summary>
    public SimulationProgress EndedAs(SimulationState state, Instant at, string? problem, Strategy today) => Progress with
    {
        State = state,
        EndedAt = at,
        Problem = problem,
        Result = state is SimulationState.Completed or SimulationState.Stopped ? ResultOf(today) : null,
    };

    /// <summary>One per customer: the first of their decisions that changed.</summary>
    public IReadOnlyList<ChangedRecommendation> Changes() =>
        [.. _changes.Select(item => item.Change with { DecisionsChanged = _tally.ChangedCustomers[item.Key] })];

    public IReadOnlyList<ChannelLoad> Load(Strategy today) => new SimulationReport(_tally, today).Load();

    /// <summary>Records are read and decided side by side, and then finished in their order, which is what contacts and resources go by.</summary>
    private async ValueTask SimulateAsync(List<DecisionRow> batch, SimulationSources sources, CancellationToken cancellation)
    {
        var records = new (DraftStrategy Draft, SimulatedRecord Record)?[batch.Count];
        for (var i = 0; i < batch.Count; i++)
        {
            records[i] = await FindAsync(batch[i], sources, cancellation).ConfigureAwait(false);
        }

        var prepared = new PreparedDecision?[batch.Count];
        Parallel.ForEach(
            Partitioner.Create(0, batch.Count, RangeRows),
            new ParallelOptions { CancellationToken = cancellation, TaskScheduler = Workers },
            range =>
            {
                var scratch = _scratches.TryTake(out var used) ? used : new SimulationScratch();
                for (var i = range.Item1; i < range.Item2; i++)
                {
                    prepared[i] = records[i] is { } found ? Prepare(batch[i], found.Draft, found.Record, scratch) : null;
                }

                _scratches.Add(scratch);
            });

        for (var i = 0; i < batch.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (records[i] is { } found)
            {
                Finish(batch[i], prepared[i], found.Record.IsSameEngine);
            }

            Interlocked.Increment(ref _simulated);
        }
    }

    /// <summary>Null, and counted, where there is nothing to go by.</summary>
    private async ValueTask<(DraftStrategy Draft, SimulatedRecord Record)?> FindAsync(DecisionRow row, SimulationSources sources, CancellationToken cancellation)
    {
        if (await sources.Archive.FindAsync(row.StrategyVersion, cancellation).ConfigureAwait(false) is not { } recorded)
        {
            _unreadable++;
            return null;
        }

        if (DraftIn(recorded, sources.Current.Value) is not { } compiled)
        {
            _notCompiling++;
            return null;
        }

        return (compiled, new SimulatedRecord(row.Inputs, row.Result, row.EngineVersion == Strategy.EngineVersion)
        {
            FromToday = compiled.AttributesFromToday.Count == 0
                ? null
                : await ReadTodayAsync(row.CustomerKey, compiled.AttributesFromToday, sources.Partitions, cancellation).ConfigureAwait(false),
            Model = await ModelOfAsync(row, sources.Models, cancellation).ConfigureAwait(false),
        });
    }

    /// <summary>Versions follow one another, so a few are enough; of those that are not kept any more that is remembered.</summary>
    private async ValueTask<ResponseModel?> ModelOfAsync(DecisionRow row, ModelArchive models, CancellationToken cancellation)
    {
        if (!DecisionFormat.TryReadModelVersion(row.Inputs, out var version) || version == 0)
        {
            return null;
        }

        if (!_models.TryGetValue(version, out var model))
        {
            if (_models.Count >= MostModels)
            {
                _models.Remove(_models.Keys.Min());
            }

            _models[version] = model = await models.FindAsync(version, cancellation).ConfigureAwait(false);
        }

        return model;
    }

    /// <summary>Null where the record cannot be read or rests on a model that is not kept any more.</summary>
    private static PreparedDecision? Prepare(DecisionRow row, DraftStrategy compiled, in SimulatedRecord record, SimulationScratch scratch)
    {
        try
        {
            return row.IsWhole ? DecisionSimulator.Prepare(compiled, record, scratch) : null;
        }
        catch (Exception error) when (error is RecordFormatException or ModelMissingException)
        {
            return null;
        }
    }

    private void Finish(DecisionRow row, PreparedDecision? prepared, bool isSameEngine)
    {
        if (prepared is null)
        {
            _unreadable++;
            return;
        }

        SimulatedDecision decision;
        try
        {
            decision = _simulator.Finish(prepared);
        }
        catch (ModelMissingException)
        {
            _unreadable++;
            return;
        }

        if (_simulator.KeptContacts > MostKeptContacts)
        {
            throw new SimulationTooLargeException($"More than {MostKeptContacts} contacts of the period would differ; simulate a shorter period.");
        }

        if (caller.Covers(decision.Inputs.Request?.Actor.Organisation))
        {
            Add(row, decision, isSameEngine);
        }
    }

    private void Add(DecisionRow row, SimulatedDecision decision, bool isSameEngine)
    {
        _otherEngine += isSameEngine ? 0 : 1;
        foreach (var taken in decision.Draft.TakenFromToday)
        {
            _taken[taken] = _taken.GetValueOrDefault(taken) + 1;
        }

        foreach (var unknown in decision.Draft.UnknownFunctions)
        {
            _unknown[unknown] = _unknown.GetValueOrDefault(unknown) + 1;
        }

        var (places, place) = row.Trigger is { } trigger ? (_byTrigger, trigger) : (_byChannel, row.Channel);
        places[place] = places.GetValueOrDefault(place) + 1;
        if (_tally.Add(decision) && _changes.Count < MostChanges)
        {
            _changes.Add((row.CustomerKey, ChangeOf(row, decision)));
        }
    }

    private static ChangedRecommendation ChangeOf(DecisionRow row, SimulatedDecision decision)
    {
        var change = decision.Change!;
        return new ChangedRecommendation(
            null,
            new DecisionId(row.Partition, row.Sequence, row.Index).ToString(),
            row.At,
            row.Channel,
            row.Touchpoint,
            row.Trigger,
            [.. decision.Recorded.Recommendations.Select(OfferOf)],
            [.. decision.Simulated.Recommendations.Select(OfferOf)],
            change.Cause,
            change.Stage,
            change.Reason,
            change.Lost,
            change.Gained,
            [.. Enum.GetValues<SimulationBasis>().Where(basis => basis != SimulationBasis.Exact && decision.Basis.HasFlag(basis))],
            0);
    }

    private static SimulatedOffer OfferOf(Recommendation item) => new(item.Campaign, item.Offering, item.Channel, item.Score, item.Propensity);

    /// <summary>Versions follow one another, so a few are enough.</summary>
    private DraftStrategy? DraftIn(Strategy recorded, Strategy today)
    {
        if (!_drafts.TryGetValue(recorded.Version, out var compiled))
        {
            if (_drafts.Count >= MostDrafts)
            {
                _drafts.Remove(_drafts.Keys.Min());
            }

            _drafts[recorded.Version] = compiled = DraftStrategy.Compile(draft, recorded, today.Definition, out _);
        }

        return compiled;
    }

    private static async ValueTask<IReadOnlyList<AttributeChange>> ReadTodayAsync(
        long key, IReadOnlyList<int> attributes, IPartitions partitions, CancellationToken cancellation) =>
        await partitions.ReadCustomerAsync(
            key,
            (_, customer) => attributes
                .Where(attribute => customer?.Profile.Has(attribute) == true)
                .Select(attribute => new AttributeChange(attribute, customer!.Profile.Value(attribute)))
                .ToList(),
            cancellation).ConfigureAwait(false);

    private SimulationResult ResultOf(Strategy today)
    {
        var report = new SimulationReport(_tally, today);
        return new SimulationResult(
            new DecisionFigures(
                _tally.Decisions,
                _tally.Changed,
                _tally.ChangedCustomers.Count,
                _tally.Silent,
                _tally.CountOf(basis => basis == SimulationBasis.Exact),
                _tally.CountOf(basis => basis.HasFlag(SimulationBasis.OtherContacts)),
                _tally.CountOf(basis => basis.HasFlag(SimulationBasis.AttributesFromToday)),
                _tally.CountOf(basis => basis.HasFlag(SimulationBasis.PooledResources)),
                _otherEngine,
                _unreadable,
                _notCompiling),
            report.Offers,
            report.ExpectedResponses,
            report.MoreResponses,
            report.Campaigns(draft),
            report.OfferOutcomes(),
            report.Channels(),
            report.Caps(),
            caller.Organisation is null ? [.. _simulator.ResourceUses(today).Take(MostResources)] : [],
            report.Causes(),
            [.. _taken.OrderBy(pair => pair.Key.Kind, StringComparer.Ordinal).ThenBy(pair => pair.Key.Name, StringComparer.Ordinal).Select(pair => new TakenFromTodayCount(pair.Key.Kind, pair.Key.Name, pair.Value))],
            [.. _unknown.OrderBy(pair => pair.Key.Campaign, StringComparer.Ordinal).ThenBy(pair => pair.Key.Field, StringComparer.Ordinal).Select(pair => new UnknownFunctionCount(pair.Key.Campaign, pair.Key.Field, pair.Key.Function, pair.Value))],
            [.. Notes()]);
    }

    private IEnumerable<string> Notes()
    {
        foreach (var campaign in draft.MovedIntoPeriod)
        {
            yield return $"{campaign} has its own period elsewhere; it was tried as if it had been in force throughout.";
        }

        foreach (var campaign in draft.Campaigns.Where(campaign => campaign.Status == CampaignStatus.Live))
        {
            if (campaign.Trigger is { } trigger)
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{campaign.Id} answers {trigger.EventType}: of events only those that led to a decision are recorded, {_byTrigger.GetValueOrDefault(trigger.EventType)} of this type, so its offers are these at least.");
            }
            else if (!campaign.Channels.Any(_byChannel.ContainsKey))
            {
                yield return $"{campaign.Id} is on {string.Join(", ", campaign.Channels)}, where nobody asked for a decision in the period, so nothing can be said of it.";
            }
        }

        if (draft.Campaigns.Count == 0 && draft.Others == OtherCampaigns.Keep)
        {
            yield return "The draft changes nothing: every difference is a defect, or another version of the engine.";
        }
    }
}
