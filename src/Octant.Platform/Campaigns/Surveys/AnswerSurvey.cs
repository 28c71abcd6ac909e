using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Campaigns.Surveys;

/// <summary>A customer was asked after a contact, and answered or did not.</summary>
/// <param name="Score">Left out: they were asked and gave none; an answer may follow.</param>
/// <param name="Reason">A code they gave with it, such as <c>too-many-messages</c>.</param>
/// <param name="Channel">Where they were asked; the survey's, or the contact's, when left out.</param>
/// <param name="At">When they were asked or answered; now when left out.</param>
public sealed record SurveyAnswerRequest(string RecommendationId, int? Score, string? Reason, string? Channel, Instant? At);

/// <param name="Recorded">False when this contact was answered before, or was known to have been asked about: the first answer counts.</param>
/// <param name="Score">The one that is kept; null while there is none.</param>
/// <param name="IsLate">The answer that is kept came when its time was over; it does not count.</param>
public sealed record SurveyAnswerReceipt(bool Recorded, int? Score, bool IsLate);

/// <summary>Takes down what a customer answered, once for every contact.</summary>
public static class AnswerSurvey
{
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    public static async Task<Result<SurveyAnswerReceipt>> HandleAsync(
        Body<SurveyAnswerRequest> body, Caller caller, SurveyDesk desk, CancellationToken cancellation)
    {
        var request = body.Value;
        var fields = new FieldChecks();
        fields.Require(
            RecommendationId.TryParse(request.RecommendationId, out var id) && id.Decision.Partition < PartitionOptions.PartitionCount,
            "recommendationId",
            "an id that a decision gave out",
            request.RecommendationId);
        if (request.Reason is { } reason)
        {
            fields.RequireId(reason, "reason");
        }

        if (request.Channel is { } channel)
        {
            fields.Require(await desk.HasChannelAsync(channel, cancellation), "channel", "the id of an existing channel", channel);
        }

        if (fields.ToProblem() is { } invalid)
        {
            return invalid;
        }

        if (!(await desk.FindAsync(request.RecommendationId, caller, cancellation)).TryGet(out var found, out var problem))
        {
            return problem;
        }

        var (contact, survey) = (found.Contact, found.Survey);
        var (lowest, highest) = (Survey.LowestOf(survey.Scale), Survey.HighestOf(survey.Scale));
        var at = request.At ?? desk.Now;
        fields.Require(
            request.Score is null || (request.Score >= lowest && request.Score <= highest),
            "score",
            FormattableString.Invariant($"a whole number from {lowest} to {highest}"),
            request.Score);
        fields.Require(at >= contact.GrantedAt && at <= desk.Now + Ahead, "at", "a time between the contact and now", at);
        if (fields.ToProblem() is { } wrong)
        {
            return wrong;
        }

        var row = await desk.AskedAsync(contact, survey, request.Channel ?? survey.Channel ?? contact.Channel, found.Stored?.AskedAt ?? at, cancellation);
        if (request.Score is not null)
        {
            row = row with { Score = request.Score, Reason = request.Reason, AnsweredAt = at, IsLate = at > found.AnswerBy };
        }

        var (isNew, kept) = await desk.KeepAsync(row, cancellation);
        return new SurveyAnswerReceipt(isNew, kept.Score, kept.IsLate);
    }
}
