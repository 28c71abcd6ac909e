using Octant.Engine;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Languages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Campaigns.Surveys;

/// <summary>A system asks whom to put the question to now, on its channel.</summary>
/// <param name="Limit">At most so many; 100 when left out.</param>
public sealed record SurveyClaimRequest(string Channel, int? Limit);

/// <summary>One customer to ask, now and once.</summary>
/// <param name="Lowest">Score that can be given.</param>
/// <param name="Highest">Score that can be given.</param>
public sealed record ClaimedSurvey(
    string RecommendationId, string CustomerId, string CampaignId, LocalizedName Question, SurveyScale Scale, int Lowest, int Highest, Instant AnswerBy);

/// <param name="Skipped">Customers looked at who are not to be asked: not in the share, asked already, or not to be addressed.</param>
public sealed record SurveyClaimAnswer(IReadOnlyList<ClaimedSurvey> Surveys, int Skipped);

/// <summary>
/// Hands out whom to ask, each once: that they were asked is durable before anybody is told to. Contacts are looked through in order, from
/// where the last claim had come.
/// </summary>
public sealed class ClaimSurveys(
    CampaignStorage storage, SurveyDesk desk, IDocumentStore documents, IProjections projections, IProjectionStore store, ICustomerDirectory directory) : IDisposable
{
    private const int DefaultLimit = 100;
    private const int MostAtOnce = 1_000;
    private const int PageContacts = 256;
    private const string Sent = "sent";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A contact whose sending is confirmed later than this after it counted is not asked about.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(10);

    private readonly DocumentReader<SurveyCursor> _cursors = new(documents, SurveyCursor.Kind);
    private readonly SemaphoreSlim _alone = new(1, 1);

    public static Task<Result<SurveyClaimAnswer>> HandleAsync(Body<SurveyClaimRequest> body, ClaimSurveys claims, CancellationToken cancellation) =>
        claims.ClaimAsync(body.Value, cancellation);

    public void Dispose() => _alone.Dispose();

    private async Task<Result<SurveyClaimAnswer>> ClaimAsync(SurveyClaimRequest request, CancellationToken cancellation)
    {
        var fields = new FieldChecks();
        fields.Require(await desk.HasChannelAsync(request.Channel, cancellation), "channel", "the id of an existing channel", request.Channel);
        fields.RequireBetween(request.Limit ?? DefaultLimit, 1, MostAtOnce, "limit");
        if (fields.ToProblem() is { } invalid)
        {
            return invalid;
        }

        await _alone.WaitAsync(cancellation);
        try
        {
            await projections.WaitAsync(null, Patience, cancellation);
            var claim = new Claim(request.Channel, request.Limit ?? DefaultLimit);

            // A paused campaign says nothing; of one that has ended customers are asked as long as answers count.
            foreach (var campaign in (await storage.Campaigns.ReadAllAsync(cancellation)).Where(campaign => campaign.Status is CampaignStatus.Live or CampaignStatus.Ended))
            {
                if ((await storage.Plans.ReadAsync(campaign.Id, cancellation))?.Value.Survey is { } survey && !claim.IsFull)
                {
                    await ClaimAsync(campaign, survey, claim, cancellation);
                }
            }

            return new SurveyClaimAnswer(claim.Surveys, claim.Skipped);
        }
        finally
        {
            _alone.Release();
        }
    }

    private async Task ClaimAsync(CampaignDefinition campaign, Survey survey, Claim claim, CancellationToken cancellation)
    {
        var from = campaign.Channels.Where(channel => (survey.Channel ?? channel) == claim.Channel);
        var known = (await _cursors.ReadAsync(campaign.Id, cancellation))?.Value.Places;
        var places = new Dictionary<string, ContactPlace>(known ?? new Dictionary<string, ContactPlace>(), StringComparer.Ordinal);
        var isMoved = false;
        foreach (var channel in from)
        {
            var start = places.GetValueOrDefault(channel) ?? new ContactPlace(desk.Now - survey.Delay - survey.AnswerWithin, "");
            var place = await LookThroughAsync(campaign.Id, channel, survey, start, claim, cancellation);
            isMoved |= place != start;
            places[channel] = place;
        }

        if (isMoved)
        {
            var cursor = new SurveyCursor { Id = campaign.Id, Places = places };
            await documents.CommitAsync(
                new DocumentChanges { Puts = [new DocumentPut(SurveyCursor.Kind, campaign.Id, DocumentReader<SurveyCursor>.Write(cursor), null)] }, desk.Now, cancellation);
        }
    }

    /// <summary>How far it came.</summary>
    private async Task<ContactPlace> LookThroughAsync(
        string campaign, string channel, Survey survey, ContactPlace place, Claim claim, CancellationToken cancellation)
    {
        // What is due at this very instant is due.
        var before = new Instant((desk.Now - (survey.Delay > Settling ? survey.Delay : Settling)).Microseconds + 1);
        while (true)
        {
            var page = await store.ReadContactsAfterAsync(campaign, channel, Sent, place, before, PageContacts, cancellation);
            foreach (var contact in page)
            {
                if (claim.IsFull || contact.StateAt + survey.Delay > desk.Now || !await TryAskAsync(contact, survey, claim, cancellation))
                {
                    return place;
                }

                place = new ContactPlace(contact.CountsAt, contact.Id);
            }

            if (page.Count < PageContacts)
            {
                return place;
            }
        }
    }

    /// <summary>False when the channel is silent now: then the contact is looked at again.</summary>
    private async Task<bool> TryAskAsync(ContactRow contact, Survey survey, Claim claim, CancellationToken cancellation)
    {
        var answerBy = contact.StateAt + survey.Delay + survey.AnswerWithin;
        if (answerBy <= desk.Now || !survey.Asks(contact.Campaign!, contact.CustomerKey) || !directory.TryFindCustomer(contact.CustomerKey, out var customer))
        {
            claim.Skipped++;
            return true;
        }

        var obstacle = await desk.FindObstacleAsync(contact.CustomerKey, claim.Channel, cancellation);
        if (obstacle is Reasons.QuietHours or Reasons.Holiday)
        {
            return false;
        }

        if (obstacle is not null || !(await desk.KeepAsync(await desk.AskedAsync(contact, survey, claim.Channel, desk.Now, cancellation), cancellation)).IsNew)
        {
            claim.Skipped++;
            return true;
        }

        claim.Surveys.Add(new ClaimedSurvey(
            contact.Id, customer, contact.Campaign!, survey.Question, survey.Scale, Survey.LowestOf(survey.Scale), Survey.HighestOf(survey.Scale), desk.Now + survey.AnswerWithin));
        return true;
    }

    private sealed record Claim(string Channel, int Limit)
    {
        public List<ClaimedSurvey> Surveys { get; } = [];

        public int Skipped { get; set; }

        public bool IsFull => Surveys.Count == Limit;
    }
}
