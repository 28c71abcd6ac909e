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
        Body<DecideRequest> body, Caller caller, DecisionDesk desk, CancellationToken cancellation)
    {
        var request = body.Value;
        if (!(await CheckAsync(request, caller, desk, cancellation).ConfigureAwait(false)).TryGet(out var command, out var problem))
        {
            return problem;
        }

        return request.DryRun
            ? await TryOutAsync(command, request, caller, desk, cancellation).ConfigureAwait(false)
            : await AnswerAsync(await SubmitAsync(command, desk).ConfigureAwait(false), request, caller, desk, cancellation).ConfigureAwait(false);
    }

    /// <summary>The command, with everything the request names looked up and its id entered. Waits for nothing unless the caller is bound.</summary>
    internal static ValueTask<Result<Decide>> CheckAsync(
        DecideRequest request, Caller caller, DecisionDesk desk, CancellationToken cancellation)
    {
        if (!request.Resolve(desk.Current.Value, caller).TryGet(out var resolved, out var problem))
        {
            return new(problem);
        }

        if (!desk.Directory.TryFindKey(request.CustomerId, out var key))
        {
            return new(UnknownCustomer(request));
        }

        return MayDecideForAll(request, caller)
            ? new(Enter(request, key, resolved, desk))
            : CheckScopeAsync(request, caller, key, resolved, desk, cancellation);
    }

    /// <summary>Not given up when the caller goes away: the answer is a commit away, which is less than watching the connection costs.</summary>
    internal static ValueTask<Outcome> SubmitAsync(Decide command, DecisionDesk desk) => desk.Partitions.SubmitAsync(command, CancellationToken.None);

    internal static async ValueTask<Result<DecisionAnswer>> AnswerAsync(
        Outcome outcome, DecideRequest request, Caller caller, DecisionDesk desk, CancellationToken cancellation) => outcome switch
        {
            DecisionMade made => await desk.AnswerAsync(made.Id, made.Key, made.StrategyVersion, made.Result, made.Inputs, request.Explain, caller, cancellation)
                .ConfigureAwait(false),
            DecisionRepeated repeated => await RepeatAsync(desk, repeated.Id, request.Explain, caller, cancellation).ConfigureAwait(false),
            RequestConflict => OtherBody(request),
            CustomerUnknown => UnknownCustomer(request),
            NotUsed => NotReady(),
            var other => throw new InvalidOperationException($"A decision came to {other.GetType().Name}."),
        };

    internal static async Task<Result<DecisionAnswer>> TryOutAsync(
        Decide command, DecideRequest request, Caller caller, DecisionDesk desk, CancellationToken cancellation)
    {
        var tried = await desk.Partitions
            .ReadCustomerAsync(command.Key, (state, customer) => TryOut(state, customer, command.Request, request), cancellation)
            .ConfigureAwait(false);
        return tried.TryGet(out var trial, out var problem)
            ? await desk.AnswerAsync(trial.Strategy, null, command.Key, trial.Result, trial.Explanation is { } explanation ? ExplanationScope.For(caller, trial.Strategy, explanation) : null, cancellation).ConfigureAwait(false)
            : problem;
    }

    /// <summary>
    /// Whoever is bound decides for customers of their own part; and for whoever walks into one of their outlets, but without being told
    /// what is known of a stranger.
    /// </summary>
    private static bool MayDecideForAll(DecideRequest request, Caller caller) =>
        caller.Organisation is null || (request.Actor?.OutletId is not null && !request.Explain && !request.DryRun);

    private static async ValueTask<Result<Decide>> CheckScopeAsync(
        DecideRequest request, Caller caller, long key, DecisionRequest resolved, DecisionDesk desk, CancellationToken cancellation) =>
        await desk.Scope.CoversAsync(caller, key, cancellation).ConfigureAwait(false) ? Enter(request, key, resolved, desk) : UnknownCustomer(request);

    private static Result<Decide> Enter(DecideRequest request, long key, DecisionRequest resolved, DecisionDesk desk)
    {
        UInt128? messageId = request is { DryRun: false, RequestId: { } id } ? MessageIds.Of("decision", "", id) : null;
        return messageId is { } entered && !desk.Requests.TryEnter(entered, key)
            ? OtherBody(request)
            : new Decide(key, messageId, request.BodyHash(resolved), resolved);
    }

    private static Problem UnknownCustomer(DecideRequest request) => Problem.NotFound("customer", request.CustomerId);

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

    private static Result<Trial> TryOut(PartitionState state, CustomerState? customer, DecisionRequest resolved, DecideRequest request)
    {
        if (customer is null)
        {
            return UnknownCustomer(request);
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
