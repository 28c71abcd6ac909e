using System.Security.Cryptography;
using System.Text;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Campaigns;

public enum ReviewVerdict
{
    Approve,
    SendBack,
}

/// <summary>What one lane said.</summary>
public sealed record CampaignReview(string Lane, ReviewVerdict Verdict, string? Comment, string By, Instant At);

/// <summary>How far a campaign's review has come. <paramref name="SubmittedAt"/> is null while it is not under review.</summary>
/// <param name="SubmittedContent">SHA-256 of the campaign as it was submitted, hexadecimal: an edit withdraws it.</param>
public sealed record CampaignReviews(string? SubmittedBy, Instant? SubmittedAt, string? SubmittedContent, IReadOnlyList<CampaignReview> Reviews)
{
    public static CampaignReviews None { get; } = new(null, null, null, []);

    public static string ContentOf(CampaignDefinition campaign) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(DocumentReader<CampaignDefinition>.Write(campaign))));

    public bool AreUnderWayFor(CampaignDefinition campaign) =>
        SubmittedAt is not null && string.Equals(SubmittedContent, ContentOf(campaign), StringComparison.Ordinal);
}

/// <summary>Campaigns and their reviews in the back office.</summary>
public sealed class CampaignStorage(IDocumentStore documents) : ILiveCampaigns
{
    public const string Kind = "campaign";
    public const string ReviewsKind = "campaign-review";

    public DocumentReader<CampaignDefinition> Campaigns { get; } = new(documents, Kind);

    public DocumentReader<CampaignReviews> Reviews { get; } = new(documents, ReviewsKind);

    public async ValueTask<IReadOnlyList<CampaignDefinition>> ReadAsync(CancellationToken cancellation) =>
        [.. (await Campaigns.ReadAllAsync(cancellation)).Where(IsInStrategy)];

    public async ValueTask<CampaignDefinition?> ReadAsync(string id, CancellationToken cancellation) =>
        (await Campaigns.ReadAsync(id, cancellation))?.Value is { } campaign && IsInStrategy(campaign) ? campaign : null;

    private static bool IsInStrategy(CampaignDefinition campaign) => campaign.Status is CampaignStatus.Live or CampaignStatus.Paused;
}
