using Octant.Engine.Calendar;

namespace Octant.Platform.Campaigns.Batches;

/// <summary>How far a scheduled campaign has come with its audience. Written now and then: a turn that is repeated changes nothing.</summary>
public sealed record CampaignBatch
{
    /// <summary>The campaign's.</summary>
    public required string Id { get; init; }

    /// <summary>The hour it was due, which names the batch: another hour is another batch.</summary>
    public required Instant Hour { get; init; }

    public required Instant StartedAt { get; init; }

    /// <summary>When everybody's turn had come.</summary>
    public Instant? CompletedAt { get; init; }

    /// <summary>Customers of the audience, as it was listed last.</summary>
    public long Audience { get; init; }

    /// <summary>Customers whose turn has come.</summary>
    public long Done { get; init; }

    /// <summary>By partition the last customer whose turn has come, in order of key; null where nobody's has.</summary>
    public required IReadOnlyList<long?> Reached { get; init; }
}

/// <summary>One time that a recurring campaign went to its audience, and is over.</summary>
/// <param name="Hour">When it was due.</param>
/// <param name="CompletedAt">Null: the next hour came before everybody had had a turn.</param>
/// <param name="Audience">Customers in all.</param>
/// <param name="Done">Customers whose turn came.</param>
public sealed record BatchPast(Instant Hour, Instant StartedAt, Instant? CompletedAt, long Audience, long Done)
{
    public static BatchPast Of(CampaignBatch batch) => new(batch.Hour, batch.StartedAt, batch.CompletedAt, batch.Audience, batch.Done);
}

/// <summary>The earlier times of a recurring campaign.</summary>
public sealed record CampaignBatchHistory
{
    /// <summary>More than a year of days.</summary>
    public const int Longest = 400;

    /// <summary>The campaign's.</summary>
    public required string Id { get; init; }

    /// <summary>The latest first.</summary>
    public required IReadOnlyList<BatchPast> Past { get; init; }
}
