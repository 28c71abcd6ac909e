using System.Runtime.CompilerServices;
using Octant.Engine.Calendar;
using Octant.Engine.Profiles;

namespace Octant.Engine.Matching;

/// <summary>
/// Every kind of value as a 64-bit key: numbers in their order with NaN above all, dates by microsecond, flags 0 and 1,
/// categories by symbol. −0 and 0 are one key, because they compare equal.
/// </summary>
internal static class ValueKeys
{
    public const long NotANumber = long.MaxValue;

    /// <summary>A key no symbol has: in a set that names words it stands for every word not named.</summary>
    public const long AnyOtherWord = long.MaxValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long OfNumber(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value + 0.0);
        return double.IsNaN(value) ? NotANumber : bits ^ ((bits >> 63) & long.MaxValue);
    }

    /// <param name="bits">As a profile's cell holds them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long OfBits(AttributeKind kind, long bits) => kind switch
    {
        AttributeKind.Number => OfNumber(BitConverter.Int64BitsToDouble(bits)),
        AttributeKind.Flag => bits != 0 ? 1 : 0,
        AttributeKind.Category => (int)bits,
        _ => bits,
    };

    /// <summary>The key of a constant as the interpreter gives it; null for what has none.</summary>
    public static long? OfConstant(object value) => value switch
    {
        double number => OfNumber(number),
        bool flag => flag ? 1 : 0,
        string word => Symbols.Of(word),
        Instant instant => instant.Microseconds,
        _ => null,
    };
}
