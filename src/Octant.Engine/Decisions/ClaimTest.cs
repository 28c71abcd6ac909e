using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;

namespace Octant.Engine.Decisions;

public enum ClaimVerdictKind
{
    Send,

    /// <summary>Not now; it stays pending.</summary>
    Defer,

    /// <summary>Not any more.</summary>
    Suppress,
}

/// <param name="CountsAt">From when it counts if it is sent: its due instant, or now when it was reserved anew.</param>
/// <param name="Until">When a deferred one may be tried again, where that is known.</param>
public readonly record struct ClaimVerdict(ClaimVerdictKind Kind, string? Reason, Instant CountsAt, Instant? Until);

/// <summary>
/// The second test, at the moment of sending: between reservation and now the customer may have refused or turned a like offer down, the campaign been
/// paused, the day been filled. A claim more than <see cref="StrategyDefinition.ClaimWindow"/> after the due instant is
/// counted now instead of then and must find room in every cap once more.
/// </summary>
public static class ClaimTest
{
    public static ClaimVerdict Test(Strategy strategy, CustomerState customer, Contact contact, Instant now)
    {
        var channel = strategy.Channel(contact.Channel);
        var campaign = contact.Campaign is { } id ? strategy.Campaign(id)?.Definition : null;
        if (channel is null || campaign is null || now >= campaign.End)
        {
            return Suppress(Reasons.CampaignOver);
        }

        if (now >= contact.ValidUntil)
        {
            return Suppress(Reasons.NotInTime);
        }

        if (ConsentCheck.Test(customer, contact.Class, channel.Direction) is { } refusal)
        {
            return Suppress(refusal.Reason);
        }

        if (campaign.Status != CampaignStatus.Live)
        {
            return Defer(Reasons.CampaignPaused, null);
        }

        if (now < contact.CountsAt)
        {
            return Defer(Reasons.NotDue, contact.CountsAt);
        }

        var zone = strategy.ZoneOf(customer);
        if (QuietHours.Test(strategy.Policies, contact.Class, channel.Direction, now, zone) is { } quiet)
        {
            return Defer(quiet.Reason, quiet.Until);
        }

        if (!OpeningHours.IsOpen(channel.Hours, now, strategy.Zone))
        {
            return Defer(Reasons.ChannelClosed, OpeningHours.NextOpen(channel.Hours, now, strategy.Zone));
        }

        var others = customer.Ledger.Where(other => other.Id != contact.Id).ToArray();
        var proposed = new ProposedContact(campaign.Id, contact.Offering ?? "", contact.Cluster, contact.Class, contact.Channel, now);
        if (TurnDowns.Test(strategy.Policies, proposed, others) is { } turnDown)
        {
            return Suppress(turnDown.Reason);
        }

        if (now < contact.CountsAt + strategy.Definition.ClaimWindow)
        {
            return new ClaimVerdict(ClaimVerdictKind.Send, null, contact.CountsAt, null);
        }

        return strategy.Caps.Test(proposed, others, [], zone) is null
            ? new ClaimVerdict(ClaimVerdictKind.Send, null, now, null)
            : Suppress(Reasons.Cap);
    }

    private static ClaimVerdict Suppress(string reason) => new(ClaimVerdictKind.Suppress, reason, default, null);

    private static ClaimVerdict Defer(string reason, Instant? until) => new(ClaimVerdictKind.Defer, reason, default, until);
}
