using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Decisions.Strategies;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Decisions.Replays;

/// <summary>
/// The replays of this node: a few at once, in the background, the latest remembered until the node stops. A replay changes
/// nothing, so one that a stop cuts off is simply started again.
/// </summary>
public sealed partial class ReplayDesk(
    IProjectionStore store, StrategyArchive archive, IProjections projections, IClock clock, ILogger<ReplayDesk> logger) : IHostedService, IDisposable
{
    private const int MostAtOnce = 2;
    private const int MostRemembered = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];
    private readonly CancellationTokenSource _stopping = new();
    private long _last;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        Task[] works;
        lock (_lock)
        {
            works = [.. _entries.Select(entry => entry.Work)];
        }

        await Task.WhenAll(works).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _stopping.Dispose();

    /// <summary>Begins a replay; 503 while as many as may be are under way.</summary>
    public Result<ReplayProgress> Start(ReplayRequest request)
    {
        lock (_lock)
        {
            if (_entries.Count(entry => entry.Run.IsRunning) >= MostAtOnce)
            {
                return Problem.Unavailable($"{MostAtOnce} replays are under way already; wait, or stop one.", RetryAfter);
            }

            while (_entries.Count >= MostRemembered && _entries.Find(entry => !entry.Run.IsRunning) is { } oldest)
            {
                _entries.Remove(oldest);
            }

            var run = new ReplayRun(request, (++_last).ToString(CultureInfo.InvariantCulture), clock.Now);
            var stop = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            _entries.Add(new Entry(run, stop, Task.Run(() => WorkAsync(run, stop), CancellationToken.None)));
            return run.Progress;
        }
    }

    public bool TryFind(string id, [NotNullWhen(true)] out ReplayRun? run)
    {
        lock (_lock)
        {
            run = _entries.Find(entry => entry.Run.Id == id)?.Run;
            return run is not null;
        }
    }

    /// <summary>False when there is no such replay. One that has ended stays as it is.</summary>
    public async ValueTask<bool> StopAsync(string id)
    {
        Entry? entry;
        lock (_lock)
        {
            entry = _entries.Find(candidate => candidate.Run.Id == id);
        }

        if (entry is { Run.IsRunning: true })
        {
            try
            {
                await entry.Stop.CancelAsync().ConfigureAwait(false);
            }
            catch (ObjectDisposedException)
            {
                // It ended by itself just now.
            }

            await entry.Work.ConfigureAwait(false);
        }

        return entry is not null;
    }

    private async Task WorkAsync(ReplayRun run, CancellationTokenSource stop)
    {
        using (stop)
        {
            try
            {
                // What was decided before it was asked for belongs to it.
                await projections.WaitAsync(null, Patience, stop.Token).ConfigureAwait(false);
                await run.ReplayAsync(store, archive, stop.Token).ConfigureAwait(false);
                run.End(ReplayState.Completed, clock.Now, null);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                run.End(ReplayState.Stopped, clock.Now, null);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                LogFailed(run.Id, error);
                run.End(ReplayState.Failed, clock.Now, $"It broke off ({error.GetType().Name}); the server's log says more.");
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Replay {Id} broke off.")]
    private partial void LogFailed(string id, Exception error);

    private sealed record Entry(ReplayRun Run, CancellationTokenSource Stop, Task Work);
}
