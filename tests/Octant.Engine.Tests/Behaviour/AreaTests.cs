using Octant.Engine.Behaviour;
using Octant.Engine.Expressions;
using Octant.Engine.Partitions;
using Octant.Engine.Tests.Partitions;

namespace Octant.Engine.Tests.Behaviour;

public sealed class AreaTests
{
    private const string InOldTown = "inArea(\"old-town\")";

    [Theory]
    [InlineData(26.08, 119.30, true)]
    [InlineData(26.0844, 119.30, true)]
    [InlineData(26.0846, 119.30, false)]
    [InlineData(26.08, 119.30499, true)]
    [InlineData(26.08, 119.30502, false)]
    [InlineData(26.05, 119.05, true)]
    [InlineData(26.05, 119.11, false)]
    [InlineData(25.99, 119.05, false)]
    public void Circles_and_polygons_hold_what_lies_in_them(double latitude, double longitude, bool inside) =>
        Assert.Equal(
            inside ? Truth.True : Truth.False,
            new Area(BehaviourWorld.Areas[0]).Contains(null, GeoPoint.Of(latitude, longitude)));

    [Fact]
    public void A_circle_across_the_date_line_is_one_circle()
    {
        var area = new Area(new AreaDefinition { Id = "a", Name = "a", Circles = [new AreaCircle(0, 179.999, 500)] });
        Assert.Equal(Truth.True, area.Contains(null, GeoPoint.Of(0, -179.999)));
        Assert.Equal(Truth.False, area.Contains(null, GeoPoint.Of(0, -179.99)));
    }

    [Fact]
    public void A_circle_in_the_north_is_as_wide_as_it_is_high()
    {
        // At 60 degrees a degree of longitude is half as long: 0.02 of it and 0.01 of latitude are 1,111.95 m.
        var area = new Area(new AreaDefinition { Id = "a", Name = "a", Circles = [new AreaCircle(60, 20, 1_112)] });
        Assert.Equal(Truth.True, area.Contains(null, GeoPoint.Of(60, 20.02)));
        Assert.Equal(Truth.True, area.Contains(null, GeoPoint.Of(60.01, 20)));
        Assert.Equal(Truth.False, area.Contains(null, GeoPoint.Of(60, 20.0201)));
        Assert.Equal(Truth.False, area.Contains(null, GeoPoint.Of(60.0101, 20)));
    }

    [Fact]
    public void Random_points_are_in_a_circle_as_great_circle_distance_has_it()
    {
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var (latitude, longitude) = ((random.NextDouble() * 120) - 60, (random.NextDouble() * 360) - 180);
            var radius = random.Next(50, 20_000);
            var area = new Area(new AreaDefinition { Id = "a", Name = "a", Circles = [new AreaCircle(latitude, longitude, radius)] });
            var (north, east) = ((random.NextDouble() - 0.5) * 0.4, (random.NextDouble() - 0.5) * 0.4);
            if (GeoPoint.Of(latitude + north, longitude + east) is { } point)
            {
                var distance = Haversine(latitude, longitude, latitude + north, longitude + east);
                if (Math.Abs(distance - radius) > radius * 0.006)
                {
                    Assert.True((distance < radius) == (area.Contains(null, point) == Truth.True), $"{latitude} {longitude} {radius}: {distance}");
                }
            }
        }
    }

    [Fact]
    public void The_latest_place_tells_and_what_speaks_no_word_of_the_area_is_unknown()
    {
        var rig = new PartitionRig(BehaviourWorld.Definition(InOldTown, "inArea(\"cells-only\")", "inArea(\"old-town\", duration(\"1h\"))"));
        Assert.Equal(UnknownValue.Instance, BehaviourWorld.Value(InOldTown, rig));
        Located(rig, TimeSpan.FromMinutes(30), BehaviourWorld.Word("area", "c1"));
        Assert.Equal(true, BehaviourWorld.Value(InOldTown, rig));
        Located(rig, TimeSpan.FromMinutes(40), BehaviourWorld.Word("area", "c7"));
        Assert.Equal(true, BehaviourWorld.Value(InOldTown, rig));
        Assert.Equal(false, BehaviourWorld.Value("inArea(\"cells-only\")", rig));
        Located(rig, TimeSpan.FromMinutes(20), BehaviourWorld.Number("latitude", 26.5), BehaviourWorld.Number("longitude", 119.3));
        Assert.Equal(false, BehaviourWorld.Value(InOldTown, rig));
        Assert.Equal(UnknownValue.Instance, BehaviourWorld.Value("inArea(\"cells-only\")", rig));
        Located(rig, TimeSpan.FromMinutes(10), BehaviourWorld.Number("latitude", 26.08), BehaviourWorld.Number("longitude", 119.3));
        Assert.Equal(true, BehaviourWorld.Value("inArea(\"old-town\", duration(\"1h\"))", rig));
        rig.Pass(TimeSpan.FromMinutes(50));
        Assert.Equal(UnknownValue.Instance, BehaviourWorld.Value("inArea(\"old-town\", duration(\"1h\"))", rig));
        Assert.Equal(true, BehaviourWorld.Value(InOldTown, rig));
        rig.Check();
    }

    private static void Located(PartitionRig rig, TimeSpan ago, params Octant.Engine.Decisions.FieldValue[] fields) =>
        rig.Do<CustomerEventRecorded>(rig.Event("located", ago, fields));

    private static double Haversine(double latitude, double longitude, double otherLatitude, double otherLongitude)
    {
        var (a, b) = (latitude * Math.PI / 180, otherLatitude * Math.PI / 180);
        var (north, east) = (Math.Sin((b - a) / 2), Math.Sin((otherLongitude - longitude) * Math.PI / 360));
        return 2 * 6_371_008.8 * Math.Asin(Math.Sqrt((north * north) + (Math.Cos(a) * Math.Cos(b) * east * east)));
    }
}
