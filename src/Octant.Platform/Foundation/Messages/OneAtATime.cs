namespace Octant.Platform.Foundation.Messages;

/// <summary>
/// Keeps what is read again after every change from being read side by side: of two readings the one that began earlier could end
/// later, and what is older would stay.
/// </summary>
public sealed class OneAtATime : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async Task RunAsync(Func<Task> read, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await read();
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
