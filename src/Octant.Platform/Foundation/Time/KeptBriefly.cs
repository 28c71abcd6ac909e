using System.Diagnostics;
using Octant.Platform.Foundation.Messages;

namespace Octant.Platform.Foundation.Time;

/// <summary>
/// A value that many ask for at once and that may be a moment old. Whoever asks after the moment has it read anew, once; who asks
/// meanwhile waits for that reading.
/// </summary>
public sealed class KeptBriefly<T>(TimeSpan moment, Func<CancellationToken, Task<T>> read) : IDisposable
    where T : class
{
    private readonly OneAtATime _reading = new();
    private Kept? _kept;

    public async ValueTask<T> GetAsync(CancellationToken cancellation)
    {
        if (Fresh() is { } kept)
        {
            return kept;
        }

        await _reading.RunAsync(
            async () =>
            {
                if (Fresh() is null)
                {
                    // When it was asked for, not when it came: what changed in between is missed for a moment at most.
                    var at = Stopwatch.GetTimestamp();
                    _kept = new Kept(await read(cancellation), at);
                }
            },
            cancellation);
        return _kept!.Value;
    }

    public void Dispose() => _reading.Dispose();

    private T? Fresh() => Volatile.Read(ref _kept) is { } kept && Stopwatch.GetElapsedTime(kept.At) < moment ? kept.Value : null;

    private sealed record Kept(T Value, long At);
}
