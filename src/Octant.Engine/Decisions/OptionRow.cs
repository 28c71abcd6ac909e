using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Matching;
using Octant.Engine.Offers;

namespace Octant.Engine.Decisions;

/// <summary>
/// What every decision asks of an option, in 64 bytes. In an index these lie side by side, so that meeting one of ten thousand
/// campaigns is one step to memory and not one to each of the objects it is made of, which lie anywhere.
/// </summary>
internal readonly struct OptionRow : IIndexedRule
{
    public OptionRow(CompiledCampaign campaign, CampaignOption option)
    {
        Campaign = campaign;
        Option = option;
        CampaignId = option.Campaign;
        Offering = option.Offering;
        Channel = option.Channel;
        PlainClass = option.IsPlain ? option.Class : null;
        Score = option.Propensity * option.Value * option.Lever;
        End = option.End;
    }

    private OptionRow(CompiledCampaign campaign)
    {
        Campaign = campaign;
        CampaignId = campaign.Definition.Id;
    }

    public CompiledCampaign Campaign { get; }

    /// <summary>Null where the row stands for a campaign as a whole; then nothing else is said either.</summary>
    public CampaignOption? Option { get; }

    public string CampaignId { get; }

    public CatalogOffering Offering { get; } = null!;

    public Channel Channel { get; } = null!;

    /// <summary>Class of message of a plain option; null where there is more to be asked.</summary>
    public string? PlainClass { get; }

    /// <summary>With the configured propensity, and no context weight.</summary>
    public double Score { get; }

    /// <summary>The option's. Exclusive.</summary>
    public Instant End { get; }

    string IIndexedRule.Id => CampaignId;

    IReadOnlyList<RuleSlot> IIndexedRule.Slots => Campaign.Slots;

    /// <summary>A campaign with several options, or one that asks more of a decision than its condition.</summary>
    public static OptionRow OfWhole(CompiledCampaign campaign) => new(campaign);
}
