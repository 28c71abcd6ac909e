using System.Diagnostics.CodeAnalysis;

namespace Octant.Server.Storage;

/// <summary>
/// Runs one piece of work after another on a thread of its own. Without work it sleeps at once: a thread that first turns on the
/// spot takes the processor from those who would give it work.
/// </summary>
internal sealed class WritingThread : IDisposable
{
    private readonly Queue<Action> _work = new();
    private bool _isEnded;

    public WritingThread(string name)
    {
        var thread = new Thread(Run) { Name = name, IsBackground = true };
        thread.Start();
    }

    /// <param name="work">Does all it does before its first true wait on this thread.</param>
    /// <param name="goesOnHere">
    /// Whoever awaits it goes on on this thread, which spares waking another. For those who soon hand on: all others wait behind them.
    /// </param>
    public ValueTask<T> RunAsync<T>(Func<ValueTask<T>> work, bool goesOnHere = false)
    {
        var done = new TaskCompletionSource<T>(goesOnHere ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => _ = FinishAsync(work, done));
        return new ValueTask<T>(done.Task);
    }

    /// <param name="work">What nobody waits for. Must not throw.</param>
    public void Post(Action work)
    {
        lock (_work)
        {
            ObjectDisposedException.ThrowIf(_isEnded, this);
            _work.Enqueue(work);
            Monitor.Pulse(_work);
        }
    }

    /// <summary>What it has been given is still done.</summary>
    public void Dispose()
    {
        lock (_work)
        {
            _isEnded = true;
            Monitor.Pulse(_work);
        }
    }

    private static async Task FinishAsync<T>(Func<ValueTask<T>> work, TaskCompletionSource<T> done)
    {
        try
        {
            done.SetResult(await work());
        }
        catch (OperationCanceledException cancelled)
        {
            done.SetCanceled(cancelled.CancellationToken);
        }
        catch (Exception error)
        {
            done.SetException(error);
        }
    }

    private void Run()
    {
        while (TryTake(out var work))
        {
            work();
        }
    }

    private bool TryTake([NotNullWhen(true)] out Action? work)
    {
        lock (_work)
        {
            while (_work.Count == 0 && !_isEnded)
            {
                Monitor.Wait(_work);
            }

            return _work.TryDequeue(out work);
        }
    }
}
