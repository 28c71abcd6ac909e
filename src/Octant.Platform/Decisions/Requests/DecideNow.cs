using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Decisions.Fields;
using Octant.Platform.Decisions.Models;
using Octant.Platform.Decisions.Strategies;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Decisions.Requests;

/// <summary>Asks for a decision: answered when it is durable, or tried out without leaving a trace.</summary>
public static class DecideNow
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<Result<DecisionAnswer>> HandleAsync(
        Body<DecideRequest> body, Caller caller, DecisionDesk desk, CancellationToken cancellation) =>
        await DecideAsync(body.Value, caller, desk, cancellation).ConfigureAwait(false);

    internal static async ValueTask<Result<DecisionAnswer>> DecideAsync(
        DecideRequest request, Caller caller, DecisionDesk desk, CancellationToken cancellation)
    {
        var strategy = desk.Current.Value;
        if (!request.Resolve(strategy, caller).TryGet(out var resolved, out var problem))
        {
            return problem;
        }

        if (!desk.Directory.TryFindKey(request.CustomerId, out var key) || !await IsServedAsync(request, caller, key, desk, cancellation).ConfigureAwait(false))
        {
            return Problem.NotFound("customer", request.CustomerId);
        }

        if (request.DryRun)
        {
            return await TryOutAsync(desk, key, resolved, request, caller, cancellation).ConfigureAwait(false);
        }

        UInt128? messageId = request.RequestId is { } id ? MessageIds.Of("decision", "", id) : null;
        if (messageId is { } entered && !desk.Requests.TryEnter(entered, key))
        {
            return OtherBody(request);
        }

        var command = new Decide(key, messageId, request.BodyHash(resolved), resolved);

        // Not given up when the caller goes away: the answer is a commit away, which is less than watching the connection costs.
        return await desk.Partitions.SubmitAsync(command, CancellationToken.None).ConfigureAwait(false) switch
        {
            DecisionMade made => await desk.AnswerAsync(made.Id, made.Key, made.StrategyVersion, made.Result, made.Inputs, request.Explain, caller, cancellation)
                .ConfigureAwait(false),
            DecisionRepeated repeated => await RepeatAsync(desk, repeated.Id, request.Explain, caller, cancellation).ConfigureAwait(false),
            RequestConflict => OtherBody(request),
            CustomerUnknown => Problem.NotFound("customer", request.CustomerId),
            NotUsed => NotReady(),
            var other => throw new InvalidOperationException($"A decision came to {other.GetType().Name}."),
        };
    }

    /// <summary>
    /// Whoever is bound decides for customers of their own part; and for whoever walks into one of their outlets, but without being told
    /// what is known of a stranger.
    /// </summary>
    private static ValueTask<bool> IsServedAsync(DecideRequest request, Caller caller, long key, DecisionDesk desk, CancellationToken cancellation) =>
        caller.Organisation is null || (request.Actor?.OutletId is not null && !request.Explain && !request.DryRun)
            ? new(true)
            : desk.Scope.CoversAsync(caller, key, cancellation);

    private static Problem OtherBody(DecideRequest request) =>
        Problem.Conflict($"The request id '{request.RequestId}' was used with another body.");

    /// <summary>Between the start of a partition and its first strategy.</summary>
    private static Problem NotReady() => Problem.Unavailable("No strategy is in force yet.", TimeSpan.FromSeconds(1));

    private static async Task<Result<DecisionAnswer>> RepeatAsync(
        DecisionDesk desk, DecisionId id, bool explain, Caller caller, CancellationToken cancellation)
    {
        await desk.Projections.WaitAsync(id.Partition, Patience, cancellation).ConfigureAwait(false);
        var row = await desk.Store.ReadDecisionAsync(id.Partition, id.Sequence, id.Index, cancellation).ConfigureAwait(false);
        return row is null
            ? Problem.NotFound("decision", id.ToString())
            : await desk.AnswerAsync(
                id, row.CustomerKey, row.StrategyVersion, DecisionFormat.DecodeResult(row.Result), row.Inputs, explain, caller, cancellation).ConfigureAwait(false);
    }

    private static async Task<Result<DecisionAnswer>> TryOutAsync(
        DecisionDesk desk, long key, DecisionRequest resolved, DecideRequest request, Caller caller, CancellationToken cancellation)
    {
        var tried = await desk.Partitions
            .ReadCustomerAsync(key, (state, customer) => TryOut(state, customer, resolved, request), cancellation)
            .ConfigureAwait(false);
        return tried.TryGet(out var trial, out var problem)
            ? await desk.AnswerAsync(trial.Strategy, null, key, trial.Result, trial.Explanation is { } explanation ? ExplanationScope.For(caller, trial.Strategy, explanation) : null, cancellation).ConfigureAwait(false)
            : problem;
    }

    private static Result<Trial> TryOut(PartitionState state, CustomerState? customer, DecisionRequest resolved, DecideRequest request)
    {
        if (customer is null)
        {
            return Problem.NotFound("customer", request.CustomerId);
        }

        if (state.Strategy is not { } strategy)
        {
            return NotReady();
        }

        return Trial.Of(strategy, state, customer, resolved, explain: request.Explain);
    }
}

/// <summary>What the decision routes work with.</summary>
public sealed record DecisionDesk(
    CurrentStrategy Current,
    StrategyArchive Archive,
    ModelArchive Models,
    ICustomerDirectory Directory,
    IPartitions Partitions,
    IProjections Projections,
    IProjectionStore Store,
    TreatmentRenderer Renderer,
    RequestRegister Requests,
    ICustomerScope Scope)
{
    public async ValueTask<DecisionAnswer> AnswerAsync(
        DecisionId id, long key, long strategyVersion, DecisionResult result, ReadOnlyMemory<byte> inputs, bool explain, Caller caller, CancellationToken cancellation)
    {
        var strategy = await Archive.ReadAsync(strategyVersion, cancellation).ConfigureAwait(false);
        var explanation = explain
            ? ExplanationScope.For(caller, strategy, DecisionExplainer.Explain(strategy, await InputsAsync(inputs, cancellation).ConfigureAwait(false)))
            : null;
        return await AnswerAsync(strategy, id, key, result, explanation, cancellation).ConfigureAwait(false);
    }

    /// <summary>Recorded inputs with the response model they rest on, where it is still kept.</summary>
    public async ValueTask<DecisionInputs> InputsAsync(ReadOnlyMemory<byte> inputs, CancellationToken cancellation)
    {
        var decoded = DecisionFormat.DecodeInputs(inputs);
        return decoded with { Model = await Models.FindAsync(decoded.ModelVersion, cancellation).ConfigureAwait(false) };
    }

    public async ValueTask<DecisionAnswer> AnswerAsync(
        Strategy strategy, DecisionId? id, long key, DecisionResult result, Explanation? explanation, CancellationToken cancellation)
    {
        var recommendations = new List<RecommendationAnswer>(result.Recommendations.Count);
        foreach (var item in result.Recommendations)
        {
            recommendations.Add(new RecommendationAnswer(
                id is { } decision ? new RecommendationId(decision, item.Rank).ToString() : "",
                item.Campaign,
                item.Offering,
                item.Promotion,
                item.Channel,
                await Renderer.RenderAsync(strategy, item, key, cancellation).ConfigureAwait(false),
                item.Rank,
                item.Score,
                item.Propensity,
                item.Probability,
                item.ValidUntil));
        }

        return new DecisionAnswer(id?.ToString(), recommendations, result.Silence, explanation);
    }
}
