using System.Text.Json;
using Octant.Engine;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Platform.Decisions.Fields;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Requests;

/// <summary>What now for this customer here?</summary>
/// <param name="RequestId">Makes the request idempotent for 24 hours: again with the same body, the same answer.</param>
/// <param name="Limit">At most so many recommendations; null for as many as the touchpoint has slots.</param>
/// <param name="Context">Declared context fields; others are dropped.</param>
/// <param name="DryRun">Decides without journal, reservation or learning.</param>
/// <param name="Explain">Adds the explanation to the answer.</param>
public sealed record DecideRequest(
    string? RequestId,
    string CustomerId,
    string Channel,
    string? Touchpoint,
    int? Limit,
    IReadOnlyDictionary<string, JsonElement>? Context,
    ActorBody? Actor,
    bool DryRun = false,
    bool Explain = false)
{
    public const int MostRecommendations = 50;

    private static readonly string LimitForm = $"an integer from 1 to {MostRecommendations}";

    /// <summary>The engine's question, with everything it names looked up.</summary>
    public Result<DecisionRequest> Resolve(Strategy strategy, Caller caller)
    {
        var checks = new FieldChecks();
        checks.Require(RequestId is null or { Length: > 0 and <= 128 }, "requestId", "1 to 128 characters", RequestId);
        checks.Require(Limit is null or (>= 1 and <= MostRecommendations), "limit", LimitForm, Limit);
        checks.Require(strategy.Channel(Channel) is not null, "channel", "the id of an existing channel", Channel);
        if (Touchpoint is { } id)
        {
            checks.Require(
                strategy.Touchpoint(id) is { } touchpoint && string.Equals(touchpoint.Channel, Channel, StringComparison.Ordinal),
                "touchpoint",
                "the id of a touchpoint of this channel",
                id);
        }

        var context = DeclaredFields.Read(Context, strategy.Definition.ContextFields, "context", checks);
        if (checks.ToProblem() is { } invalid)
        {
            return invalid;
        }

        return ActorBody.Resolve(Actor, strategy, caller).TryGet(out var actor, out var refused)
            ? new DecisionRequest(Channel, Touchpoint, Limit ?? 0, context, actor)
            : refused;
    }

    /// <summary>Equal for equal requests, whatever their <see cref="RequestId"/>.</summary>
    public ulong BodyHash(DecisionRequest resolved)
    {
        var hash = StableHash.Of(CustomerId);
        hash = StableHash.Combine(hash, StableHash.Of(resolved.Channel));
        hash = StableHash.Combine(hash, StableHash.Of(resolved.Touchpoint ?? "\0"));
        hash = StableHash.Combine(hash, (ulong)resolved.Limit);
        foreach (var (name, value) in resolved.Context)
        {
            hash = StableHash.Combine(hash, StableHash.Of(name));
            hash = StableHash.Combine(hash, value.Kind == Engine.Profiles.AttributeKind.Category ? StableHash.Of(value.Category) : (ulong)value.Bits);
        }

        hash = StableHash.Combine(hash, StableHash.Of(resolved.Actor.Staff ?? "\0"));
        hash = StableHash.Combine(hash, StableHash.Of(resolved.Actor.Outlet ?? "\0"));
        return StableHash.Combine(hash, StableHash.Of(Actor?.Authentication?.ToString() ?? "\0"));
    }
}

/// <summary>What the touchpoint shows or the person says.</summary>
public sealed record TreatmentAnswer(string Variant, string Text);

/// <param name="Score">Propensity × value × context weight × lever.</param>
/// <param name="Probability">Of being chosen, given the earlier slots, before holdout.</param>
public sealed record RecommendationAnswer(
    string RecommendationId,
    string CampaignId,
    string OfferingId,
    string? PromotionId,
    string Channel,
    TreatmentAnswer Treatment,
    int Rank,
    double Score,
    double Propensity,
    double Probability,
    Instant ValidUntil);

/// <param name="DecisionId">Null for a dry run, which leaves no record.</param>
/// <param name="Silence">Why there is nothing to offer; null when there is.</param>
public sealed record DecisionAnswer(
    string? DecisionId, IReadOnlyList<RecommendationAnswer> Recommendations, string? Silence, Explanation? Explanation);
