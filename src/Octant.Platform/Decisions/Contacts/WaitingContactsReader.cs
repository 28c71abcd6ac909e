using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Decisions;
using Octant.Engine.Policies;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Decisions.Strategies;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Decisions.Contacts;

/// <summary>Finds what senders leave lying: due, permitted, and not claimed.</summary>
/// <remarks>Hours are those of the platform's zone; a customer in another may still be in quiet hours when the day has begun here.</remarks>
internal sealed class WaitingContactsReader(IProjectionStore store, CurrentStrategy current, IClock clock) : IWaitingContacts
{
    public async ValueTask<IReadOnlyList<WaitingContacts>> ReadAsync(TimeSpan patience, CancellationToken cancellation)
    {
        if (!current.IsPublished)
        {
            return [];
        }

        var (strategy, now) = (current.Value, clock.Now);
        var waiting = new List<WaitingContacts>();
        foreach (var channel in strategy.Definition.Channels.Where(channel => channel.Direction != ChannelDirection.Passive && WasOpen(channel)))
        {
            var due = await store.ReadDueContactsAsync(channel.Id, "pending", now - patience, IWaitingContacts.MostCounted, cancellation);
            waiting.AddRange(due
                .Where(contact => contact.ValidUntil > now && contact.Campaign is not null && MightGoOut(contact.Campaign, channel))
                .GroupBy(contact => contact.Campaign!, StringComparer.Ordinal)
                .OrderBy(campaign => campaign.Key, StringComparer.Ordinal)
                .Select(campaign => new WaitingContacts(channel.Id, campaign.Key, campaign.Count(), campaign.Min(contact => contact.CountsAt))));
        }

        return waiting;

        bool WasOpen(Channel channel) =>
            OpeningHours.IsOpen(channel.Hours, now, strategy.Zone) && OpeningHours.IsOpen(channel.Hours, now - patience, strategy.Zone);

        bool MightGoOut(string id, Channel channel) =>
            strategy.Campaign(id)?.Definition is { Status: CampaignStatus.Live } campaign
            && now < campaign.End
            && !IsQuiet(campaign, channel, now)
            && !IsQuiet(campaign, channel, now - patience);

        bool IsQuiet(CampaignDefinition campaign, Channel channel, Instant at) =>
            QuietHours.Test(strategy.Policies, campaign.Class, channel.Direction, at, strategy.Zone) is not null;
    }
}
