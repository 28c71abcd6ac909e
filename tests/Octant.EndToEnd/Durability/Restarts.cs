using System.Net;
using Octant.EndToEnd.Server;

namespace Octant.EndToEnd.Durability;

/// <summary>
/// A server that is killed and started again while clients go on: what gets no answer, or one that says to come again, is sent
/// again with the same ids, once the server is back, until it is answered.
/// </summary>
public sealed class Restarts(Func<Task<OctantProcess>> start) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private TaskCompletionSource<ApiClient> _serving = NewGate();
    private OctantProcess? _server;
    private int _unanswered;

    /// <summary>Requests that had to be sent again so far.</summary>
    public int Unanswered => _unanswered;

    public OctantProcess Server => _server ?? throw new InvalidOperationException("The server is not running.");

    /// <summary>A client of the server as it runs now, behind the gate: for checks while the load waits.</summary>
    public ApiClient Direct { get; private set; } = null!;

    public async Task StartAsync()
    {
        _server = await start();
        Direct = new ApiClient(_server.Address);
    }

    /// <summary>Lets the load through.</summary>
    public void Open()
    {
        lock (_lock)
        {
            _serving.TrySetResult(Direct);
        }
    }

    /// <summary>Holds back what is not under way yet.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _serving = NewGate();
        }
    }

    public async Task KillAsync()
    {
        Close();
        await Server.KillAsync();
        await Server.DisposeAsync();
        _server = null;
    }

    /// <summary>Sends until it is answered with success.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body, string mediaType = "application/json")
    {
        while (true)
        {
            Task<ApiClient> gate;
            lock (_lock)
            {
                gate = _serving.Task;
            }

            var client = await gate;
            try
            {
                var answer = await client.SendAsync(method, path, body, mediaType);
                if (answer.Status is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests))
                {
                    return answer.Succeeded ? answer : throw new InvalidOperationException($"{method} {path} {body}: {(int)answer.Status} {answer.Body}");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
            catch (Exception broken) when (broken is HttpRequestException or IOException or OperationCanceledException)
            {
                Interlocked.Increment(ref _unanswered);
                await Task.Delay(TimeSpan.FromMilliseconds(10));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private static TaskCompletionSource<ApiClient> NewGate() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
