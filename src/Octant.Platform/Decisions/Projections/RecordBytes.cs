namespace Octant.Platform.Decisions.Projections;

/// <summary>
/// Bytes of records that wait to be written, in large arrays that are used again. Kept as arrays of their own they would outlive the nursery, and
/// the collector would move them and everything else would stand still meanwhile.
/// </summary>
internal sealed class RecordBytes
{
    private const int ChunkBytes = 1 << 20;

    private readonly List<byte[]> _chunks = [];
    private int _full;
    private int _used;

    /// <summary>Of everything kept since the last <see cref="Clear"/>.</summary>
    public long Length { get; private set; }

    /// <summary>A copy that holds until <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Keep(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        if (bytes.Length > ChunkBytes)
        {
            return bytes.ToArray();
        }

        if (bytes.Length > ChunkBytes - _used)
        {
            (_full, _used) = (_full + 1, 0);
        }

        if (_full == _chunks.Count)
        {
            _chunks.Add(new byte[ChunkBytes]);
        }

        var kept = _chunks[_full].AsMemory(_used, bytes.Length);
        bytes.CopyTo(kept.Span);
        _used += bytes.Length;
        return kept;
    }

    public void Clear() => (_full, _used, Length) = (0, 0, 0);
}
