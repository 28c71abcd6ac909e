using Octant.Engine.Channels;
using Octant.Engine.Offers;
using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Matching;

/// <summary>An offering's half, as it stands in a form.</summary>
public sealed record OfferingPreviewRequest(ProductNeeds Needs);

/// <param name="Tier">From the importance alone.</param>
/// <param name="Importance">0 to 30.</param>
/// <param name="Cells">In order of channel.</param>
public sealed record OfferingPreview(Tier Tier, int Importance, IReadOnlyList<ChannelVerdict> Cells);

/// <summary>A channel's half, as it stands in a form.</summary>
public sealed record ChannelPreviewRequest(ChannelAbilities Abilities);

/// <summary>How the channel would carry one offering.</summary>
public sealed record OfferingVerdict(string Offering, string Name, FitVerdict Verdict, string? Property);

/// <param name="Cells">In order of offering.</param>
public sealed record ChannelPreview(IReadOnlyList<OfferingVerdict> Cells);

/// <summary>What channels would carry an offering, and what offerings a channel, before either is put. Nothing is kept.</summary>
public static class PreviewMatching
{
    public static async Task<Result<OfferingPreview>> OfferingAsync(
        Body<OfferingPreviewRequest> body, IChannels channels, CancellationToken cancellation)
    {
        var needs = body.Value.Needs;
        var cells = (await channels.ReadChannelsAsync(cancellation)).Select(channel =>
        {
            var fit = ChannelFit.Test(needs, channel.Abilities);
            return new ChannelVerdict(channel.Id, fit.Verdict, fit.Property);
        });
        return new OfferingPreview(Tiers.Of(needs), needs.RevenueImportance + needs.CompanyPriority + needs.CustomerAttention, [.. cells]);
    }

    public static async Task<Result<ChannelPreview>> ChannelAsync(
        Body<ChannelPreviewRequest> body, ICatalog catalog, CancellationToken cancellation) =>
        new ChannelPreview([.. (await catalog.ReadOfferingsAsync(cancellation)).Select(offering =>
        {
            var fit = ChannelFit.Test(offering.Needs, body.Value.Abilities);
            return new OfferingVerdict(offering.Id, offering.Name, fit.Verdict, fit.Property);
        })]);
}
