using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Languages;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Campaigns.Surveys;

/// <summary>What a touchpoint needs to know to ask a customer after a contact.</summary>
/// <param name="IsToBeAsked">Now.</param>
/// <param name="Reason">
/// Why not: <c>too-early</c>, <c>too-late</c>, <c>asked-already</c>, <c>not-in-share</c>, or what keeps the customer from being addressed
/// there and then.
/// </param>
/// <param name="Lowest">Score that can be given.</param>
/// <param name="Highest">Score that can be given.</param>
/// <param name="Channel">Where to ask.</param>
public sealed record SurveyInvitation(
    string RecommendationId,
    string CampaignId,
    bool IsToBeAsked,
    string? Reason,
    LocalizedName Question,
    SurveyScale Scale,
    int Lowest,
    int Highest,
    string Channel,
    Instant AskFrom,
    Instant AnswerBy);

/// <summary>Whether the customer of a contact is to be asked about it, and what. Changes nothing.</summary>
public static class ReadSurvey
{
    private const string TooEarly = "too-early";
    private const string TooLate = "too-late";
    private const string AskedAlready = "asked-already";
    private const string NotInShare = "not-in-share";

    public static async Task<Result<SurveyInvitation>> HandleAsync(
        string recommendationId, Caller caller, SurveyDesk desk, CancellationToken cancellation)
    {
        if (!(await desk.FindAsync(recommendationId, caller, cancellation)).TryGet(out var found, out var problem))
        {
            return problem;
        }

        var (contact, survey) = (found.Contact, found.Survey);
        var channel = survey.Channel ?? contact.Channel;
        var reason = ReasonOf(found, desk.Now) ?? await desk.FindObstacleAsync(contact.CustomerKey, channel, cancellation);
        return new SurveyInvitation(
            recommendationId,
            contact.Campaign!,
            reason is null,
            reason,
            survey.Question,
            survey.Scale,
            Survey.LowestOf(survey.Scale),
            Survey.HighestOf(survey.Scale),
            channel,
            found.AskFrom,
            found.AnswerBy);
    }

    private static string? ReasonOf(SurveyedContact found, Instant now) =>
        found.Stored is not null ? AskedAlready
        : !found.Survey.Asks(found.Contact.Campaign!, found.Contact.CustomerKey) ? NotInShare
        : now < found.AskFrom ? TooEarly
        : now >= found.AnswerBy ? TooLate
        : null;
}
