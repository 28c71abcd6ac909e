using Octant.Engine.Allocation;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Platform.Foundation.LongWork;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Decisions.Allocations;

/// <summary>One allocation under way: finds what every customer could be offered, then who is given what. It changes nothing.</summary>
/// <param name="request">Of those that compete on the day.</param>
/// <param name="leftOut">Of those that do not.</param>
internal sealed class AllocationRun(
    CompetitionProblem problem, AllocateRequest request, IReadOnlyList<LeftOutCampaign> leftOut, Strategy strategy, Instant at, string id, Instant startedAt) : ILongWork
{
    private const string Reading = "reading";
    private const string Finished = "done";

    private readonly Lock _lock = new();
    private WorkState _state = WorkState.Running;
    private (string Stage, long Done, long? Total, double? Bound) _progress = (Reading, 0, null, null);
    private long _read;
    private Instant? _endedAt;
    private string? _problem;
    private AllocationAnswer? _answer;
    private (OpenOffers Customers, Allocation Allocation)? _assignment;

    public string Id => id;

    public Instant At => at;

    public Strategy Strategy => strategy;

    public AllocateRequest Request => request;

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

    public AllocationView View
    {
        get
        {
            lock (_lock)
            {
                return new AllocationView(
                    id, _state, _progress.Stage, _progress.Done, _progress.Total, _progress.Bound, at, strategy.Version, _read, startedAt, _endedAt, _problem, leftOut,
                    _state == WorkState.Completed ? _answer : null);
            }
        }
    }

    /// <summary>Who is given what, in a fixed order; null until it is completed.</summary>
    public IEnumerable<(long Key, CampaignOption Option)>? Assigned
    {
        get
        {
            lock (_lock)
            {
                return _state == WorkState.Completed && _assignment is var (customers, allocation) ? Enumerate(customers, allocation) : null;
            }
        }
    }

    public async Task AllocateAsync(IPartitions partitions, CancellationToken cancellation)
    {
        var customers = await OpenOffers.ReadAsync(
            partitions,
            strategy,
            at,
            problem.Allocation,
            problem.Policy,
            problem.Options.Select((option, number) => (option, number)).ToDictionary(pair => pair.option, pair => pair.number),
            (done, total) => Report(Reading, done, total, null),
            cancellation).ConfigureAwait(false);
        var allocation = Allocator.Allocate(
            problem.Allocation,
            customers,
            new AllocationOptions { MostPasses = request.MostPasses ?? new AllocationOptions().MostPasses },
            ParallelBlocks.Instance,
            step => Report(step.Stage, step.Done, step.Total > 0 ? step.Total : null, step.Bound),
            cancellation);
        lock (_lock)
        {
            _assignment = (customers, allocation);
            _answer = AllocationAnswer.Of(customers.Count, problem.Names, allocation);
            _progress = (Finished, _read, _read, allocation.Bound);
        }
    }

    public void End(WorkState state, Instant at, string? problem)
    {
        lock (_lock)
        {
            (_state, _endedAt, _problem) = (state, at, problem);
        }
    }

    private void Report(string stage, long done, long? total, double? bound)
    {
        lock (_lock)
        {
            _progress = (stage, done, total, bound);
            _read = stage == Reading ? Math.Max(_read, done) : _read;
        }
    }

    private IEnumerable<(long Key, CampaignOption Option)> Enumerate(OpenOffers customers, Allocation allocation)
    {
        for (var customer = 0; customer < customers.Count; customer++)
        {
            foreach (var option in allocation.OptionsOf(customer))
            {
                yield return (customers.KeyOf(customer), problem.Options[option]);
            }
        }
    }
}
