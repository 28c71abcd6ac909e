using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Foundation.LongWork;

public enum WorkState
{
    Running,
    Completed,
    Stopped,

    /// <summary>It broke off; its problem says why.</summary>
    Failed,
}

/// <summary>Work that goes on behind the answer to the request that began it.</summary>
public interface ILongWork
{
    string Id { get; }

    bool IsRunning { get; }

    /// <param name="problem">For people; null where there is none.</param>
    void End(WorkState state, Instant at, string? problem);
}

/// <summary>
/// The long work of one kind on this node: a few at once, in the background, the latest remembered until the node stops. It keeps
/// nothing that cannot be had again, so what a stop cuts off is simply started anew.
/// </summary>
public abstract partial class WorkDesk<TWork>(IClock clock, ILogger logger) : IHostedService, IDisposable
    where TWork : class, ILongWork
{
    private const int MostAtOnce = 2;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];
    private readonly CancellationTokenSource _stopping = new();
    private long _last;

    /// <summary>In the plural, for messages.</summary>
    protected abstract string Noun { get; }

    protected virtual int MostRemembered => 50;

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

    public void Dispose()
    {
        _stopping.Dispose();
        GC.SuppressFinalize(this);
    }

    public bool TryFind(string id, [NotNullWhen(true)] out TWork? work)
    {
        lock (_lock)
        {
            work = _entries.Find(entry => entry.Item.Id == id)?.Item;
            return work is not null;
        }
    }

    /// <summary>False when there is no such work. What has ended stays as it is.</summary>
    public async ValueTask<bool> StopAsync(string id)
    {
        Entry? entry;
        lock (_lock)
        {
            entry = _entries.Find(candidate => candidate.Item.Id == id);
        }

        if (entry is { Item.IsRunning: true })
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

    /// <summary>Begins; 503 while as much as may be is under way.</summary>
    /// <param name="make">From its id and the moment it begins.</param>
    protected Result<TWork> Begin(Func<string, Instant, TWork> make)
    {
        lock (_lock)
        {
            if (_entries.Count(entry => entry.Item.IsRunning) >= MostAtOnce)
            {
                return Problem.Unavailable($"{MostAtOnce} {Noun} are under way already; wait, or stop one.", RetryAfter);
            }

            while (_entries.Count >= MostRemembered && _entries.Find(entry => !entry.Item.IsRunning) is { } oldest)
            {
                _entries.Remove(oldest);
            }

            var item = make((++_last).ToString(CultureInfo.InvariantCulture), clock.Now);
            var stop = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            _entries.Add(new Entry(item, stop, Task.Run(() => WorkAsync(item, stop), CancellationToken.None)));
            return item;
        }
    }

    protected abstract Task RunAsync(TWork work, CancellationToken cancellation);

    private async Task WorkAsync(TWork item, CancellationTokenSource stop)
    {
        using (stop)
        {
            try
            {
                await RunAsync(item, stop.Token).ConfigureAwait(false);
                item.End(WorkState.Completed, clock.Now, null);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                item.End(WorkState.Stopped, clock.Now, null);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                LogFailed(Noun, item.Id, error);
                item.End(WorkState.Failed, clock.Now, $"It broke off ({error.GetType().Name}); the server's log says more.");
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Of the {Noun}, {Id} broke off.")]
    private partial void LogFailed(string noun, string id, Exception error);

    private sealed record Entry(TWork Item, CancellationTokenSource Stop, Task Work);
}
