using Octant.Engine.Learning;
using Octant.Engine.Policies;

namespace Octant.Engine.Decisions.Simulations;

/// <summary>An offer that one world makes at a place of a decision where the other does not.</summary>
/// <param name="Stage">How far it came in the other world.</param>
/// <param name="Reason">Why it is not made there: one of <see cref="Reasons"/>; null where it is made, at another rank.</param>
/// <param name="Related">What stands against it, as in an explanation.</param>
/// <param name="Score">In the world that makes it.</param>
/// <param name="OtherScore">In the other world, where it came as far as arbitration.</param>
public sealed record OfferMove(
    string Campaign, string Offering, string Channel, Stage Stage, string? Reason, string? Related, double Score, double? OtherScore);

/// <summary>What moved a recommendation.</summary>
public enum ChangeCause
{
    /// <summary>The recorded offer no longer passes a stage.</summary>
    Lost,

    /// <summary>The simulated offer passes a stage now that it, or its campaign, did not pass then.</summary>
    Gained,

    /// <summary>Both come as far as arbitration in both worlds: a score moved.</summary>
    Score,
}

/// <summary>Why a customer is recommended something else, told at the first rank that differs.</summary>
/// <param name="Lost">What was recommended there; null for nothing.</param>
/// <param name="Gained">What would be; null for nothing.</param>
public sealed record DecisionChange(OfferMove? Lost, OfferMove? Gained)
{
    public ChangeCause Cause =>
        Lost is { Reason: not (null or Reasons.NoSlot or Reasons.OtherRank) } ? ChangeCause.Lost
        : Gained is { Reason: not (null or Reasons.NoSlot or Reasons.OtherRank) } ? ChangeCause.Gained
        : ChangeCause.Score;

    /// <summary>The stage that moved.</summary>
    public Stage Stage => Cause switch
    {
        ChangeCause.Lost => Lost!.Stage,
        ChangeCause.Gained => Gained!.Stage,
        _ => Stage.Arbitration,
    };

    /// <summary>One of <see cref="Reasons"/>: why the lost offer is not made now, or why the gained one was not made then.</summary>
    public string Reason => Cause switch
    {
        ChangeCause.Lost => Lost!.Reason!,
        ChangeCause.Gained => Gained!.Reason!,
        _ => Reasons.NoSlot,
    };

    /// <summary>Null when the same is recommended in the same order.</summary>
    /// <param name="inputs">Of the simulated world.</param>
    /// <param name="recordedContacts">The ledger of the recorded world; null where it is the same.</param>
    internal static DecisionChange? Between(
        DraftStrategy draft, DecisionInputs inputs, Contact[]? recordedContacts, DecisionResult recorded, DecisionResult result)
    {
        var count = Math.Max(recorded.Recommendations.Count, result.Recommendations.Count);
        for (var i = 0; i < count; i++)
        {
            var before = i < recorded.Recommendations.Count ? recorded.Recommendations[i] : null;
            var after = i < result.Recommendations.Count ? result.Recommendations[i] : null;
            if (before is null || after is null || !IsSameOffer(before, after))
            {
                var lost = before is null ? null : MoveOf(before, draft.Full, inputs, result);
                return new DecisionChange(lost, after is null ? null : MoveThen(after, draft.Recorded, inputs, recordedContacts, recorded));
            }
        }

        return null;
    }

    private static bool IsSameOffer(Recommendation left, Recommendation right) =>
        string.Equals(left.Campaign, right.Campaign, StringComparison.Ordinal)
        && string.Equals(left.Offering, right.Offering, StringComparison.Ordinal)
        && string.Equals(left.Promotion, right.Promotion, StringComparison.Ordinal)
        && string.Equals(left.Channel, right.Channel, StringComparison.Ordinal);

    /// <summary>What had become of an offer in the recorded world, by the contacts of then.</summary>
    private static OfferMove MoveThen(Recommendation offer, Strategy strategy, DecisionInputs inputs, Contact[]? contacts, DecisionResult result)
    {
        if (contacts is null)
        {
            return MoveOf(offer, strategy, inputs, result);
        }

        var simulated = inputs.Customer.Ledger;
        inputs.Customer.Ledger = [.. contacts];
        try
        {
            return MoveOf(offer, strategy, inputs, result);
        }
        finally
        {
            inputs.Customer.Ledger = simulated;
        }
    }

    /// <summary>What became of an offer in the other world.</summary>
    private static OfferMove MoveOf(Recommendation offer, Strategy other, DecisionInputs inputs, DecisionResult result)
    {
        foreach (var ranked in result.Ranked)
        {
            if (string.Equals(ranked.Campaign, offer.Campaign, StringComparison.Ordinal)
                && string.Equals(ranked.Offering, offer.Offering, StringComparison.Ordinal)
                && string.Equals(ranked.Channel, offer.Channel, StringComparison.Ordinal))
            {
                return Move(offer, ranked.Fate, ranked.Fate == Stage.Recommended ? Reasons.OtherRank : ranked.Reason, null, ranked.Score);
            }
        }

        if (other.Campaign(offer.Campaign) is not { } campaign)
        {
            return Move(offer, Stage.Candidates, Reasons.NotInStrategy, null, null);
        }

        var trace = new FirstRemoval(offer);
        if (StandsWhere(campaign, inputs))
        {
            DecisionKernel.Judge(other, inputs, campaign, trace);
        }

        return trace.Removal is { } removal
            ? Move(offer, removal.Stage, removal.Reason, removal.Related, removal.Score)
            : Move(offer, Stage.Candidates, Reasons.NotOffered, null, null);
    }

    private static OfferMove Move(Recommendation offer, Stage stage, string? reason, string? related, double? otherScore) =>
        new(offer.Campaign, offer.Offering, offer.Channel, stage, reason, related, offer.Score, otherScore);

    /// <summary>Whether the kernel would look at the campaign for this request or event at all.</summary>
    private static bool StandsWhere(CompiledCampaign campaign, DecisionInputs inputs)
    {
        var definition = campaign.Definition;
        return inputs.Request is { } request
            ? definition.Trigger is null
                && definition.Channels.Contains(request.Channel, StringComparer.Ordinal)
                && (request.Touchpoint is null || definition.Touchpoints.Count == 0 || definition.Touchpoints.Contains(request.Touchpoint, StringComparer.Ordinal))
            : definition.Trigger is { } trigger
                && string.Equals(trigger.EventType, inputs.Trigger!.Type, StringComparison.Ordinal)
                && trigger.Absence == inputs.Trigger.Absence;
    }

    /// <summary>Remembers why a campaign, or its option of this offer, is out.</summary>
    private sealed class FirstRemoval(Recommendation offer) : DecisionTrace
    {
        public Removal? Removal { get; private set; }

        public override void Removed(CompiledCampaign campaign, CampaignOption? option, in Removal removal)
        {
            if (Removal is null
                && (option is null
                    || (string.Equals(option.Offering.Id, offer.Offering, StringComparison.Ordinal) && string.Equals(option.Channel.Id, offer.Channel, StringComparison.Ordinal))))
            {
                Removal = removal;
            }
        }

        public override void Recommended(CompiledCampaign campaign, CampaignOption option, int rank, double score, in Propensity propensity)
        {
        }
    }
}
