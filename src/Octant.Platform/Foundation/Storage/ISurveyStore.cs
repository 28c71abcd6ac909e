using Octant.Engine.Calendar;

namespace Octant.Platform.Foundation.Storage;

/// <summary>A customer who was asked after one contact how satisfied they are, and what they answered.</summary>
/// <param name="RecommendationId">The contact's.</param>
/// <param name="Channel">Of the contact.</param>
/// <param name="Organisation">Path of the unit it is counted at; empty where none is known.</param>
/// <param name="Day">On which they were asked: days since 1970-01-01, in the platform's zone.</param>
/// <param name="AskedOn">The channel on which the question was put.</param>
/// <param name="Highest">The highest score that could be given.</param>
/// <param name="Score">Null as long as they have not answered.</param>
/// <param name="Reason">A code they gave with the score.</param>
/// <param name="IsLate">The answer came when its time was over; it is kept, and not counted among the answers.</param>
public sealed record SurveyRow(
    string RecommendationId,
    long CustomerKey,
    string Campaign,
    string Channel,
    string Organisation,
    int Day,
    Instant AskedAt,
    string AskedOn,
    int Highest,
    int? Score,
    string? Reason,
    Instant? AnsweredAt,
    bool IsLate);

/// <summary>How many customers of a campaign were asked, told apart by where, when, and what they answered.</summary>
/// <param name="Score">Null for those who have not answered.</param>
public sealed record SurveySum(string Channel, string Organisation, int Day, int? Score, bool IsLate, long Customers);

/// <summary>Who was asked after which contact, and what they answered. Nothing else knows, so it is durable on return.</summary>
public interface ISurveyStore
{
    /// <summary>
    /// Keeps that somebody was asked and, where <paramref name="row"/> has a score, what they answered. The first of each counts: false when
    /// it was known already and nothing was changed.
    /// </summary>
    ValueTask<bool> KeepAsync(SurveyRow row, CancellationToken cancellation);

    /// <summary>Null when nobody was asked after this contact.</summary>
    ValueTask<SurveyRow?> ReadAsync(string recommendationId, CancellationToken cancellation);

    /// <summary>Those who were asked last first.</summary>
    ValueTask<IReadOnlyList<SurveyRow>> ReadOfAsync(long customerKey, int limit, CancellationToken cancellation);

    /// <summary>Everybody asked in this campaign, in order of what they are told apart by; those without a score first.</summary>
    ValueTask<IReadOnlyList<SurveySum>> SumAsync(string campaign, CancellationToken cancellation);

    /// <summary>What an erased customer answered still counts, and nothing is left that says whose it was.</summary>
    ValueTask ForgetAsync(long customerKey, CancellationToken cancellation);

    /// <summary>Deletes what was asked before, a bounded number per transaction.</summary>
    ValueTask DeleteOlderAsync(Instant before, CancellationToken cancellation);
}
