using Octant.Engine.Behaviour;
using Octant.Engine.Decisions;
using Octant.Engine.Decisions.Simulations;
using Octant.Engine.Expressions;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Decisions.Fields;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Decisions.Requests;

/// <summary>
/// Decides by the strategy in force with a draft put into it, for one customer or a persona, and explains what became of the draft.
/// A persona is nobody's neighbour: it has no history, and no holdout takes it away.
/// </summary>
public sealed class TryCampaign(DecisionDesk desk, IClock clock) : ICampaignTrials
{
    private const long NobodysKey = 0;

    public async ValueTask<Result<CampaignTrial>> TryAsync(CampaignDefinition campaign, TrialRequest request, Caller caller, CancellationToken cancellation)
    {
        if ((request.CustomerId is null) == (request.Persona is null))
        {
            return Problem.Invalid("customerId", "either a customer or a persona");
        }

        if (!Compile(campaign, isForPersona: request.Persona is not null).TryGet(out var strategy, out var problem)
            || !Resolve(campaign, request, strategy, caller).TryGet(out var question, out problem))
        {
            return problem;
        }

        if (request.Persona is { } persona)
        {
            return !CustomerOf(persona, campaign.Class, strategy).TryGet(out var made, out problem)
                ? problem
                : await AnswerAsync(
                    campaign, NobodysKey, await desk.Partitions.ReadAsync(0, state => Trial.Of(strategy, state, made, question.Request, question.Trigger), cancellation).ConfigureAwait(false), cancellation)
                    .ConfigureAwait(false);
        }

        if (!desk.Directory.TryFindKey(request.CustomerId!, out var key) || !await desk.Scope.CoversAsync(caller, key, cancellation).ConfigureAwait(false))
        {
            return Problem.NotFound("customer", request.CustomerId!);
        }

        var decided = await desk.Partitions
            .ReadCustomerAsync(key, (state, customer) => customer is null ? null : Trial.Of(strategy, state, customer, question.Request, question.Trigger), cancellation)
            .ConfigureAwait(false);
        return decided is null ? Problem.NotFound("customer", request.CustomerId!) : await AnswerAsync(campaign, key, decided, cancellation).ConfigureAwait(false);
    }

    private Result<Strategy> Compile(CampaignDefinition campaign, bool isForPersona)
    {
        var inForce = desk.Current.Value;
        var tried = isForPersona ? campaign with { HoldoutShare = 0 } : campaign;
        var (from, to) = (clock.Now, clock.Now + TimeSpan.FromMinutes(1));
        var definition = isForPersona ? inForce.Definition with { GlobalHoldoutShare = 0 } : inForce.Definition;
        var put = Draft.Of([tried], OtherCampaigns.Keep, from, to).PutAmong(definition.Campaigns);
        var compilation = StrategyCompiler.Compile(definition with { Campaigns = put }, inForce);
        return compilation.Strategy is { } strategy
            ? strategy
            : new Problem(ProblemKind.Invalid, $"The campaign does not compile: {compilation.Errors[0].Field}: {compilation.Errors[0].Message}")
            {
                Errors = [.. compilation.Errors.Select(error => new FieldError(error.Field, error.Error?.Expected ?? error.Message, error.Id) { Line = error.Error?.Line, Column = error.Error?.Column, Nearest = error.Error?.Nearest })],
            };
    }

    private Result<Question> Resolve(CampaignDefinition campaign, TrialRequest request, Strategy strategy, Caller caller)
    {
        if (CampaignDue.IsAnsweredBy(campaign))
        {
            return new Question(null, CampaignDue.Of(campaign.Id, clock.Now));
        }

        if (campaign.Trigger is { } trigger)
        {
            var checks = new FieldChecks();
            var type = strategy.Definition.EventTypes.FirstOrDefault(type => type.Type == trigger.EventType);
            var fields = DeclaredFields.Read(request.Context, type?.Fields ?? [], "context", checks);
            return checks.ToProblem() is { } wrong
                ? wrong
                : new Question(null, new TriggeringEvent(trigger.EventType, clock.Now, fields)
                {
                    Absence = trigger is { Absent: { } absent, Within: { } within } ? new AbsencePattern(trigger.EventType, absent, within) : null,
                });
        }

        return new DecideRequest(null, request.CustomerId ?? "", request.Channel, request.Touchpoint, null, request.Context, null, DryRun: true, Explain: true)
            .Resolve(strategy, caller)
            .Then(asked => new Question(asked, null));
    }

    private static Result<CustomerState> CustomerOf(Persona persona, string messageClass, Strategy strategy)
    {
        var checks = new FieldChecks();
        var known = strategy.Attributes.All.Where(attribute => attribute.Kind != AttributeKind.Text).ToList();
        foreach (var name in persona.Attributes.Keys.Where(name => !known.Exists(attribute => attribute.Name == name)))
        {
            checks.Add($"persona.attributes.{name}", "a declared attribute that expressions may use");
        }

        foreach (var (offering, place) in persona.Owns.Select((offering, place) => (offering, place)))
        {
            checks.Require(strategy.Catalog.TryGetOffering(offering, out _), $"persona.owns[{place}]", "the id of an existing offering", offering);
        }

        var values = DeclaredFields.Read(
            persona.Attributes, [.. known.Select(attribute => new FieldDefinition(attribute.Name, attribute.Kind))], "persona.attributes", checks);
        if (checks.ToProblem() is { } invalid)
        {
            return invalid;
        }

        var customer = new CustomerState(NobodysKey) { Status = CustomerStatus.Active };
        customer.Profile.Change([.. values.Select(value => new AttributeChange(known.Find(attribute => attribute.Name == value.Name)!.Id, value.Value))]);
        customer.Profile.SetTags([.. persona.Tags.Select(Symbols.Of)]);
        foreach (var offering in persona.Owns)
        {
            customer.Owned.Add(new OwnedOffering(offering, OwnershipState.Active, null, null));
        }

        customer.Consents.Add(new Consent(messageClass, persona.Consent, "persona", default));
        return customer;
    }

    private async ValueTask<Result<CampaignTrial>> AnswerAsync(CampaignDefinition campaign, long key, Trial decided, CancellationToken cancellation)
    {
        var offered = decided.Result.Recommendations.FirstOrDefault(item => item.Campaign == campaign.Id);
        var text = offered is null ? ""
            : key == NobodysKey ? TreatmentRenderer.TextOf(decided.Strategy, offered)
            : (await desk.Renderer.RenderAsync(decided.Strategy, offered, key, cancellation).ConfigureAwait(false)).Text;
        return new CampaignTrial(
            decided.Explanation!.At,
            decided.Explanation.Campaigns.Single(explained => explained.Campaign == campaign.Id),
            offered is null ? null : new TrialOffer(offered.Offering, offered.Promotion, offered.Channel, offered.Variant, text, offered.Rank));
    }

    /// <summary>Either a request, or the event that a campaign answers.</summary>
    private sealed record Question(DecisionRequest? Request, TriggeringEvent? Trigger);
}
