using Octant.Engine.Calendar;

namespace Octant.Engine.Tests.Calendar;

public sealed class ZoneTableTests
{
    private const int Seed = 20260329;

    [Theory]
    [MemberData(nameof(TestZones.OfTheMachine), MemberType = typeof(TestZones))]
    public void Local_times_and_instants_are_those_of_the_machines_zone_data(string name)
    {
        var machine = TimeZoneInfo.FindSystemTimeZoneById(name);
        var zone = TestZones.FromMachine(machine);
        var random = new Random(Seed);
        for (var i = 0; i < 2_000; i++)
        {
            var instant = RandomInstant(random, zone);
            var expectedLocal = instant.Microseconds + (long)(machine.GetUtcOffset(instant.ToDateTimeOffset()).TotalSeconds * 1e6);
            Assert.True(expectedLocal == zone.ToLocal(instant), $"{name}, {instant}, seed {Seed}");

            var local = RandomInstant(random, zone).Microseconds;
            Assert.True(ExpectedInstant(machine, local) == zone.ToInstant(local), $"{name}, local {new Instant(local)}, seed {Seed}");
        }
    }

    [Fact]
    public void A_local_time_inside_the_spring_gap_is_read_with_the_offset_before_it() =>
        Assert.Equal(TestZones.At("2026-03-29T01:30:00Z"), TestZones.Berlin.ToInstant(TestZones.At("2026-03-29T02:30:00Z").Microseconds));

    [Fact]
    public void A_local_time_that_autumn_repeats_is_its_first_occurrence() =>
        Assert.Equal(TestZones.At("2026-10-25T00:30:00Z"), TestZones.Berlin.ToInstant(TestZones.At("2026-10-25T02:30:00Z").Microseconds));

    [Fact]
    public void Transitions_are_found_on_both_sides_of_an_instant()
    {
        var spring = TestZones.At("2026-03-29T01:00:00Z");
        var autumn = TestZones.At("2026-10-25T01:00:00Z");
        Assert.Null(TestZones.Berlin.TransitionAtOrBefore(spring.Plus(-1)));
        Assert.Equal(spring, TestZones.Berlin.TransitionAtOrBefore(spring));
        Assert.Equal(spring, TestZones.Berlin.TransitionAfter(spring.Plus(-1)));
        Assert.Equal(autumn, TestZones.Berlin.TransitionAfter(spring));
        Assert.Null(TestZones.Berlin.TransitionAfter(autumn));
    }

    /// <summary>Half of them near a transition, where there is one.</summary>
    internal static Instant RandomInstant(Random random, ZoneTable zone)
    {
        if (zone.Transitions.Count > 0 && random.Next(2) == 0)
        {
            var near = zone.Transitions[random.Next(zone.Transitions.Count)].From;
            return near.Plus(random.NextInt64(-2 * Instant.MicrosecondsPerDay, 2 * Instant.MicrosecondsPerDay));
        }

        return new Instant(random.NextInt64(TestZones.At("2000-01-05T00:00:00Z").Microseconds, TestZones.At("2035-12-01T00:00:00Z").Microseconds));
    }

    /// <summary>The earliest instant at which the wall shows this time; where it never does, by the offset before the gap.</summary>
    private static Instant ExpectedInstant(TimeZoneInfo machine, long local)
    {
        Instant? earliest = null;
        for (var hours = -36; hours <= 36; hours++)
        {
            var offset = machine.GetUtcOffset((new Instant(local) + TimeSpan.FromHours(hours)).ToDateTimeOffset());
            var candidate = new Instant(local) - offset;
            if (machine.GetUtcOffset(candidate.ToDateTimeOffset()) == offset && (earliest is null || candidate < earliest))
            {
                earliest = candidate;
            }
        }

        return earliest ?? new Instant(local) - machine.GetUtcOffset((new Instant(local) - TimeSpan.FromHours(36)).ToDateTimeOffset());
    }
}
