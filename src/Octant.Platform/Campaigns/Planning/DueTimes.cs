using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Decisions;
using Octant.Engine.Policies;
using Octant.Platform.Campaigns.Batches;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Decisions.Contracts;
using OpeningHours = Octant.Engine.Channels.OpeningHours;

namespace Octant.Platform.Campaigns.Planning;

/// <summary>
/// When a scheduled campaign goes out, and when its contacts are due: at each of its hours, put off to the end of quiet hours and to the opening
/// of the channel, as its decisions put them off. All in the platform's zone; customers of another may be quiet at other times.
/// </summary>
internal sealed class DueTimes
{
    /// <summary>Of daily ones more than thirteen years; nobody plans beyond, and whoever types a year too many must not wait.</summary>
    public const int Most = 5_000;

    private readonly Dictionary<string, Channel> _channels;

    public DueTimes(IReadOnlyList<ContactPolicy> policies, IReadOnlyList<Channel> channels, ZoneTable zone)
    {
        Policies = policies;
        _channels = channels.ToDictionary(channel => channel.Id, StringComparer.Ordinal);
        Zone = zone;
    }

    /// <summary>In force.</summary>
    public IReadOnlyList<ContactPolicy> Policies { get; }

    /// <summary>The platform's.</summary>
    public ZoneTable Zone { get; }

    public static async ValueTask<DueTimes> ReadAsync(IPolicies policies, IChannels channels, CancellationToken cancellation) => new(
        await policies.ReadContactPoliciesAsync(cancellation), await channels.ReadChannelsAsync(cancellation), await policies.ReadZoneAsync(cancellation));

    /// <summary>The hours at which it goes out on one of its channels at least, the first <see cref="Most"/>; none without a schedule.</summary>
    /// <remarks>Of a campaign that was not launched yet those that have passed are no more, but for the latest: it goes out at once.</remarks>
    public IReadOnlyList<Instant> HoursOf(CampaignDefinition campaign, Instant now)
    {
        if (campaign.Schedule is not { } schedule)
        {
            return [];
        }

        var hours = new BatchHours(schedule, campaign.End, Zone);
        var from = campaign.Status is CampaignStatus.Draft or CampaignStatus.Approved ? hours.Current(now) ?? schedule.At : schedule.At;
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
    public HashSet<CalendarDay>? DaysOf(CampaignDefinition campaign, IReadOnlyList<string> channels, Instant from, Instant beyond) => campaign.Schedule is not { } schedule
        ? null
        : [
            .. new BatchHours(schedule, campaign.End, Zone).All()
                .SkipWhile(hour => hour + campaign.Validity <= from)
                .TakeWhile(hour => hour < beyond)
                .Take(Most)
                .SelectMany(hour => channels.Select(channel => DueOf(campaign, hour, channel)))
                .Where(due => due >= from && due < beyond)
                .Select(due => CalendarDay.At(due!.Value, Zone)),
        ];
}
