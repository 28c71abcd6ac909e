using Octant.Engine.Channels;
using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Matching;

/// <summary>How one channel carries one offering.</summary>
/// <param name="Property">What fails or is there in part, such as <c>input: text</c>; null when everything fits.</param>
public sealed record MatchingCell(string Offering, string Channel, FitVerdict Verdict, string? Property);

/// <summary>The matrix of products and channels: which carries which, and where not, why not.</summary>
public static class ReadMatching
{
    public static async Task<Result<Page<MatchingCell>>> HandleAsync(
        PageRequest page, ICatalog catalog, IChannels channels, CancellationToken cancellation, string? offering = null, string? channel = null)
    {
        var offerings = await catalog.ReadOfferingsAsync(cancellation);
        var ways = await channels.ReadChannelsAsync(cancellation);
        var cells = offerings
            .Where(candidate => offering is null || candidate.Id == offering)
            .SelectMany(candidate => ways
                .Where(way => channel is null || way.Id == channel)
                .Select(way => (Offering: candidate, Channel: way)))
            .ToList();
        return new Page<MatchingCell>(
            [
                .. cells.Skip(page.Offset).Take(page.Limit).Select(cell =>
                {
                    var fit = ChannelFit.Test(cell.Offering.Needs, cell.Channel.Abilities);
                    return new MatchingCell(cell.Offering.Id, cell.Channel.Id, fit.Verdict, fit.Property);
                }),
            ],
            cells.Count);
    }
}
