using Octant.Engine.Calendar;

namespace Octant.Engine.Profiles;

/// <summary>
/// One typed fact in 8 bytes: a number's bits, a category's symbol, a flag's 0 or 1, a date's microseconds.
/// Symbols differ from run to run, so a stored form writes a category's text.
/// </summary>
public readonly record struct AttributeValue(AttributeKind Kind, long Bits)
{
    public double Number => BitConverter.Int64BitsToDouble(Bits);

    public int Symbol => (int)Bits;

    public string Category => Symbols.TextOf(Symbol);

    public bool Flag => Bits != 0;

    public Instant Date => new(Bits);

    public static AttributeValue OfNumber(double value) => new(AttributeKind.Number, BitConverter.DoubleToInt64Bits(value));

    public static AttributeValue OfCategory(string value) => new(AttributeKind.Category, Symbols.Of(value));

    /// <summary>Makes a string only of a text that was never seen before.</summary>
    public static AttributeValue OfCategory(ReadOnlySpan<char> value) => new(AttributeKind.Category, Symbols.Of(value));

    public static AttributeValue OfFlag(bool value) => new(AttributeKind.Flag, value ? 1 : 0);

    public static AttributeValue OfDate(Instant value) => new(AttributeKind.Date, value.Microseconds);
}
