using Octant.Engine.Channels;
using static Octant.Engine.Tests.Calendar.TestZones;

namespace Octant.Engine.Tests.Channels;

public sealed class OpeningHoursTests
{
    private static readonly DailyHours[] Weekdays =
        [new(new TimeOnly(9, 0), new TimeOnly(18, 0), [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday])];

    [Fact]
    public void No_hours_are_always_open()
    {
        Assert.True(OpeningHours.IsOpen([], At("2026-06-07T03:00:00Z"), Berlin));
        Assert.Equal(At("2026-06-07T03:00:00Z"), OpeningHours.NextOpen([], At("2026-06-07T03:00:00Z"), Berlin));
    }

    [Theory]
    [InlineData("2026-06-05T06:59:59.999999Z", false, "2026-06-05T07:00:00Z")]
    [InlineData("2026-06-05T07:00:00Z", true, "2026-06-05T07:00:00Z")]
    [InlineData("2026-06-05T15:59:59.999999Z", true, "2026-06-05T15:59:59.999999Z")]
    [InlineData("2026-06-05T16:00:00Z", false, "2026-06-08T07:00:00Z")] // Friday evening to Monday
    [InlineData("2026-03-27T17:00:00Z", false, "2026-03-30T07:00:00Z")] // over the change to summer time
    public void Open_from_nine_to_six_on_weekdays(string at, bool open, string next)
    {
        Assert.Equal(open, OpeningHours.IsOpen(Weekdays, At(at), Berlin));
        Assert.Equal(At(next), OpeningHours.NextOpen(Weekdays, At(at), Berlin));
    }
}
