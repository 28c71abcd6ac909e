using System.Globalization;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Campaigns.Planning;

/// <summary>What one campaign asks of a channel on a day.</summary>
public sealed record PlannedUse(string CampaignId, string CampaignName, CampaignStatus Status, long Contacts, int Precedence);

/// <param name="Capacity">Contacts the channel can take on the day; null for no limit.</param>
/// <param name="Asked">Contacts all campaigns together ask for.</param>
/// <param name="Over">What is asked beyond the capacity.</param>
public sealed record ChannelDay(DateOnly Day, string Channel, long? Capacity, long Asked, long Over, IReadOnlyList<PlannedUse> Uses);

/// <param name="Schedule">Null where it is not scheduled.</param>
/// <param name="Days">Those of the range on which contacts are due; null where it is not scheduled, and may make them on any day, or has ended.</param>
/// <param name="Next">The first day from the beginning of the range on, also beyond its end, on which contacts are due; null where it has no such day, or no schedule.</param>
public sealed record CalendarCampaign(
    string CampaignId,
    string CampaignName,
    CampaignStatus Status,
    CampaignKind Kind,
    string Level,
    Instant Start,
    Instant End,
    IReadOnlyList<string> Channels,
    int FrontLineHours,
    CampaignSchedule? Schedule,
    IReadOnlyList<DateOnly>? Days,
    DateOnly? Next);

/// <param name="Days">Days and channels for which anything is asked, in order of day and channel.</param>
public sealed record CampaignCalendar(IReadOnlyList<CalendarCampaign> Campaigns, IReadOnlyList<ChannelDay> Days);

/// <summary>
/// Who wants which channel on which day, beside what the channel can take: a scheduled campaign on the days on which its contacts are due there,
/// all others on every day of their period.
/// </summary>
public static class ReadCalendar
{
    private const int MostDays = 366;
    private const string DayForm = "yyyy-MM-dd";

    /// <param name="from">A date such as 2026-01-31, in the platform's zone, as the days of capacity are.</param>
    /// <param name="to">The first date beyond.</param>
    public static async Task<Result<CampaignCalendar>> HandleAsync(
        string from, string to, Caller caller, CampaignStorage storage, IChannels channels, IPolicies policies, IClock clock, CancellationToken cancellation)
    {
        var fields = new FieldChecks();
        var first = ReadDay(from, "from", fields);
        var beyond = ReadDay(to, "to", fields);
        fields.Require(fields.Any || (beyond > first && beyond.DayNumber - first.DayNumber <= MostDays), "to", $"a date after from, at most {MostDays} days later", to);
        if (fields.ToProblem() is { } invalid)
        {
            return invalid;
        }

        var times = await CurrentDueTimes.ReadAsync(policies, channels, clock.Now, cancellation);
        Instant StartOf(DateOnly day) => CalendarDay.Of(day).StartIn(times.Zone);
        var (start, end) = (StartOf(first), StartOf(beyond));
        var capacities = (await channels.ReadChannelsAsync(cancellation)).ToDictionary(channel => channel.Id, channel => channel.DailyCapacity, StringComparer.Ordinal);
        var campaigns = (await storage.Campaigns.ReadAllAsync(cancellation)).Where(campaign => CampaignSight.Permits(caller, campaign) && campaign.Start < end && start < campaign.End).ToList();
        var plans = new Dictionary<string, CampaignPlan>(StringComparer.Ordinal);
        foreach (var campaign in campaigns)
        {
            plans[campaign.Id] = (await storage.Plans.ReadAsync(campaign.Id, cancellation))?.Value ?? new CampaignPlan { Id = campaign.Id };
        }

        var askers = campaigns
            .Where(campaign => campaign.Status != CampaignStatus.Ended)
            .SelectMany(campaign => plans[campaign.Id].Resources.Select(need => new Asker(
                campaign,
                need.Channel,
                new PlannedUse(campaign.Id, campaign.Name, campaign.Status, need.ContactsPerDay, plans[campaign.Id].Precedence),
                times.DaysOf(campaign, [need.Channel], start, end))))
            .ToList();
        var days = new List<ChannelDay>();
        for (var day = first; day < beyond; day = day.AddDays(1))
        {
            days.AddRange(ChannelsOf(day, askers.Where(asker => asker.Days?.Contains(CalendarDay.Of(day)) ?? (asker.Campaign.Start < StartOf(day.AddDays(1)) && StartOf(day) < asker.Campaign.End)), capacities));
        }

        return new CampaignCalendar(
            [.. campaigns.OrderBy(campaign => campaign.Start).ThenBy(campaign => campaign.Id, StringComparer.Ordinal).Select(campaign => new CalendarCampaign(
                campaign.Id,
                campaign.Name,
                campaign.Status,
                plans[campaign.Id].Kind,
                plans[campaign.Id].Level,
                campaign.Start,
                campaign.End,
                campaign.Channels,
                plans[campaign.Id].FrontLineHours,
                campaign.Schedule,
                campaign.Status == CampaignStatus.Ended ? null : times.DaysOf(campaign, campaign.Channels, start, end)?.Select(day => day.Date).Order().ToList(),
                campaign.Status == CampaignStatus.Ended ? null : times.NextDayOf(campaign, campaign.Channels, start)?.Date))],
            days);
    }

    private static IEnumerable<ChannelDay> ChannelsOf(DateOnly day, IEnumerable<Asker> askers, Dictionary<string, long?> capacities) =>
        askers
            .GroupBy(asker => asker.Channel, asker => asker.Use, StringComparer.Ordinal)
            .OrderBy(channel => channel.Key, StringComparer.Ordinal)
            .Select(channel =>
            {
                var asked = channel.Sum(use => use.Contacts);
                var capacity = capacities.GetValueOrDefault(channel.Key);
                return new ChannelDay(
                    day, channel.Key, capacity, asked, Math.Max(0, asked - (capacity ?? asked)), [.. channel.OrderByDescending(use => use.Precedence).ThenBy(use => use.CampaignId, StringComparer.Ordinal)]);
            });

    private static DateOnly ReadDay(string text, string field, FieldChecks fields)
    {
        fields.Require(DateOnly.TryParseExact(text, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day), field, "a date such as 2026-01-31", text);
        return day;
    }

    /// <param name="Days">Null: all of the campaign's period.</param>
    private sealed record Asker(CampaignDefinition Campaign, string Channel, PlannedUse Use, HashSet<CalendarDay>? Days);
}
