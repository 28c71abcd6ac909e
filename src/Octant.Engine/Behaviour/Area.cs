using Octant.Engine.Expressions;

namespace Octant.Engine.Behaviour;

/// <summary>A place on the earth as written: degrees north and east.</summary>
public sealed record AreaPoint(double Latitude, double Longitude);

/// <summary>Everything within a radius of a point.</summary>
public sealed record AreaCircle(double Latitude, double Longitude, double RadiusMetres);

/// <summary>
/// A named area: a list of cells or district codes, circles and polygons; a customer is in it who is in any of them. A
/// polygon is a closed line of three corners or more and lies within 180 degrees of longitude.
/// </summary>
public sealed record AreaDefinition
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Codes as location events carry them in their field <c>area</c>.</summary>
    public IReadOnlyList<string> Cells { get; init; } = [];

    public IReadOnlyList<AreaCircle> Circles { get; init; } = [];

    public IReadOnlyList<IReadOnlyList<AreaPoint>> Polygons { get; init; } = [];
}

/// <summary>A place in whole millionths of a degree, about eleven centimetres: all that follows is integer arithmetic.</summary>
public readonly record struct GeoPoint(long Latitude, long Longitude)
{
    private const double Millionths = 1e6;

    /// <summary>Null for what is no place on the earth.</summary>
    public static GeoPoint? Of(double latitude, double longitude) =>
        latitude is >= -90 and <= 90 && longitude is >= -180 and <= 180
            ? new GeoPoint((long)Math.Round(latitude * Millionths), (long)Math.Round(longitude * Millionths))
            : null;
}

/// <summary>
/// An area ready to be asked. Distances are those of a plane whose meridians stand as close as at the circle's centre:
/// within one in a thousand for radii up to 50 km below 60 degrees of latitude.
/// </summary>
public sealed class Area
{
    /// <summary>Micrometres to a millionth of a degree of latitude, on a sphere of the earth's mean radius.</summary>
    private const long MicrometresPerUnit = 111_195;

    private const long Unit = 1_000_000;
    private const long HalfTurn = 180 * Unit;

    private readonly HashSet<string> _cells;
    private readonly (GeoPoint Centre, long RadiusMicrometres, long Cosine)[] _circles;
    private readonly GeoPoint[][] _polygons;

    public Area(AreaDefinition definition)
    {
        Definition = definition;
        _cells = definition.Cells.ToHashSet(StringComparer.Ordinal);
        _circles = [.. definition.Circles
            .Select(circle => (Centre: GeoPoint.Of(circle.Latitude, circle.Longitude), circle.RadiusMetres))
            .Where(circle => circle.Centre is not null)
            .Select(circle => (circle.Centre!.Value, (long)Math.Round(circle.RadiusMetres * Unit), CosineOf(circle.Centre.Value.Latitude)))];
        _polygons = [.. definition.Polygons
            .Select(corners => corners.Select(corner => GeoPoint.Of(corner.Latitude, corner.Longitude)).OfType<GeoPoint>().ToArray())
            .Where(corners => corners.Length >= 3)];
    }

    public AreaDefinition Definition { get; }

    /// <summary>Corners and circles: what one test costs.</summary>
    public int Parts => _circles.Length + _polygons.Sum(polygon => polygon.Length);

    /// <summary>Unknown when the place is given in words the area does not speak.</summary>
    public Truth Contains(string? cell, GeoPoint? point)
    {
        if ((cell is not null && _cells.Contains(cell)) || (point is { } place && ContainsPoint(place)))
        {
            return Truth.True;
        }

        var told = (cell is not null && _cells.Count > 0) || (point is not null && _circles.Length + _polygons.Length > 0);
        return told ? Truth.False : Truth.Unknown;
    }

    private bool ContainsPoint(GeoPoint point)
    {
        foreach (var (centre, radius, cosine) in _circles)
        {
            var north = (Int128)(point.Latitude - centre.Latitude) * MicrometresPerUnit;
            var east = (Int128)AcrossTheDateLine(point.Longitude - centre.Longitude) * MicrometresPerUnit * cosine / Unit;
            if ((north * north) + (east * east) <= (Int128)radius * radius)
            {
                return true;
            }
        }

        foreach (var polygon in _polygons)
        {
            if (IsInside(polygon, point))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Even–odd rule: how many edges a ray to the east crosses. Edges belong to the side above and to the right.</summary>
    private static bool IsInside(GeoPoint[] polygon, GeoPoint point)
    {
        var inside = false;
        for (int i = 0, j = polygon.Length - 1; i < polygon.Length; j = i++)
        {
            var (a, b) = (polygon[i], polygon[j]);
            if ((a.Latitude > point.Latitude) == (b.Latitude > point.Latitude))
            {
                continue;
            }

            var height = b.Latitude - a.Latitude;
            var left = AcrossTheDateLine(point.Longitude - a.Longitude) * height;
            var right = AcrossTheDateLine(b.Longitude - a.Longitude) * (point.Latitude - a.Latitude);
            if (height > 0 ? left < right : left > right)
            {
                inside = !inside;
            }
        }

        return inside;
    }

    private static long AcrossTheDateLine(long difference) =>
        difference > HalfTurn ? difference - (2 * HalfTurn) : difference < -HalfTurn ? difference + (2 * HalfTurn) : difference;

    /// <summary>The cosine of a latitude in millionths, by its series in integers: six terms are exact to the last millionth.</summary>
    private static long CosineOf(long latitude)
    {
        // Millionths of a radian: π/180 = 0.017453292519943…
        var radians = (Int128)latitude * 17_453_292_519_943 / 1_000_000_000_000_000;
        var square = radians * radians / Unit;
        Int128 term = Unit;
        Int128 sum = Unit;
        for (var n = 1; n <= 8; n++)
        {
            term = -term * square / Unit / ((2 * n) * ((2 * n) - 1));
            sum += term;
        }

        return (long)Int128.Max(sum, 0);
    }
}

/// <summary>The measures that tell where the customers of one location event type are.</summary>
public sealed record AreaSource(BehaviourMeasure? Cell, BehaviourMeasure? Latitude, BehaviourMeasure? Longitude);

/// <summary>An area with everything that can tell whether a customer is in it.</summary>
public sealed record AreaTest(Area Area, IReadOnlyList<AreaSource> Sources);
