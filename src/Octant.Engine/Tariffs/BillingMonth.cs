using System.Globalization;

namespace Octant.Engine.Tariffs;

/// <summary>A calendar month that is billed: the first to the last day of it, in the operator's own zone.</summary>
public readonly record struct BillingMonth : IComparable<BillingMonth>
{
    /// <param name="year">1 to 9999.</param>
    /// <param name="month">1 to 12.</param>
    public BillingMonth(int year, int month)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, 9999);
        ArgumentOutOfRangeException.ThrowIfLessThan(month, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(month, 12);
        (Year, Month) = (year, month);
    }

    public int Year { get; }

    public int Month { get; }

    public static BillingMonth Of(DateOnly day) => new(day.Year, day.Month);

    /// <summary>From <c>2018-12</c>.</summary>
    public static bool TryParse(string? text, out BillingMonth month)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            month = Of(day);
            return true;
        }

        month = default;
        return false;
    }

    public int CompareTo(BillingMonth other) => Year != other.Year ? Year.CompareTo(other.Year) : Month.CompareTo(other.Month);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{Month:D2}");
}
