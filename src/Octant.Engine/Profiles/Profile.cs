namespace Octant.Engine.Profiles;

/// <summary>
/// What is known about one customer, as a row: per attribute a cell of 8 bytes and a mark that says whether it is there
/// and of which kind, and the set of tags. Owned by one partition, and changed on its thread only.
/// </summary>
public sealed class Profile
{
    /// <summary>0 for missing, otherwise the kind + 1.</summary>
    private byte[] _marks = [];
    private long[] _cells = [];
    private int[] _tags = [];

    /// <summary>Ids below this may be present; it grows with the dictionary.</summary>
    public int Capacity => _cells.Length;

    /// <summary>Symbols, in no meaningful order.</summary>
    public ReadOnlySpan<int> Tags => _tags;

    /// <summary>False means missing: unknown, never false and never zero.</summary>
    public bool Has(int attributeId) => (uint)attributeId < (uint)_marks.Length && _marks[attributeId] != 0;

    /// <summary>The cell's bits, as in <see cref="AttributeValue"/>. Zero when missing: ask <see cref="Has"/> first.</summary>
    public long Bits(int attributeId) => (uint)attributeId < (uint)_cells.Length ? _cells[attributeId] : 0;

    public double Number(int attributeId) => BitConverter.Int64BitsToDouble(Bits(attributeId));

    /// <summary>Null when missing.</summary>
    public AttributeValue? Value(int attributeId) =>
        Has(attributeId) ? new AttributeValue((AttributeKind)(_marks[attributeId] - 1), _cells[attributeId]) : null;

    public bool HasTag(int symbol) => Array.IndexOf(_tags, symbol) >= 0;

    public void Set(int attributeId, AttributeValue value)
    {
        if (attributeId >= _cells.Length)
        {
            var length = (attributeId + 8) & ~7;
            Array.Resize(ref _cells, length);
            Array.Resize(ref _marks, length);
        }

        _cells[attributeId] = value.Bits;
        _marks[attributeId] = (byte)(value.Kind + 1);
    }

    public void Clear(int attributeId)
    {
        if (Has(attributeId))
        {
            _cells[attributeId] = 0;
            _marks[attributeId] = 0;
        }
    }

    /// <summary>Replaces the whole set; repeated symbols count once.</summary>
    public void SetTags(ReadOnlySpan<int> symbols)
    {
        var distinct = new List<int>(symbols.Length);
        foreach (var symbol in symbols)
        {
            if (!distinct.Contains(symbol))
            {
                distinct.Add(symbol);
            }
        }

        _tags = [.. distinct];
    }
}
