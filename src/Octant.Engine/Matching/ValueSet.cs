namespace Octant.Engine.Matching;

/// <summary>
/// The values of one attribute or field for which a condition is true: closed intervals of keys (<see cref="ValueKeys"/>),
/// and whether it is true where the value is missing. Immutable.
/// </summary>
internal sealed class ValueSet
{
    /// <summary>First and last key of each interval in turn, ascending, with a gap between any two.</summary>
    private readonly long[] _ends;

    private ValueSet(long[] ends, bool missing)
    {
        _ends = ends;
        AcceptsMissing = missing;
    }

    /// <summary>Every value, but it must be there.</summary>
    public static ValueSet Present { get; } = new([long.MinValue, long.MaxValue], missing: false);

    public static ValueSet Missing { get; } = new([], missing: true);

    public static ValueSet Empty { get; } = new([], missing: false);

    public bool AcceptsMissing { get; }

    public bool IsEmpty => _ends.Length == 0 && !AcceptsMissing;

    public int IntervalCount => _ends.Length / 2;

    public static ValueSet Interval(long first, long last) => first > last ? Empty : new ValueSet([first, last], missing: false);

    public static ValueSet Of(IEnumerable<long> keys)
    {
        var set = Empty;
        foreach (var key in keys)
        {
            set = set.Or(Interval(key, key));
        }

        return set;
    }

    public (long First, long Last) IntervalAt(int index) => (_ends[index * 2], _ends[(index * 2) + 1]);

    public bool Contains(long key)
    {
        for (var i = 0; i < _ends.Length; i += 2)
        {
            if (key >= _ends[i] && key <= _ends[i + 1])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Every value that is there and not in this set: where the opposite of the condition is true.</summary>
    public ValueSet Others()
    {
        var ends = new List<long>(_ends.Length + 2);
        var next = long.MinValue;
        for (var i = 0; i < _ends.Length; i += 2)
        {
            if (_ends[i] > next)
            {
                ends.Add(next);
                ends.Add(_ends[i] - 1);
            }

            if (_ends[i + 1] == long.MaxValue)
            {
                return new ValueSet([.. ends], missing: false);
            }

            next = _ends[i + 1] + 1;
        }

        ends.Add(next);
        ends.Add(long.MaxValue);
        return new ValueSet([.. ends], missing: false);
    }

    public ValueSet And(ValueSet other)
    {
        var ends = new List<long>();
        for (int i = 0, j = 0; i < _ends.Length && j < other._ends.Length;)
        {
            var first = Math.Max(_ends[i], other._ends[j]);
            var last = Math.Min(_ends[i + 1], other._ends[j + 1]);
            if (first <= last)
            {
                ends.Add(first);
                ends.Add(last);
            }

            if (_ends[i + 1] < other._ends[j + 1])
            {
                i += 2;
            }
            else
            {
                j += 2;
            }
        }

        return new ValueSet([.. ends], AcceptsMissing && other.AcceptsMissing);
    }

    public ValueSet Or(ValueSet other)
    {
        // Not in either is not in both: De Morgan over the values that are there.
        var present = Others().And(other.Others()).Others();
        return new ValueSet(present._ends, AcceptsMissing || other.AcceptsMissing);
    }
}
