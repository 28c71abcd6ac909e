using System.Text.Json;
using Octant.Engine.Channels;
using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Engine.Policies;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Decisions.Requests;

/// <summary>What is tried: each takes the place of the one in force with its id, or is added where there is none.</summary>
public sealed record TrialDrafts(
    IReadOnlyList<Offering>? Offerings,
    IReadOnlyList<Promotion>? Promotions,
    IReadOnlyList<Channel>? Channels,
    IReadOnlyList<Touchpoint>? Touchpoints,
    IReadOnlyList<ContactPolicy>? ContactPolicies);

/// <summary>What would this customer be told here now if the drafts were in force?</summary>
/// <param name="Limit">At most so many recommendations; null for as many as the touchpoint has slots.</param>
/// <param name="Context">Declared context fields; others are dropped.</param>
public sealed record DraftTrialRequest(
    string CustomerId, string Channel, string? Touchpoint, int? Limit, IReadOnlyDictionary<string, JsonElement>? Context, TrialDrafts Drafts);

/// <summary>The same question, answered twice. Neither leaves a trace.</summary>
/// <param name="Now">By what is in force; null where the channel or touchpoint is a draft itself.</param>
/// <param name="Draft">With the drafts in place.</param>
/// <param name="TrialCampaigns">Made up for the trial, because no live campaign makes these offerings on the channel.</param>
public sealed record DraftTrialAnswer(DecisionAnswer? Now, DecisionAnswer Draft, IReadOnlyList<string> TrialCampaigns);

/// <summary>Tries offerings, promotions, channels, touchpoints and policies on a customer before they are in force.</summary>
public static class TryDraft
{
    /// <summary>Begins the ids of campaigns made up for a trial.</summary>
    public const string TrialPrefix = "trial.";

    private const double TrialPropensity = 0.1;

    public static async Task<Result<DraftTrialAnswer>> HandleAsync(
        Body<DraftTrialRequest> body, Caller caller, DecisionDesk desk, DraftChecks checks, CancellationToken cancellation)
    {
        var (request, live) = (body.Value, desk.Current.Value);
        if (!desk.Directory.TryFindKey(request.CustomerId, out var key) || !await desk.Scope.CoversAsync(caller, key, cancellation).ConfigureAwait(false))
        {
            return Problem.NotFound("customer", request.CustomerId);
        }

        if (await checks.FindProblemAsync(caller, request.Drafts, cancellation).ConfigureAwait(false) is { } invalid)
        {
            return invalid;
        }

        var definition = With(live.Definition, request.Drafts);
        var trials = TrialCampaigns(definition, request);
        if (!Compile(definition with { Campaigns = [.. definition.Campaigns, .. trials] }, live).TryGet(out var draft, out var problem))
        {
            return problem;
        }

        var question = new DecideRequest(null, request.CustomerId, request.Channel, request.Touchpoint, request.Limit, request.Context, null, DryRun: true, Explain: true);
        if (!question.Resolve(draft, caller).TryGet(out var resolved, out problem))
        {
            return problem;
        }

        var asked = await desk.Partitions.ReadCustomerAsync(
            key,
            (state, customer) => customer is null
                ? null
                : new Pair(question.Resolve(live, caller).Succeeded ? Trial.Of(live, state, customer, resolved) : null, Trial.Of(draft, state, customer, resolved)),
            cancellation).ConfigureAwait(false);
        return asked is null
            ? Problem.NotFound("customer", request.CustomerId)
            : new DraftTrialAnswer(
                asked.Now is { } now ? await AnswerAsync(now, key, caller, desk, cancellation).ConfigureAwait(false) : null,
                await AnswerAsync(asked.Draft, key, caller, desk, cancellation).ConfigureAwait(false),
                [.. trials.Select(campaign => campaign.Id)]);
    }

    private static ValueTask<DecisionAnswer> AnswerAsync(Trial trial, long key, Caller caller, DecisionDesk desk, CancellationToken cancellation) =>
        desk.AnswerAsync(trial.Strategy, null, key, trial.Result, ExplanationScope.For(caller, trial.Strategy, trial.Explanation!), cancellation);

    private static StrategyDefinition With(StrategyDefinition live, TrialDrafts drafts) => live with
    {
        Offerings = Replaced(live.Offerings, drafts.Offerings, offering => offering.Id),
        Promotions = Replaced(live.Promotions, drafts.Promotions, promotion => promotion.Id),
        Channels = Replaced(live.Channels, drafts.Channels, channel => channel.Id),
        Touchpoints = Replaced(live.Touchpoints, drafts.Touchpoints, touchpoint => touchpoint.Id),
        Policies = Replaced(live.Policies, drafts.ContactPolicies, policy => policy.Id),
    };

    private static IReadOnlyList<T> Replaced<T>(IReadOnlyList<T> live, IReadOnlyList<T>? drafts, Func<T, string> idOf) => drafts is null or []
        ? live
        : [.. live.Where(one => !drafts.Any(draft => idOf(draft) == idOf(one))).Concat(drafts).OrderBy(idOf, StringComparer.Ordinal)];

    /// <summary>An offering that no live campaign makes here would never be heard of: one that makes it to everybody is put beside them.</summary>
    private static List<CampaignDefinition> TrialCampaigns(StrategyDefinition definition, DraftTrialRequest request) =>
    [
        .. (request.Drafts.Offerings ?? [])
            .Where(offering => !definition.Campaigns.Any(campaign => campaign.Status == CampaignStatus.Live
                && campaign.Channels.Contains(request.Channel)
                && campaign.Offers.Any(offer => offer.Offering == offering.Id)))
            .Select(offering => new CampaignDefinition
            {
                Id = TrialPrefix + offering.Id,
                Name = offering.Name,
                Status = CampaignStatus.Live,
                Offers = [new CampaignOffer { Offering = offering.Id, Propensity = TrialPropensity }],
                Channels = [request.Channel],
            }),
    ];

    private static Result<Strategy> Compile(StrategyDefinition definition, Strategy live)
    {
        var compilation = StrategyCompiler.Compile(definition, live);
        return compilation.Strategy is { } strategy
            ? strategy
            : new Problem(ProblemKind.Invalid, "With the draft the strategy does not hold together.")
            {
                Errors = [.. compilation.Errors.Select(error => new FieldError($"{error.Kind} {error.Id}, {error.Field}", error.Message))],
            };
    }

    private sealed record Pair(Trial? Now, Trial Draft);
}

/// <summary>The rules by which each kind of draft would be put.</summary>
public sealed class DraftChecks(
    IDraftCheck<Offering> offerings,
    IDraftCheck<Promotion> promotions,
    IDraftCheck<Channel> channels,
    IDraftCheck<Touchpoint> touchpoints,
    IDraftCheck<ContactPolicy> policies)
{
    private const int MostDrafts = 20;

    /// <summary>What is wrong with any of them, each at its place in the request.</summary>
    public async ValueTask<Problem?> FindProblemAsync(Caller caller, TrialDrafts drafts, CancellationToken cancellation)
    {
        var errors = new List<FieldError>();
        await AddAsync("offerings", drafts.Offerings, offerings, offering => offering.Id).ConfigureAwait(false);
        await AddAsync("promotions", drafts.Promotions, promotions, promotion => promotion.Id).ConfigureAwait(false);
        await AddAsync("channels", drafts.Channels, channels, channel => channel.Id).ConfigureAwait(false);
        await AddAsync("touchpoints", drafts.Touchpoints, touchpoints, touchpoint => touchpoint.Id).ConfigureAwait(false);
        await AddAsync("contactPolicies", drafts.ContactPolicies, policies, policy => policy.Id).ConfigureAwait(false);
        return errors.Count > 0 ? Problem.Invalid(errors) : null;

        async ValueTask AddAsync<T>(string member, IReadOnlyList<T>? given, IDraftCheck<T> check, Func<T, string> idOf)
        {
            if (given?.Count > MostDrafts || given?.Select(idOf).Distinct(StringComparer.Ordinal).Count() < given?.Count)
            {
                errors.Add(new FieldError($"drafts.{member}", $"at most {MostDrafts} drafts, each id once"));
                return;
            }

            for (var i = 0; i < given?.Count; i++)
            {
                if (await check.CheckDraftAsync(caller, idOf(given[i]), given[i], cancellation).ConfigureAwait(false) is { } problem)
                {
                    var place = $"drafts.{member}[{i}]";
                    errors.AddRange(problem.Errors.Count == 0
                        ? [new FieldError(place, problem.Detail)]
                        : problem.Errors.Select(error => error with { Field = $"{place}.{error.Field}" }));
                }
            }
        }
    }
}
