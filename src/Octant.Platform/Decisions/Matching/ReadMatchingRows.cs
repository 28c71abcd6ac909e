using Octant.Engine.Channels;
using Octant.Engine.Offers;
using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Matching;

/// <summary>How one channel carries the offering of the row.</summary>
/// <param name="Property">What fails or is there in part, such as <c>input: text</c>; null when everything fits.</param>
public sealed record ChannelVerdict(string Channel, FitVerdict Verdict, string? Property);

/// <summary>One offering beside every channel.</summary>
/// <param name="Tier">How much it matters, by which touchpoints give it slots.</param>
/// <param name="TierIsSet">Whether the tier was set by hand; otherwise it comes from the importance.</param>
/// <param name="Importance">Revenue, company priority and customer attention together, 0 to 30.</param>
/// <param name="Cells">In order of channel.</param>
public sealed record MatchingRow(
    string Offering, string Name, OfferingType Type, OfferingStatus Status, string? Cluster, Tier Tier, bool TierIsSet, int Importance, IReadOnlyList<ChannelVerdict> Cells);

/// <summary>The matrix of products and channels row by row, with what a row is found by.</summary>
public static class ReadMatchingRows
{
    /// <param name="search">Words, each of which must stand in id or name.</param>
    /// <param name="tier">gold, silver, bronze or ordinary.</param>
    public static async Task<Result<Page<MatchingRow>>> HandleAsync(
        PageRequest page,
        ICatalog catalog,
        IChannels channels,
        CancellationToken cancellation,
        string? search = null,
        string? cluster = null,
        string? tier = null)
    {
        Tier? wanted = null;
        if (tier is not null)
        {
            // By its word alone: a number would parse as well.
            var names = Enum.GetNames<Tier>();
            var place = Array.FindIndex(names, name => string.Equals(name, tier, StringComparison.OrdinalIgnoreCase));
            if (place < 0)
            {
                return Problem.Invalid("tier", string.Join(", ", names.Select(name => name.ToLowerInvariant())), tier);
            }

            wanted = Enum.Parse<Tier>(names[place]);
        }

        var words = search?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
        var ways = await channels.ReadChannelsAsync(cancellation);
        var found = (await catalog.ReadOfferingsAsync(cancellation))
            .Where(offering => (cluster is null || offering.Cluster == cluster)
                && (wanted is null || Tiers.Of(offering) == wanted)
                && Array.TrueForAll(words, word => Contains(offering.Id, word) || Contains(offering.Name, word)))
            .ToList();
        return new Page<MatchingRow>([.. found.Skip(page.Offset).Take(page.Limit).Select(offering => RowOf(offering, ways))], found.Count);
    }

    private static MatchingRow RowOf(Offering offering, IReadOnlyList<Channel> channels) => new(
        offering.Id,
        offering.Name,
        offering.Type,
        offering.Status,
        offering.Cluster,
        Tiers.Of(offering),
        offering.Tier is not null,
        offering.Needs.RevenueImportance + offering.Needs.CompanyPriority + offering.Needs.CustomerAttention,
        [.. channels.Select(channel => VerdictOf(offering, channel))]);

    private static ChannelVerdict VerdictOf(Offering offering, Channel channel)
    {
        var fit = ChannelFit.Test(offering.Needs, channel.Abilities);
        return new ChannelVerdict(channel.Id, fit.Verdict, fit.Property);
    }

    private static bool Contains(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
