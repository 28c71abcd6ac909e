using Octant.Engine.Channels;
using Octant.Engine.Policies;
using static Octant.Engine.Tests.Calendar.TestZones;

namespace Octant.Engine.Tests.Policies;

public sealed class QuietHoursTests
{
    private static readonly ContactPolicy Nights = new()
    {
        Id = "nights",
        QuietHours = [new DailyHours(new TimeOnly(21, 0), new TimeOnly(8, 0), [])],
        Holidays = [new DateOnly(2026, 5, 1)],
    };

    private static readonly ContactPolicy Lunch = new()
    {
        Id = "lunch",
        QuietHours = [new DailyHours(new TimeOnly(8, 0), new TimeOnly(9, 0), []), new DailyHours(new TimeOnly(12, 0), new TimeOnly(13, 0), [])],
    };

    [Theory]
    [InlineData("2026-06-10T18:59:59.999999Z", null)]
    [InlineData("2026-06-10T19:00:00Z", "2026-06-11T06:00:00Z")]
    [InlineData("2026-06-10T23:30:00Z", "2026-06-11T06:00:00Z")]
    [InlineData("2026-06-11T05:59:59.999999Z", "2026-06-11T06:00:00Z")]
    [InlineData("2026-06-11T06:00:00Z", null)]
    [InlineData("2026-03-28T20:00:00Z", "2026-03-29T06:00:00Z")] // the short night
    [InlineData("2026-10-24T19:00:00Z", "2026-10-25T07:00:00Z")] // the long one
    public void Active_channels_are_silent_at_night(string at, string? until)
    {
        var refusal = Test(at);
        Assert.Equal(until is null ? null : new QuietRefusal(Reasons.QuietHours, "nights", At(until)), refusal);
    }

    [Fact]
    public void Active_channels_are_silent_on_holidays_from_midnight_to_midnight()
    {
        Assert.Equal(Reasons.QuietHours, Test("2026-04-30T21:59:59.999999Z")?.Reason);
        Assert.Equal(new QuietRefusal(Reasons.Holiday, "nights", At("2026-05-02T06:00:00Z")), Test("2026-04-30T22:00:00Z"));
        Assert.Equal(Reasons.Holiday, Test("2026-05-01T12:00:00Z")?.Reason);
        Assert.Equal(Reasons.QuietHours, Test("2026-05-01T22:00:00Z")?.Reason);
    }

    [Fact]
    public void Quiet_hours_of_policies_that_follow_each_other_are_one_quiet() =>
        Assert.Equal(
            new QuietRefusal(Reasons.QuietHours, "nights", At("2026-06-11T07:00:00Z")),
            QuietHours.Test([Nights, Lunch], ContactPolicy.MarketingClass, ChannelDirection.Active, At("2026-06-10T20:00:00Z"), Berlin));

    [Fact]
    public void Policies_that_take_turns_for_ever_never_allow()
    {
        var days = new ContactPolicy { Id = "days", QuietHours = [new DailyHours(new TimeOnly(8, 0), new TimeOnly(21, 0), [])] };
        Assert.Null(QuietHours.NextAllowed([Nights, days], At("2026-06-10T20:00:00Z"), Berlin));
    }

    [Fact]
    public void Passive_channels_and_service_messages_are_not_bound()
    {
        var night = At("2026-06-10T23:00:00Z");
        Assert.Null(QuietHours.Test([Nights], ContactPolicy.MarketingClass, ChannelDirection.Passive, night, Berlin));
        Assert.Null(QuietHours.Test([Nights], ContactPolicy.ServiceClass, ChannelDirection.Active, night, Berlin));
    }

    private static QuietRefusal? Test(string at) =>
        QuietHours.Test([Lunch with { Id = "none", QuietHours = [] }, Nights], ContactPolicy.MarketingClass, ChannelDirection.Active, At(at), Berlin);
}
