using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Octant.Engine.Profiles;

namespace Octant.Engine.Matching;

/// <summary>
/// One attribute or field in a segment: which bitmap belongs to which value. Row 0 is for the missing value. Words have a
/// row each and one for all others. Numbers and dates are cut at the rules' boundaries; where these are many, some
/// elementary intervals in a row share a bitmap, and a slot whose own boundary falls among them is checked once it survives.
/// </summary>
internal sealed class ValueDimension
{
    private const int FirstRow = 1;
    private const int FirstWordRow = 2;

    /// <summary>Edges are compared so many at a time.</summary>
    private const int EdgesPerStep = 8;

    /// <summary>First keys of the second and later intervals, ascending, filled up with keys above all values. Empty for words.</summary>
    private readonly long[] _edges;
    private readonly int _edgeCount;
    private readonly int[] _wordList;
    private readonly SymbolTable? _words;

    private ValueDimension(ValueName name, IReadOnlyList<long> edges, int[]? words)
    {
        Name = name;
        _edgeCount = edges.Count;
        _edges = new long[(edges.Count + EdgesPerStep - 1) / EdgesPerStep * EdgesPerStep];
        Array.Fill(_edges, long.MaxValue);
        for (var i = 0; i < edges.Count; i++)
        {
            _edges[i] = edges[i];
        }

        _wordList = words ?? [];
        _words = words is null ? null : new SymbolTable(words);
        RowCount = words is null ? FirstRow + edges.Count + 1 : FirstWordRow + words.Length;
    }

    public ValueName Name { get; }

    public int RowCount { get; }

    /// <summary>Where its first row begins, in words.</summary>
    public int Offset { get; set; }

    /// <param name="sets">What the slots accept, for those that ask for it.</param>
    /// <param name="mostRows">Numbers and dates get so many rows at most, besides that of the missing value.</param>
    public static ValueDimension Of(ValueName name, IReadOnlyCollection<ValueSet> sets, int mostRows)
    {
        if (name.Kind == AttributeKind.Category)
        {
            return new ValueDimension(name, [], [.. sets.SelectMany(WordsNamedBy).Distinct()]);
        }

        var edges = new SortedSet<long>();
        foreach (var set in sets)
        {
            for (var i = 0; i < set.IntervalCount; i++)
            {
                var (first, last) = set.IntervalAt(i);
                if (first != long.MinValue)
                {
                    edges.Add(first);
                }

                if (last < ValueKeys.NotANumber - 1)
                {
                    edges.Add(last + 1);
                }
            }
        }

        var all = edges.ToArray();
        var rows = Math.Min(all.Length + 1, mostRows);
        return new ValueDimension(name, [.. Enumerable.Range(1, rows - 1).Select(row => all[(int)((long)row * (all.Length + 1) / rows) - 1])], null);
    }

    /// <summary>The row of a value that is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int RowOf(long key) => _words is { } words ? words.Find((int)key) + FirstWordRow : FirstRow + EdgesNotAbove(key);

    /// <summary>Calls back for every row on which a set accepts something.</summary>
    public void ForEachRow(ValueSet set, Action<int> accept)
    {
        if (set.AcceptsMissing)
        {
            accept(0);
        }

        if (_words is not null)
        {
            if (set.Contains(ValueKeys.AnyOtherWord))
            {
                accept(1);
            }

            for (var i = 0; i < _wordList.Length; i++)
            {
                if (set.Contains(_wordList[i]))
                {
                    accept(FirstWordRow + i);
                }
            }

            return;
        }

        var next = 0;
        for (var i = 0; i < set.IntervalCount; i++)
        {
            var (first, last) = set.IntervalAt(i);
            var lastRow = EdgesNotAbove(last);
            for (var row = Math.Max(next, EdgesNotAbove(first)); row <= lastRow; row++)
            {
                accept(FirstRow + row);
                next = row + 1;
            }
        }
    }

    /// <summary>Whether the rows say exactly what the set accepts, so that nothing is left to be checked.</summary>
    public bool IsExact(ValueSet set)
    {
        for (var i = 0; _words is null && i < set.IntervalCount; i++)
        {
            var (first, last) = set.IntervalAt(i);
            if ((first != long.MinValue && !IsEdge(first)) || (last < ValueKeys.NotANumber - 1 && !IsEdge(last + 1)))
            {
                return false;
            }
        }

        // NaN is no edge: where it is told from the numbers, that is checked.
        return _words is not null || Name.Kind != AttributeKind.Number || !set.Contains(ValueKeys.NotANumber) == !set.Contains(ValueKeys.NotANumber - 1);
    }

    private bool IsEdge(long key) => Array.BinarySearch(_edges, 0, _edgeCount, key) >= 0;

    /// <summary>How many edges are not above the key: all are compared, which is faster than to guess which to look at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int EdgesNotAbove(long key)
    {
        ref var edges = ref MemoryMarshal.GetArrayDataReference(_edges);
        var sought = Vector512.Create(key);
        var above = 0;
        for (var i = 0; i < _edges.Length; i += EdgesPerStep)
        {
            above += BitOperations.PopCount(Vector512.GreaterThan(Vector512.LoadUnsafe(ref edges, (nuint)i), sought).ExtractMostSignificantBits());
        }

        return Math.Min(_edges.Length - above, _edgeCount);
    }

    /// <summary>The words a set lists, be it that they are accepted or that all others are.</summary>
    private static IEnumerable<int> WordsNamedBy(ValueSet set)
    {
        var listed = set.Contains(ValueKeys.AnyOtherWord) ? set.Others() : set;
        for (var i = 0; i < listed.IntervalCount; i++)
        {
            var (first, last) = listed.IntervalAt(i);
            for (var word = first; word <= last; word++)
            {
                yield return (int)word;
            }
        }
    }
}
