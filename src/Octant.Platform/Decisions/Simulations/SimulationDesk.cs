using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Octant.Engine.Decisions.Simulations;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Decisions.Simulations;

/// <summary>
/// The simulations of this node: as many at once as leave half the processor to decisions, but two at least; some more wait their
/// turn. Begun and ended ones are documents, so that a restart knows them: one it cut off is interrupted.
/// </summary>
public sealed partial class SimulationDesk(
    SimulationSources sources, SimulationStorage storage, IProjections projections, IClock clock, ILogger<SimulationDesk> logger) : IHostedService, IDisposable
{
    private const int MostUnderWay = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _underWay = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turns = new(Math.Max(2, Environment.ProcessorCount / 2));
    private readonly CancellationTokenSource _stopping = new();

    public Task StartAsync(CancellationToken cancellationToken) => storage.InterruptAsync(clock.Now, cancellationToken).AsTask();

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        Task[] works;
        lock (_lock)
        {
            works = [.. _underWay.Values.Select(entry => entry.Work)];
        }

        await Task.WhenAll(works).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _turns.Dispose();
    }

    /// <summary>Begins a simulation, or lets it wait its turn; 503 where too many wait already.</summary>
    public async ValueTask<Result<SimulationProgress>> StartAsync(Caller caller, SimulationRequest request, Draft draft, CancellationToken cancellation)
    {
        // Sorted by their beginning, also across restarts.
        var run = new SimulationRun(request, draft, caller, Guid.CreateVersion7().ToString("N"), clock.Now);
        var entry = new Entry(run, CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_lock)
        {
            if (_underWay.Count >= MostUnderWay)
            {
                entry.Stop.Dispose();
                return Problem.Unavailable($"{MostUnderWay} simulations are under way already; wait, or stop one.", RetryAfter);
            }

            _underWay.Add(run.Id, entry);
        }

        try
        {
            await storage.AddAsync(caller, run.Progress, cancellation).ConfigureAwait(false);
        }
        catch
        {
            Leave(entry);
            throw;
        }

        var progress = run.Progress;
        _ = Task.Run(() => WorkAsync(entry), CancellationToken.None);
        return progress;
    }

    /// <summary>Null when there is none, or it is about more than the caller's part of the organisation.</summary>
    public async ValueTask<SimulationProgress?> FindAsync(Caller caller, string id, CancellationToken cancellation)
    {
        var progress = RunOf(id)?.Progress ?? (await storage.FindAsync(id, cancellation).ConfigureAwait(false))?.Progress;
        return progress is not null && caller.Covers(progress.Organisation) ? progress : null;
    }

    /// <summary>Newest first, without what they found.</summary>
    public async ValueTask<IReadOnlyList<SimulationProgress>> ReadAllAsync(Caller caller, CancellationToken cancellation) =>
    [
        .. (await storage.ReadAllAsync(cancellation).ConfigureAwait(false))
            .Select(stored => RunOf(stored.Progress.Id)?.Progress ?? stored.Progress)
            .Where(progress => caller.Covers(progress.Organisation))
            .Select(progress => progress with { Result = null })
            .Reverse(),
    ];

    /// <summary>Ends it early. One that has ended stays as it is.</summary>
    public async ValueTask StopAsync(Caller caller, string id)
    {
        Entry? entry;
        lock (_lock)
        {
            entry = _underWay.GetValueOrDefault(id);
        }

        if (entry is null)
        {
            return;
        }

        try
        {
            await entry.Stop.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself just now.
        }

        await entry.Work.ConfigureAwait(false);
        await storage.AuditAsync(caller, "stopped", id, "").ConfigureAwait(false);
    }

    private SimulationRun? RunOf(string id)
    {
        lock (_lock)
        {
            return _underWay.GetValueOrDefault(id)?.Run;
        }
    }

    /// <summary>It is under way until what it found is stored, so that nobody sees an end without it.</summary>
    private async Task WorkAsync(Entry entry)
    {
        var run = entry.Run;
        try
        {
            var (state, problem) = await SimulateAsync(run, entry.Stop.Token).ConfigureAwait(false);
            if (state == SimulationState.Stopped && _stopping.IsCancellationRequested)
            {
                // The next start finds it without an end, and says so.
                return;
            }

            var today = sources.Current.Value;
            var ended = run.EndedAs(state, clock.Now, problem, today);
            await storage.EndAsync(ended, ended.Result is null ? [] : run.Changes(), ended.Result is null ? [] : run.Load(today)).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            LogFailed(run.Id, error);
        }
        finally
        {
            Leave(entry);
        }
    }

    private async Task<(SimulationState State, string? Problem)> SimulateAsync(SimulationRun run, CancellationToken stop)
    {
        var hasTurn = false;
        try
        {
            await _turns.WaitAsync(stop).ConfigureAwait(false);
            hasTurn = true;

            // What was decided before it was asked for belongs to it.
            await projections.WaitAsync(null, Patience, stop).ConfigureAwait(false);
            await run.SimulateAsync(sources, stop).ConfigureAwait(false);
            return (SimulationState.Completed, null);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return (SimulationState.Stopped, null);
        }
        catch (SimulationTooLargeException tooLarge)
        {
            return (SimulationState.Failed, tooLarge.Message);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            LogFailed(run.Id, error);
            return (SimulationState.Failed, $"It broke off ({error.GetType().Name}); the server's log says more.");
        }
        finally
        {
            if (hasTurn)
            {
                _turns.Release();
            }
        }
    }

    private void Leave(Entry entry)
    {
        lock (_lock)
        {
            _underWay.Remove(entry.Run.Id);
        }

        entry.Stop.Dispose();
        entry.Ended.TrySetResult();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Simulation {Id} broke off.")]
    private partial void LogFailed(string id, Exception error);

    private sealed record Entry(SimulationRun Run, CancellationTokenSource Stop, TaskCompletionSource Ended)
    {
        public Task Work => Ended.Task;
    }
}
