using Octant.Engine.Calendar;
using Octant.Engine.Learning;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Models;

/// <summary>What there is to know of learning at the moment.</summary>
/// <param name="Version">Of the model in force; 0 before there is one.</param>
/// <param name="Frozen">Nothing is learnt until it is thawed.</param>
public sealed record ModelState(long Version, bool Frozen, IReadOnlyList<ModelSegment> Segments);

/// <summary>One version with what it has learnt, offering by offering on each channel.</summary>
public sealed record ModelView(
    long Version, Instant PublishedAt, long Outcomes, long Accepted, long? RestoredFrom, string Fingerprint, IReadOnlyList<long> Cut, IReadOnlyList<ModelSegment> Segments);

/// <summary>Reads versions of the response model.</summary>
public static class ReadModels
{
    /// <summary>Oldest first.</summary>
    public static async Task<Result<Page<ModelVersion>>> ListAsync(PageRequest page, ModelArchive archive, CancellationToken cancellation) =>
        await archive.ListAsync(page, cancellation);

    public static async Task<Result<ModelState>> CurrentAsync(ModelArchive archive, CancellationToken cancellation)
    {
        var (head, _) = await archive.ReadHeadAsync(cancellation);
        var model = await archive.FindAsync(head.Version, cancellation);
        return new ModelState(head.Version, head.Frozen, [.. model?.Segments ?? []]);
    }

    public static async Task<Result<ModelView>> HandleAsync(long version, ModelArchive archive, CancellationToken cancellation) =>
        await archive.FindVersionAsync(version, cancellation) is { } stored && await archive.FindAsync(version, cancellation) is { } model
            ? new ModelView(
                version, stored.PublishedAt, stored.Outcomes, stored.Accepted, stored.RestoredFrom, stored.Fingerprint, stored.Cut, [.. model.Segments])
            : Problem.NotFound(ModelArchive.Kind, $"{version}");
}
