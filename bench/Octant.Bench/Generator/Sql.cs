using System.Globalization;

namespace Octant.Bench.Generator;

/// <summary>The database a condition is written for.</summary>
public enum SqlDialect
{
    /// <summary>Offerings 0 to 127 as two bit masks beside the list, the layout that was fastest there.</summary>
    DuckDb,

    /// <summary>Offerings as an array.</summary>
    PostgreSql,
}

/// <summary>A condition over one wide table: <c>n0…n19, c0…c19</c> integers, <c>t0…t39</c> booleans, <c>offerings</c>, in DuckDB also <c>mask0, mask1</c>.</summary>
public static class Sql
{
    /// <summary>Words of 64 offerings that have a mask.</summary>
    public const int Masks = 2;

    private const int MaskBits = 64;

    public static string Where(Condition condition, SqlDialect dialect) => condition switch
    {
        NumberBetween { From: { } from } between => string.Create(
            CultureInfo.InvariantCulture, $"n{between.Number} >= {from} AND n{between.Number} < {between.Below}"),
        NumberBetween between => string.Create(CultureInfo.InvariantCulture, $"n{between.Number} < {between.Below}"),
        CategoryIn among => string.Create(CultureInfo.InvariantCulture, $"c{among.Category} IN ({string.Join(", ", among.Values)})"),
        TagPresent present => string.Create(CultureInfo.InvariantCulture, $"t{present.Tag}"),
        OwnsAny any => dialect == SqlDialect.DuckDb ? OwnsInDuckDb(any.Offerings) : $"offerings && ARRAY[{string.Join(", ", any.Offerings)}]::int2[]",
        Not not => $"NOT ({Where(not.Inner, dialect)})",
        AllOf all => string.Join(" AND ", all.Parts.Select(part => part is AnyOf ? $"({Where(part, dialect)})" : Where(part, dialect))),
        AnyOf any => string.Join(" OR ", any.Parts.Select(part => $"({Where(part, dialect)})")),
        _ => throw new NotSupportedException(condition.GetType().Name),
    };

    /// <summary>Which bits of mask 0 or 1 stand for these offerings.</summary>
    public static ulong MaskOf(ReadOnlySpan<ushort> offerings, int mask)
    {
        var bits = 0UL;
        foreach (var offering in offerings)
        {
            bits |= offering / MaskBits == mask ? 1UL << (offering % MaskBits) : 0;
        }

        return bits;
    }

    private static string OwnsInDuckDb(IReadOnlyList<int> offerings)
    {
        var parts = new List<string>();
        for (var mask = 0; mask < Masks; mask++)
        {
            var bits = MaskOf([.. offerings.Select(offering => (ushort)offering)], mask);
            if (bits != 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"(mask{mask} & {bits}::UBIGINT) <> 0"));
            }
        }

        var others = offerings.Where(offering => offering >= Masks * MaskBits).ToList();
        if (others.Count > 0)
        {
            parts.Add($"list_has_any(offerings, [{string.Join(", ", others)}]::USMALLINT[])");
        }

        return parts.Count == 1 ? parts[0] : $"({string.Join(" OR ", parts)})";
    }
}
