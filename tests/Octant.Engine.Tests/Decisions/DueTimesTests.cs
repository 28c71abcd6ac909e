using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Decisions;
using Octant.Engine.Tests.Calendar;

namespace Octant.Engine.Tests.Decisions;

/// <summary>On which days a scheduled campaign has contacts due. The 2nd of March 2026 is a Monday.</summary>
public sealed class DueTimesTests
{
    private static readonly string[] Both = ["sms", "fridays"];

    [Theory]
    [InlineData("2026-01-01T00:00:00Z", "2026-03-02")]
    [InlineData("2026-03-02T09:00:00Z", "2026-03-02")]
    [InlineData("2026-03-02T09:00:01Z", "2026-03-09")]
    [InlineData("2026-03-16T00:00:00Z", "2026-03-16")]
    [InlineData("2026-03-17T00:00:00Z", null)]
    public void The_next_day_is_that_of_the_first_contacts_due_from_an_instant_on(string from, string? next) =>
        Assert.Equal(next, Times().NextDayOf(Mondays, ["sms"], TestZones.At(from))?.ToString());

    [Fact]
    public void What_one_channel_puts_off_may_be_due_after_the_next_time_on_another()
    {
        var daily = Mondays with { Schedule = new CampaignSchedule(Mondays.Schedule!.At, new CampaignRecurrence(RecurrenceUnit.Day)) };

        Assert.Equal("2026-03-03", Next(daily, Both));
        Assert.Equal("2026-03-06", Next(daily, ["fridays"]));
        Assert.Equal("2026-03-06", Next(Mondays, Both));
        Assert.Null(Next(Mondays with { Validity = TimeSpan.FromDays(1) }, ["fridays"]));

        static string? Next(CampaignDefinition campaign, string[] channels) => Times().NextDayOf(campaign, channels, TestZones.At("2026-03-03T00:00:00Z"))?.ToString();
    }

    [Theory]
    [InlineData(CampaignStatus.Draft, "2026-03-10 2026-03-16")]
    [InlineData(CampaignStatus.Approved, "2026-03-10 2026-03-16")]
    [InlineData(CampaignStatus.Live, "2026-03-02 2026-03-09 2026-03-16")]
    [InlineData(CampaignStatus.Paused, "2026-03-02 2026-03-09 2026-03-16")]
    public void Of_what_was_not_launched_the_hours_that_passed_are_no_more_and_it_goes_out_at_once(CampaignStatus status, string days)
    {
        var campaign = Mondays with { Status = status };
        var (times, first) = (Times("2026-03-10T12:00:00Z"), TestZones.At("2026-03-01T00:00:00Z"));

        Assert.Equal(days, string.Join(' ', times.DaysOf(campaign, ["sms"], first, TestZones.At("2026-04-01T00:00:00Z"))!.OrderBy(day => day.Number)));
        Assert.Equal(days[..10], times.NextDayOf(campaign, ["sms"], first)?.ToString());
    }

    [Fact]
    public void Without_a_schedule_there_are_no_days()
    {
        var always = Mondays with { Schedule = null };

        Assert.Null(Times().DaysOf(always, Both, Instant.MinValue, Instant.MaxValue));
        Assert.Null(Times().NextDayOf(always, Both, Instant.MinValue));
    }

    /// <summary>At ten o'clock in Berlin, three times.</summary>
    private static CampaignDefinition Mondays { get; } = new()
    {
        Id = "mondays",
        Name = "Mondays",
        Status = CampaignStatus.Live,
        Offers = [new CampaignOffer { Offering = "data-10" }],
        Channels = Both,
        Validity = TimeSpan.FromDays(5),
        End = TestZones.At("2026-03-20T00:00:00Z"),
        Schedule = new CampaignSchedule(TestZones.At("2026-03-02T09:00:00Z"), new CampaignRecurrence(RecurrenceUnit.Week)),
    };

    private static DueTimes Times(string now = "2026-01-01T00:00:00Z") => new(
        [],
        [
            new Channel { Id = "sms", Name = "sms", Direction = ChannelDirection.Active },
            new Channel { Id = "fridays", Name = "fridays", Direction = ChannelDirection.Active, Hours = [new DailyHours(new TimeOnly(9, 0), new TimeOnly(18, 0), [DayOfWeek.Friday])] },
        ],
        TestZones.Berlin,
        TestZones.At(now));
}
