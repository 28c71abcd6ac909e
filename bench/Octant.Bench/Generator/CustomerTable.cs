using System.Runtime.CompilerServices;

namespace Octant.Bench.Generator;

/// <summary>One generated customer, whole.</summary>
public sealed class GeneratedCustomer
{
    public required long Row { get; init; }

    /// <summary><see cref="CustomerTable.Missing"/> where it is not known.</summary>
    public required int[] Numbers { get; init; }

    /// <inheritdoc cref="Numbers"/>
    public required int[] Categories { get; init; }

    /// <summary>Bit t is set when the customer has tag t.</summary>
    public required ulong Tags { get; init; }

    /// <summary>Ascending.</summary>
    public required ushort[] Offerings { get; init; }

    public bool HasTag(int tag) => (Tags >> tag & 1) != 0;
}

/// <summary>
/// Any number of customers, none of them stored: every value is a pure function of (seed, row, column). With
/// <paramref name="missingShare"/> 0 these are the data all published figures are about; otherwise that share of the
/// numbers and categories is missing, and all the others keep their values.
/// </summary>
/// <param name="missingShare">0 to 1.</param>
public sealed class CustomerTable(ulong seed, double missingShare = 0)
{
    /// <summary>Stands for an unknown number or category; the values themselves are never negative.</summary>
    public const int Missing = -1;

    // Each kind of draw has its own range of columns.
    private const int CategoryDraws = 100;
    private const int TagDraws = 200;
    private const int OfferingDraws = 300;
    private const int MissingDraws = 400;

    private static readonly double[] TagShares = [.. Enumerable.Range(0, Shape.Tags).Select(Shape.TagShare)];

    public CustomerTable()
        : this(DataSeeds.Default.Customers)
    {
    }

    public ulong Seed => seed;

    public double MissingShare => missingShare;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Number(long row, int number)
    {
        if (IsMissing(row, number))
        {
            return Missing;
        }

        var draw = Seeded.Unit(seed, row, number);
        if (Shape.LeansToZero(number))
        {
            draw = draw * draw * draw;
        }

        return (int)(draw * Shape.NumberLimits[number]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Category(long row, int category)
    {
        if (IsMissing(row, Shape.Numbers + category))
        {
            return Missing;
        }

        var draw = Seeded.Unit(seed, row, CategoryDraws + category);
        return (int)(draw * draw * Shape.CategorySizes[category]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasTag(long row, int tag) => Seeded.Unit(seed, row, TagDraws + tag) < TagShares[tag];

    /// <summary>Bit t is set when the customer has tag t.</summary>
    public ulong Tags(long row)
    {
        var bits = 0UL;
        for (var tag = 0; tag < Shape.Tags; tag++)
        {
            bits |= HasTag(row, tag) ? 1UL << tag : 0;
        }

        return bits;
    }

    /// <summary>Writes the owned offerings in ascending order and returns how many there are.</summary>
    /// <param name="owned">Room for <see cref="Shape.MostOwned"/>.</param>
    public int Offerings(long row, Span<ushort> owned)
    {
        var draws = (int)(Seeded.Unit(seed, row, OfferingDraws) * (Shape.MostOwned + 1));
        var count = 0;
        for (var i = 0; i < draws; i++)
        {
            var draw = Seeded.Unit(seed, row, OfferingDraws + 1 + i);
            var offering = (ushort)(draw * draw * Shape.Offerings);
            if (!owned[..count].Contains(offering))
            {
                owned[count++] = offering;
            }
        }

        owned[..count].Sort();
        return count;
    }

    public GeneratedCustomer Customer(long row)
    {
        Span<ushort> owned = stackalloc ushort[Shape.MostOwned];
        var count = Offerings(row, owned);
        return new GeneratedCustomer
        {
            Row = row,
            Numbers = [.. Enumerable.Range(0, Shape.Numbers).Select(number => Number(row, number))],
            Categories = [.. Enumerable.Range(0, Shape.Categories).Select(category => Category(row, category))],
            Tags = Tags(row),
            Offerings = owned[..count].ToArray(),
        };
    }

    public GeneratedCustomer[] Customers(int count) => [.. Enumerable.Range(0, count).Select(row => Customer(row))];

    private bool IsMissing(long row, int column) => missingShare > 0 && Seeded.Unit(seed, row, MissingDraws + column) < missingShare;
}
