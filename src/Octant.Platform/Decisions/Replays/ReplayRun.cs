using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Learning;
using Octant.Engine.Partitions.Formats;
using Octant.Platform.Decisions.Models;
using Octant.Platform.Decisions.Strategies;
using Octant.Platform.Foundation.LongWork;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Decisions.Replays;

public enum ReplayDifferenceKind
{
    /// <summary>Other bytes by the same version of the engine.</summary>
    Different,

    /// <summary>Other bytes, or none, where another version of the engine had decided.</summary>
    OtherEngineVersion,

    /// <summary>The record's checksum does not fit: it was altered after it was written.</summary>
    Altered,

    /// <summary>The record is not in a form this engine reads, or its strategy is gone.</summary>
    Unreadable,
}

/// <summary>One decision that did not come out the same.</summary>
/// <param name="What">What differs, as a path into the result with both values, or what is wrong with the record.</param>
public sealed record DifferingDecision(string DecisionId, Instant At, ReplayDifferenceKind Kind, IReadOnlyList<string> What);

/// <summary>How far a replay has come, and what it found.</summary>
/// <param name="Total">Decisions of the period; null until they are counted.</param>
/// <param name="Same">Came out byte for byte.</param>
/// <param name="Differences">The first of them, in order of time.</param>
public sealed record ReplayProgress(
    string Id,
    Instant From,
    Instant To,
    bool Reference,
    WorkState State,
    long? Total,
    long Replayed,
    long Same,
    long Different,
    long OtherEngineVersion,
    long Altered,
    long Unreadable,
    IReadOnlyList<DifferingDecision> Differences,
    Instant StartedAt,
    Instant? EndedAt,
    string? Problem);

/// <summary>
/// Makes every retained decision of a period again from its record and compares the bytes, in order of time. What it reads
/// is projections only, so decisions go on beside it.
/// </summary>
public sealed class ReplayRun(ReplayRequest request, string id, Instant startedAt) : ILongWork
{
    private const int MostDifferences = 100;
    private const int MostDetails = 20;

    private readonly Lock _lock = new();
    private readonly List<DifferingDecision> _differences = [];
    private readonly Dictionary<ReplayDifferenceKind, long> _counts = [];
    private WorkState _state = WorkState.Running;
    private long? _total;
    private long _replayed;
    private Instant? _endedAt;
    private string? _problem;

    public string Id => id;

    public bool IsRunning
    {
        get
        {
            lock (_lock)
            {
                return _state == WorkState.Running;
            }
        }
    }

    public ReplayProgress Progress
    {
        get
        {
            lock (_lock)
            {
                return new ReplayProgress(
                    id,
                    request.From,
                    request.To,
                    request.Reference,
                    _state,
                    _total,
                    _replayed,
                    _replayed - _counts.Values.Sum(),
                    Count(ReplayDifferenceKind.Different),
                    Count(ReplayDifferenceKind.OtherEngineVersion),
                    Count(ReplayDifferenceKind.Altered),
                    Count(ReplayDifferenceKind.Unreadable),
                    [.. _differences],
                    startedAt,
                    _endedAt,
                    _problem);
            }
        }
    }

    public async Task ReplayAsync(IProjectionStore store, StrategyArchive archive, ModelArchive models, CancellationToken cancellation)
    {
        var total = await store.CountDecisionsAsync(request.From, request.To, cancellation).ConfigureAwait(false);
        lock (_lock)
        {
            _total = total;
        }

        await foreach (var row in store.ReadDecisionsAsync(request.From, request.To, cancellation).ConfigureAwait(false))
        {
            var difference = await ReplayAsync(row, archive, models, cancellation).ConfigureAwait(false);
            lock (_lock)
            {
                _replayed++;
                if (difference is not null)
                {
                    Add(difference);
                }
            }
        }
    }

    public void End(WorkState state, Instant at, string? problem)
    {
        lock (_lock)
        {
            (_state, _endedAt, _problem) = (state, at, problem);
        }
    }

    private async ValueTask<DifferingDecision?> ReplayAsync(DecisionRow row, StrategyArchive archive, ModelArchive models, CancellationToken cancellation)
    {
        if (!row.IsWhole)
        {
            return Differing(row, ReplayDifferenceKind.Altered, ["the checksum of the record does not fit"]);
        }

        var other = row.EngineVersion != Strategy.EngineVersion;
        if (await archive.FindAsync(row.StrategyVersion, cancellation).ConfigureAwait(false) is not { } strategy)
        {
            return Differing(
                row,
                other ? ReplayDifferenceKind.OtherEngineVersion : ReplayDifferenceKind.Unreadable,
                [$"strategy {row.StrategyVersion} is not there or no longer compiles"]);
        }

        var gear = request.Reference ? ConditionGear.Reference : ConditionGear.Row;
        var model = await ModelOfAsync(row, models, cancellation).ConfigureAwait(false);
        var outcome = DecisionReplay.Replay(strategy, row.EngineVersion, row.Inputs, row.Result, gear, model);
        return outcome.Verdict switch
        {
            ReplayVerdict.Same => null,
            ReplayVerdict.Different => Differing(row, ReplayDifferenceKind.Different, Details(outcome)),
            ReplayVerdict.EngineVersionDiffers => Differing(row, ReplayDifferenceKind.OtherEngineVersion, Details(outcome)),
            _ => Differing(row, other ? ReplayDifferenceKind.OtherEngineVersion : ReplayDifferenceKind.Unreadable, [outcome.Problem ?? "not readable"]),
        };
    }

    /// <summary>Of a record that cannot be read the replay itself says what is wrong with it.</summary>
    private static async ValueTask<ResponseModel?> ModelOfAsync(DecisionRow row, ModelArchive models, CancellationToken cancellation) =>
        DecisionFormat.TryReadModelVersion(row.Inputs, out var version) ? await models.FindAsync(version, cancellation).ConfigureAwait(false) : null;

    private void Add(DifferingDecision difference)
    {
        _counts[difference.Kind] = Count(difference.Kind) + 1;
        if (_differences.Count < MostDifferences)
        {
            _differences.Add(difference);
        }
    }

    private long Count(ReplayDifferenceKind kind) => _counts.GetValueOrDefault(kind);

    private static IReadOnlyList<string> Details(ReplayOutcome outcome) =>
        [.. outcome.Differences.Take(MostDetails).Select(item => $"{item.What}: recorded {item.Recorded ?? "nothing"}, replayed {item.Replayed ?? "nothing"}")];

    private static DifferingDecision Differing(DecisionRow row, ReplayDifferenceKind kind, IReadOnlyList<string> what) =>
        new(new DecisionId(row.Partition, row.Sequence, row.Index).ToString(), row.At, kind, what);
}
