using Octant.Engine.Calendar;

namespace Octant.Engine.Audiences;

/// <summary>What evaluating one query over one block after another works on; buffers are used again and again.</summary>
internal sealed class BlockScan(AudienceColumns columns, Instant now)
{
    private readonly Stack<ulong[]> _buffers = [];

    public AudienceColumns Columns => columns;

    public Instant Now => now;

    public AudienceBlock Block { get; set; } = null!;

    /// <summary>A bitmap of unspecified content; give it back with <see cref="Return"/>.</summary>
    public ulong[] Rent() => _buffers.TryPop(out var buffer) ? buffer : new ulong[BlockBits.Words];

    public void Return(ulong[] buffer) => _buffers.Push(buffer);
}
