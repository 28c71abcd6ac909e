namespace Octant.Engine;

/// <summary>
/// Exponential and logarithm, the same to the bit on every machine: only + − × ÷ and square roots in written order. Both are
/// the algorithms of fdlibm (Sun Microsystems, 1993: e_exp.c, e_log.c), with an error below one unit in the last place.
/// </summary>
public static class ElementaryFunctions
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double InverseLn2 = 1.44269504088896338700e+00;
    private const double LargestExponent = 7.09782712893383973096e+02;
    private const double SmallestExponent = -7.45133219101941108420e+02;

    /// <summary>e to the power of <paramref name="x"/>; infinite above 709.78, zero below −745.13.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x) || x > LargestExponent)
        {
            return double.IsNaN(x) ? x : double.PositiveInfinity;
        }

        if (x < SmallestExponent)
        {
            return 0;
        }

        // x = k·ln 2 + r with |r| ≤ ½ ln 2, and e^r by a rational approximation.
        var k = (int)((InverseLn2 * x) + (x < 0 ? -0.5 : 0.5));
        var high = x - (k * Ln2High);
        var low = k * Ln2Low;
        var r = high - low;
        var t = r * r;
        var c = r - (t * (1.66666666666666019037e-01 + (t * (-2.77777777770155933842e-03 + (t * (6.61375632143793436117e-05
            + (t * (-1.65339022054652515390e-06 + (t * 4.13813679705723846039e-08)))))))));
        var y = 1 - (low - ((r * c) / (2 - c)) - high);
        return Scale(y, k);
    }

    /// <summary>The natural logarithm; minus infinity of zero, not a number below it.</summary>
    public static double Log(double x)
    {
        if (!(x > 0) || double.IsPositiveInfinity(x))
        {
            return x == 0 ? double.NegativeInfinity : x > 0 ? x : double.NaN;
        }

        var k = 0;
        if (x < 2.2250738585072014e-308)
        {
            x *= 18_014_398_509_481_984;
            k = -54;
        }

        // x = m·2^k with m between √½ and √2.
        var bits = BitConverter.DoubleToInt64Bits(x);
        k += (int)((bits >> 52) & 0x7FF) - 1023;
        var m = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000);
        if (m > 1.4142135623730951)
        {
            m *= 0.5;
            k++;
        }

        var f = m - 1;
        var s = f / (2 + f);
        var z = s * s;
        var w = z * z;
        var even = w * (3.999999999940941908e-01 + (w * (2.222219843214978396e-01 + (w * 1.531383769920937332e-01))));
        var odd = z * (6.666666666666735130e-01 + (w * (2.857142874366239149e-01 + (w * (1.818357216161805012e-01 + (w * 1.479819860511658591e-01))))));
        var half = 0.5 * f * f;
        return (k * Ln2High) - (half - ((s * (half + even + odd)) + (k * Ln2Low)) - f);
    }

    /// <summary>log(1 + x), also where x is so small that 1 + x would lose it (W. Kahan's correction).</summary>
    public static double LogOnePlus(double x)
    {
        var sum = 1 + x;
        return sum == 1 || double.IsInfinity(sum) ? x : Log(sum) * (x / (sum - 1));
    }

    /// <summary>1 / (1 + e^−x), without overflow.</summary>
    public static double Logistic(double x)
    {
        var e = Exp(x < 0 ? x : -x);
        return x < 0 ? e / (1 + e) : 1 / (1 + e);
    }

    private static double Scale(double y, int k)
    {
        if (k < -1021)
        {
            // In two steps, so that a result below the normal range is rounded once.
            return y * PowerOfTwo(k + 1000) * PowerOfTwo(-1000);
        }

        return k == 1024 ? y * 2 * PowerOfTwo(1023) : y * PowerOfTwo(k);
    }

    private static double PowerOfTwo(int k) => BitConverter.Int64BitsToDouble((k + 1023L) << 52);
}
