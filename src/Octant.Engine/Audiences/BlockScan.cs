using Octant.Engine.Calendar;

namespace Octant.Engine.Audiences;

/// <summary>What evaluating one query over one block after another works on; buffers are used again and again. One for each thread.</summary>
internal sealed class BlockScan(AudienceSnapshot snapshot, Instant now)
{
    private readonly Stack<ulong[]> _buffers = [];
    private readonly ushort[] _words = new ushort[BlockBits.Words + 1];

    public AudienceSnapshot Snapshot => snapshot;

    public Instant Now => now;

    public AudienceBlock Block { get; set; } = null!;

    /// <summary>A bitmap of unspecified content; give it back with <see cref="Return"/>.</summary>
    public ulong[] Rent() => _buffers.TryPop(out var buffer) ? buffer : new ulong[BlockBits.Words];

    public void Return(ulong[] buffer) => _buffers.Push(buffer);

    /// <summary>What the mask leaves to look at, until this is asked again.</summary>
    public Remaining Remaining(ReadOnlySpan<ulong> mask) => new(mask, _words);
}
