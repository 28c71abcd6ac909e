using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Policies;

namespace Octant.Engine.Decisions;

/// <summary>
/// When a scheduled campaign goes out, and when its contacts are due: at each of its hours, put off to the end of quiet hours and to the opening
/// of the channel, as its decisions put them off. All in the platform's zone; customers of another may be quiet at other times.
/// </summary>
/// <remarks>Of a campaign that was not launched yet the hours that have passed are no more, but for the latest: it goes out at once.</remarks>
public sealed class DueTimes
{
    /// <summary>Of daily ones more than thirteen years; nobody plans beyond, and whoever types a year too many must not wait.</summary>
    public const int Most = 5_000;

    private readonly Dictionary<string, Channel> _channels;
    private readonly Instant _now;

    public DueTimes(IReadOnlyList<ContactPolicy> policies, IReadOnlyList<Channel> channels, ZoneTable zone, Instant now)
    {
        Policies = policies;
        _channels = channels.ToDictionary(channel => channel.Id, StringComparer.Ordinal);
        Zone = zone;
        _now = now;
    }

    /// <summary>In force.</summary>
    public IReadOnlyList<ContactPolicy> Policies { get; }

    /// <summary>The platform's.</summary>
    public ZoneTable Zone { get; }

    /// <summary>The hours at which it goes out on one of its channels at least, the first <see cref="Most"/>; none without a schedule.</summary>
    public IReadOnlyList<Instant> HoursOf(CampaignDefinition campaign)
    {
        if (campaign.Schedule is not { } schedule)
        {
            return [];
        }

        var hours = new BatchHours(schedule, campaign.End, Zone);
        var from = IsLaunched(campaign) ? schedule.At : hours.Current(_now) ?? schedule.At;
        return [.. hours.All().SkipWhile(hour => hour < from).Take(Most).Where(hour => campaign.Channels.Any(channel => DueOf(campaign, hour, channel) is not null))];
    }

    /// <summary>When contacts of an hour are due on a channel; null when that would be too late for them.</summary>
    public Instant? DueOf(CampaignDefinition campaign, Instant hour, string channel)
    {
        // A draft may name a channel that is not there yet; it is taken to be an active one that never closes.
        var known = _channels.GetValueOrDefault(channel);
        var last = Instant.Min(hour + campaign.Validity, campaign.End);
        for (var due = hour; due < last;)
        {
            if (QuietHours.Test(Policies, campaign.Class, known?.Direction ?? ChannelDirection.Active, due, Zone) is { } quiet)
            {
                if (quiet.Until is not { } until)
                {
                    return null;
                }

                due = until;
            }

            if (OpeningHours.NextOpen(known?.Hours ?? [], due, Zone) is not { } open)
            {
                return null;
            }

            if (open == due && due < last)
            {
                return due;
            }

            due = open;
        }

        return null;
    }

    /// <summary>The days on which its contacts are due on any of these channels; null without a schedule.</summary>
    /// <param name="beyond">The first instant after them.</param>
    public HashSet<CalendarDay>? DaysOf(CampaignDefinition campaign, IReadOnlyList<string> channels, Instant from, Instant beyond) => campaign.Schedule is null
        ? null
        : [
            .. BeginningsOf(campaign, from)
                .TakeWhile(beginning => beginning < beyond)
                .SelectMany(beginning => channels.Select(channel => DueOf(campaign, beginning, channel)))
                .Where(due => due >= from && due < beyond)
                .Select(due => CalendarDay.At(due!.Value, Zone)),
        ];

    /// <summary>The first day on which its contacts are due on any of these channels, from an instant on; null without a schedule, or when there is none any more.</summary>
    public CalendarDay? NextDayOf(CampaignDefinition campaign, IReadOnlyList<string> channels, Instant from)
    {
        Instant? next = null;
        foreach (var beginning in BeginningsOf(campaign, from).TakeWhile(beginning => next is null || beginning < next))
        {
            // What one channel puts off for days may be due after the next time on another.
            foreach (var due in channels.Select(channel => DueOf(campaign, beginning, channel)).Where(due => due >= from))
            {
                next = next is { } known ? Instant.Min(known, due!.Value) : due;
            }
        }

        return next is { } first ? CalendarDay.At(first, Zone) : null;
    }

    private static bool IsLaunched(CampaignDefinition campaign) => campaign.Status is not (CampaignStatus.Draft or CampaignStatus.Approved);

    /// <summary>When its batches begin, those of which contacts may still be due at an instant, the first <see cref="Most"/>.</summary>
    private IEnumerable<Instant> BeginningsOf(CampaignDefinition campaign, Instant from)
    {
        if (campaign.Schedule is not { } schedule)
        {
            return [];
        }

        var hours = new BatchHours(schedule, campaign.End, Zone);
        var beginnings = IsLaunched(campaign) || hours.Current(_now) is null ? hours.All() : hours.All().Where(hour => hour > _now).Prepend(_now);
        return beginnings.SkipWhile(beginning => beginning + campaign.Validity <= from).Take(Most);
    }
}
