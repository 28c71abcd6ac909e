using System.Collections.Concurrent;

namespace Octant.Server.Storage.Sqlite;

/// <summary>Runs one piece of work after another on a thread of its own.</summary>
internal sealed class WritingThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];

    public WritingThread(string name)
    {
        var thread = new Thread(Run) { Name = name, IsBackground = true };
        thread.Start();
    }

    /// <param name="work">Does all it does before its first true wait on this thread.</param>
    public ValueTask<T> RunAsync<T>(Func<ValueTask<T>> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() => _ = FinishAsync(work, done));
        return new ValueTask<T>(done.Task);
    }

    public void Dispose() => _work.CompleteAdding();

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
        foreach (var work in _work.GetConsumingEnumerable())
        {
            work();
        }
    }
}
