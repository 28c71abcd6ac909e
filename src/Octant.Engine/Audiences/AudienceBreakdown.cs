using System.Runtime.InteropServices;
using Octant.Engine.Expressions;
using Octant.Engine.Profiles;

namespace Octant.Engine.Audiences;

/// <summary>How many customers of an audience have these values.</summary>
/// <param name="Values">One for each attribute asked for, in that order; null where it is missing.</param>
/// <param name="Count">More than zero.</param>
public sealed record BreakdownRow(IReadOnlyList<AttributeValue?> Values, long Count);

/// <summary>The largest groups first, then by value; <paramref name="Rest"/> customers are in groups beyond the limit.</summary>
public sealed record AudienceBreakdown(IReadOnlyList<BreakdownRow> Rows, long Rest);

/// <summary>
/// Counts combinations of up to three attributes' values. Where all are categories and flags a combination is a place in an
/// array; else it is looked up.
/// </summary>
internal sealed class ValueGroups
{
    public const int MostAttributes = 3;

    /// <summary>Combinations up to which an array is made.</summary>
    private const long MostPlaces = 1 << 18;

    private readonly IReadOnlyList<AttributeDefinition> _by;
    private readonly CategoryCodes?[] _codes;
    private readonly int[] _sizes;
    private readonly long[]? _places;
    private readonly Dictionary<Group, long> _counts = [];

    public ValueGroups(AudienceSnapshot snapshot, IReadOnlyList<AttributeDefinition> by)
    {
        _by = by;
        _codes = [.. by.Select(attribute => snapshot.Codes(attribute.Id))];
        _sizes = [.. by.Select((attribute, i) => attribute.Kind switch
        {
            AttributeKind.Flag => 3,
            AttributeKind.Category => (_codes[i]?.Count ?? 0) + 1,
            _ => int.MaxValue,
        })];
        var combinations = _sizes.Aggregate(1L, (product, size) => Math.Min(MostPlaces + 1, product * size));
        _places = combinations <= MostPlaces ? new long[combinations] : null;
    }

    public static void Check(IReadOnlyList<AttributeDefinition> by)
    {
        if (by.Count is 0 or > MostAttributes)
        {
            throw new ArgumentException($"A breakdown is by one to {MostAttributes} attributes.", nameof(by));
        }

        if (by.FirstOrDefault(attribute => attribute.Kind == AttributeKind.Text) is { } text)
        {
            throw new ArgumentException($"{text.Name} is a text: a breakdown is by numbers, categories, flags or dates.", nameof(by));
        }
    }

    public void Add(AudienceBlock block, ulong[] rows)
    {
        var columns = _by.Select(attribute => block.Column(attribute.Id)).ToArray();
        Span<int> buffer = stackalloc int[256];
        var word = 0;
        for (var count = BlockBits.NextRows(rows, ref word, buffer); count > 0; count = BlockBits.NextRows(rows, ref word, buffer))
        {
            foreach (var row in buffer[..count])
            {
                if (_places is not null)
                {
                    _places[PlaceOf(columns, row)]++;
                }
                else
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(_counts, GroupOf(columns, row), out _)++;
                }
            }
        }
    }

    /// <summary>Takes over what another counted of the same snapshot and attributes.</summary>
    public void Add(ValueGroups other)
    {
        foreach (var (group, count) in other.Groups())
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, group, out _) += count;
        }
    }

    public AudienceBreakdown Largest(int limit)
    {
        var all = Groups().ToArray();
        var rows = all
            .Select(pair => new BreakdownRow(ValuesOf(pair.Group), pair.Count))
            .OrderByDescending(row => row.Count)
            .ThenBy(row => row.Values, Comparer<IReadOnlyList<AttributeValue?>>.Create(Compare))
            .Take(limit)
            .ToArray();
        return new AudienceBreakdown(rows, all.Sum(pair => pair.Count) - rows.Sum(row => row.Count));
    }

    private int PlaceOf(ColumnChunk?[] columns, int row)
    {
        var place = 0;
        for (var i = 0; i < columns.Length; i++)
        {
            var column = columns[i];
            var value = column?.Has(row) != true ? _sizes[i] - 1
                : column is CategoryChunk category ? category.CodeAt(row)
                : (int)column.Read(row);
            place = (place * _sizes[i]) + value;
        }

        return place;
    }

    private Group GroupOf(ColumnChunk?[] columns, int row)
    {
        var group = default(Group);
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i] is not { } column || !column.Has(row))
            {
                continue;
            }

            var bits = column.Read(row);
            if (_by[i].Kind == AttributeKind.Number && bits == BitConverter.DoubleToInt64Bits(-0.0))
            {
                // The two zeros are equal, so they are one group.
                bits = 0;
            }

            group = group.With(i, bits);
        }

        return group;
    }

    private IEnumerable<(Group Group, long Count)> Groups()
    {
        for (var place = 0; place < (_places?.Length ?? 0); place++)
        {
            if (_places![place] == 0)
            {
                continue;
            }

            var group = default(Group);
            var left = place;
            for (var i = _sizes.Length - 1; i >= 0; i--)
            {
                var value = left % _sizes[i];
                left /= _sizes[i];
                if (value < _sizes[i] - 1)
                {
                    group = group.With(i, _by[i].Kind == AttributeKind.Category ? _codes[i]!.SymbolOf(value) : value);
                }
            }

            yield return (group, _places[place]);
        }

        foreach (var (group, count) in _counts)
        {
            yield return (group, count);
        }
    }

    private AttributeValue?[] ValuesOf(Group group)
    {
        var values = new AttributeValue?[_by.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = group.Has(i) ? new AttributeValue(_by[i].Kind, group.Bits(i)) : null;
        }

        return values;
    }

    /// <summary>Missing last; categories by their text, since symbols have no order that lasts.</summary>
    private static int Compare(IReadOnlyList<AttributeValue?> left, IReadOnlyList<AttributeValue?> right)
    {
        for (var i = 0; i < left.Count; i++)
        {
            var order = (left[i], right[i]) switch
            {
                (null, null) => 0,
                (null, _) => 1,
                (_, null) => -1,
                ({ Kind: AttributeKind.Category } x, { } y) => CodePoints.Compare(x.Category, y.Category),
                ({ Kind: AttributeKind.Number } x, { } y) => x.Number.CompareTo(y.Number),
                ({ } x, { } y) => x.Bits.CompareTo(y.Bits),
            };
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    /// <summary>The bits of up to three values, and which are there.</summary>
    private readonly record struct Group(int Present, long First, long Second, long Third)
    {
        public bool Has(int i) => (Present >> i & 1) != 0;

        public long Bits(int i) => i switch { 0 => First, 1 => Second, _ => Third };

        public Group With(int i, long bits)
        {
            var present = Present | (1 << i);
            return i switch
            {
                0 => this with { Present = present, First = bits },
                1 => this with { Present = present, Second = bits },
                _ => this with { Present = present, Third = bits },
            };
        }
    }
}
