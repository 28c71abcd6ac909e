using Octant.Engine.Calendar;

namespace Octant.Engine.Learning;

/// <summary>What a feature says about the customer or about where the offer is made.</summary>
public enum FeatureKind
{
    /// <summary>True of everybody: its weight is the level everything starts from.</summary>
    Intercept,

    /// <summary>A number lies in one band.</summary>
    Number,

    /// <summary>A category has one value.</summary>
    Category,

    Flag,

    /// <summary>A date lies so many days back or ahead, in one band.</summary>
    Date,

    /// <summary>The attribute is not known of this customer.</summary>
    Missing,

    Tag,

    /// <summary>The offer is made on this channel.</summary>
    Channel,

    /// <summary>How the customer has answered on this channel so far, see <see cref="ChannelHistory"/>.</summary>
    History,
}

/// <summary>
/// Something that is true of a customer or not. Numbers are cut into bands that need no look at the data: four to every
/// doubling, on both sides of zero, so that a band means the same for ever and whatever the unit.
/// </summary>
/// <param name="Attribute">The attribute's id; −1 for kinds that are about none.</param>
/// <param name="Band">Of a number or date the band, of a flag 0 or 1, of a history its place; otherwise 0.</param>
/// <param name="Text">Of a category, tag or channel; otherwise empty.</param>
public readonly record struct Feature(FeatureKind Kind, int Attribute, long Band, string Text)
{
    private const int BandShift = 50;

    public static Feature Intercept { get; } = new(FeatureKind.Intercept, -1, 0, "");

    /// <summary>A double's sign, exponent and first two bits of fraction.</summary>
    public static long BandOf(double value) => value == 0 ? 0 : (long)((ulong)BitConverter.DoubleToInt64Bits(value) >> BandShift);

    /// <summary>Whole days from a date to now, negative for one to come, as a band.</summary>
    public static long BandOf(Instant date, Instant now) => BandOf((double)((now.Microseconds - date.Microseconds) / Instant.MicrosecondsPerDay));

    /// <summary>The numbers of a band: from the first, which belongs to it, to the second. Both 0 for exactly zero.</summary>
    public static (double From, double To) LimitsOf(long band)
    {
        if (band == 0)
        {
            return (0, 0);
        }

        var inner = BitConverter.Int64BitsToDouble(band << BandShift);
        var outer = BitConverter.Int64BitsToDouble((band + 1) << BandShift);
        return inner < 0 ? (outer, inner) : (inner, outer);
    }
}
