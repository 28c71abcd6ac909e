using System.Diagnostics;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Decisions.Events;

/// <summary>How much may be waiting at the door for events.</summary>
public sealed record EventGateOptions
{
    /// <summary>
    /// Bytes of bodies that are being worked on at once, some 90,000 events: half a second of a busy machine's work, and a few
    /// times as much memory.
    /// </summary>
    public long MostBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// When the oldest of them has waited this long for its answer, nothing more is let in until it is through. A body that is still
    /// coming in does not count: its sender keeps it waiting, and must not keep others out.
    /// </summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Message ids remembered at most, in all partitions: an eighth of the memory at 32 bytes each.</summary>
    public long MostRemembered { get; init; } = Math.Max(1_000_000, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8 / 32);
}

/// <summary>
/// Lets in as many events as can be answered soon, by what they cost and by how long the oldest has waited, and refuses the
/// others before their bodies are read. What is let in stays quick at any offered load, and the memory it takes is bounded.
/// </summary>
public sealed class EventGate(EventGateOptions options, IPartitions partitions)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<long> _waiting = [];
    private int _inside;
    private long _bytes;

    /// <summary>Null when there is too much to do already.</summary>
    /// <param name="bytes">Size of the body, as announced.</param>
    public Pass? TryEnter(long bytes)
    {
        lock (_lock)
        {
            // Alone, a body of any size is let in: it can only get quicker by not waiting.
            if (_inside > 0 && _bytes + bytes > options.MostBytes)
            {
                return null;
            }

            if (_waiting.First is { } oldest && Stopwatch.GetElapsedTime(oldest.Value) > options.LongestWait)
            {
                return null;
            }

            if (partitions.RememberedIds > options.MostRemembered)
            {
                return null;
            }

            _inside++;
            _bytes += bytes;
            return new Pass(this, bytes);
        }
    }

    private bool TryGrow(long bytes)
    {
        lock (_lock)
        {
            if (_inside > 1 && _bytes + bytes > options.MostBytes)
            {
                return false;
            }

            _bytes += bytes;
            return true;
        }
    }

    private LinkedListNode<long> BeginWaiting()
    {
        lock (_lock)
        {
            return _waiting.AddLast(Stopwatch.GetTimestamp());
        }
    }

    private void Leave(LinkedListNode<long>? waiting, long bytes)
    {
        lock (_lock)
        {
            if (waiting is not null)
            {
                _waiting.Remove(waiting);
            }

            _inside--;
            _bytes -= bytes;
        }
    }

    /// <summary>Held until the request is answered.</summary>
    public sealed class Pass : IDisposable
    {
        private readonly EventGate _gate;
        private LinkedListNode<long>? _waiting;
        private long _bytes;

        internal Pass(EventGate gate, long bytes) => (_gate, _bytes) = (gate, bytes);

        /// <summary>The body is here; from now on its sender waits.</summary>
        public void BeginWaiting() => _waiting = _gate.BeginWaiting();

        /// <summary>The body turns out to be so big. False when there is no room for that.</summary>
        public bool TryGrowTo(long bytes)
        {
            if (bytes > _bytes)
            {
                if (!_gate.TryGrow(bytes - _bytes))
                {
                    return false;
                }

                _bytes = bytes;
            }

            return true;
        }

        public void Dispose() => _gate.Leave(_waiting, _bytes);
    }
}
