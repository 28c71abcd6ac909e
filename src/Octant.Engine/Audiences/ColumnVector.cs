using Octant.Engine.Expressions;

namespace Octant.Engine.Audiences;


/// <summary>
/// One value for each row of a batch. A number, bool, moment or duration is in <see cref="Bits"/> (a double as its bits, a bool as
/// 0 or 1, times in microseconds), a string in <see cref="Texts"/>; a list is a stretch of <see cref="Elements"/>, so that all
/// the lists of a batch are one vector in turn. Content is meaningful where the state is known.
/// </summary>
internal sealed class ColumnVector
{
    public ColumnVector(ExpressionType type, int count)
    {
        Type = type;
        Count = count;
        States = new ValueState[count];
        Bits = [];
        Texts = [];
        Starts = [];
        Lengths = [];
        switch (type.Kind)
        {
            case ExpressionKind.String:
                Texts = new string[count];
                Array.Fill(Texts, string.Empty);
                break;
            case ExpressionKind.List:
                Starts = new int[count];
                Lengths = new int[count];
                break;
            default:
                Bits = new long[count];
                break;
        }
    }

    public ExpressionType Type { get; }

    public int Count { get; }

    public ValueState[] States { get; }

    public long[] Bits { get; }

    public string[] Texts { get; }

    public int[] Starts { get; }

    public int[] Lengths { get; }

    /// <summary>What the lists hold; null until a list vector is filled, and for every other type.</summary>
    public ColumnVector Elements { get => field ?? throw new InvalidOperationException($"A vector of {Type} has no elements."); set; }

    public double NumberAt(int i) => BitConverter.Int64BitsToDouble(Bits[i]);

    public void SetNumber(int i, double value) => Bits[i] = BitConverter.DoubleToInt64Bits(value);

    public Truth TruthAt(int i) => States[i] switch
    {
        ValueState.Unknown => Truth.Unknown,
        ValueState.Error => Truth.Error,
        _ => Bits[i] != 0 ? Truth.True : Truth.False,
    };

    public void SetTruth(int i, Truth truth)
    {
        States[i] = truth switch
        {
            Truth.Unknown => ValueState.Unknown,
            Truth.Error => ValueState.Error,
            _ => ValueState.Known,
        };
        Bits[i] = truth == Truth.True ? 1 : 0;
    }

    /// <summary>The values at these places, in this order; a place may come more than once.</summary>
    public ColumnVector Gather(ReadOnlySpan<int> places)
    {
        var result = new ColumnVector(Type, places.Length);
        for (var i = 0; i < places.Length; i++)
        {
            result.Copy(i, this, places[i]);
        }

        if (Type.IsList)
        {
            result.Elements = Elements;
        }

        return result;
    }

    /// <summary>Takes over one value, and of a list its stretch: both must share <see cref="Elements"/>.</summary>
    public void Copy(int i, ColumnVector from, int place)
    {
        States[i] = from.States[place];
        switch (Type.Kind)
        {
            case ExpressionKind.String:
                Texts[i] = from.Texts[place];
                break;
            case ExpressionKind.List:
                Starts[i] = from.Starts[place];
                Lengths[i] = from.Lengths[place];
                break;
            default:
                Bits[i] = from.Bits[place];
                break;
        }
    }

    /// <summary>CEL's equality of two known values of one type.</summary>
    public static bool Equal(ColumnVector left, int i, ColumnVector right, int j)
    {
        switch (left.Type.Kind)
        {
            case ExpressionKind.Double:
                return left.NumberAt(i) == right.NumberAt(j);
            case ExpressionKind.String:
                return string.Equals(left.Texts[i], right.Texts[j], StringComparison.Ordinal);
            case ExpressionKind.List:
                var same = left.Lengths[i] == right.Lengths[j];
                for (var k = 0; same && k < left.Lengths[i]; k++)
                {
                    same = Equal(left.Elements, left.Starts[i] + k, right.Elements, right.Starts[j] + k);
                }

                return same;
            default:
                return left.Bits[i] == right.Bits[j];
        }
    }

    /// <summary>
    /// One vector with the values of several behind each other; gives where each begins. The elements of lists are joined alike.
    /// </summary>
    public static ColumnVector Join(ExpressionType type, ReadOnlySpan<ColumnVector> parts, out int[] offsets)
    {
        offsets = new int[parts.Length];
        var count = 0;
        for (var p = 0; p < parts.Length; p++)
        {
            offsets[p] = count;
            count += parts[p].Count;
        }

        var result = new ColumnVector(type, count);
        int[]? inner = null;
        if (type.IsList)
        {
            result.Elements = Join(type.Element!, parts.ToArray().Select(part => part.Elements).ToArray(), out inner);
        }

        for (var p = 0; p < parts.Length; p++)
        {
            for (var i = 0; i < parts[p].Count; i++)
            {
                result.Copy(offsets[p] + i, parts[p], i);
                if (inner is not null)
                {
                    result.Starts[offsets[p] + i] += inner[p];
                }
            }
        }

        return result;
    }
}

/// <summary>The rows a part is computed for, and the macro variables in sight.</summary>
internal sealed class RowBatch(BlockScan scan, int[] rows)
{
    public BlockScan Scan => scan;

    /// <summary>Rows of the block; a row may come more than once, inside macros.</summary>
    public int[] Rows => rows;

    public int Count => rows.Length;

    public Dictionary<int, ColumnVector> Locals { get; init; } = [];

    /// <summary>The words that stand in for the one category attribute, when a table over its words is made.</summary>
    public string[]? Category { get; init; }

    /// <summary>The batch in which each of these places is a row of its own and the variable has these values.</summary>
    public RowBatch Expand(int[] places, int slot, ColumnVector values)
    {
        var locals = new Dictionary<int, ColumnVector>(Locals.Count + 1);
        foreach (var (known, vector) in Locals)
        {
            locals[known] = vector.Gather(places);
        }

        locals[slot] = values;
        return new RowBatch(scan, Array.ConvertAll(places, place => rows[place]))
        {
            Locals = locals,
            Category = Category is null ? null : Array.ConvertAll(places, place => Category[place]),
        };
    }
}
