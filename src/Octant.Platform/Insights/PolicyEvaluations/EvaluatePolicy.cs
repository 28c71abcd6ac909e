using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Policies;
using Octant.Engine.Statistics;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Insights.PolicyEvaluations;

/// <summary>What a recommendation earned.</summary>
public enum PolicyReward
{
    /// <summary>1 where it was accepted, 0 otherwise.</summary>
    Accepted,

    /// <summary>1 where it was clicked or accepted, 0 otherwise.</summary>
    Clicked,

    /// <summary>The offering's value in minor units where it was accepted, 0 otherwise.</summary>
    Value,
}

/// <summary>Which policy to judge, on which recorded decisions.</summary>
/// <param name="From">The first moment.</param>
/// <param name="To">Exclusive.</param>
/// <param name="Channel">Only decisions of this channel; null for all.</param>
/// <param name="Probabilities">
/// Offering → weight, 0 or more: among the offerings open to the customer, each is recommended in proportion. Null: all alike.
/// </param>
/// <param name="Confidence">Of the intervals.</param>
public sealed record PolicyEvaluationRequest(
    Instant From,
    Instant To,
    string? Channel,
    IReadOnlyDictionary<string, double>? Probabilities,
    PolicyReward Reward = PolicyReward.Accepted,
    double Confidence = 0.95);

/// <summary>
/// What another policy would have earned with the first recommendation of recorded decisions, or why the record cannot say. Its
/// actions are offerings; it chooses among those that came as far as arbitration.
/// </summary>
/// <param name="Decisions">Of the period and channel.</param>
/// <param name="Silent">Of them those that recommended nothing; the policy would not have either.</param>
/// <param name="HeldOut">Of them those with a customer of a holdout; they are left out.</param>
/// <param name="NothingToOffer">Of them those in which no offering that the policy takes was open; they are left out.</param>
public sealed record PolicyEvaluation(Instant From, Instant To, string? Channel, long Decisions, long Silent, long HeldOut, long NothingToOffer, OffPolicyAnswer Evaluation);

/// <summary>Judges a policy on recorded decisions, with the probabilities they were made with.</summary>
public sealed class EvaluatePolicy(IProjectionStore store, IProjections projections, IPartitions partitions)
{
    private const long MostDecisions = 1_000_000;
    private const string Uniform = "uniform";
    private const string Given = "given";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<Result<PolicyEvaluation>> HandleAsync(Body<PolicyEvaluationRequest> body, EvaluatePolicy evaluate, CancellationToken cancellation) =>
        Check(body.Value) is { } problem ? problem : await evaluate.EvaluateAsync(body.Value, cancellation).ConfigureAwait(false);

    private static Problem? Check(PolicyEvaluationRequest request)
    {
        var fields = new FieldChecks();
        fields.Require(request.From < request.To, "to", "a time after from", request.To);
        fields.Require(request.Confidence is > 0.5 and < 1, "confidence", "a number between 0.5 and 1", request.Confidence);
        foreach (var (offering, weight) in request.Probabilities ?? new Dictionary<string, double>(StringComparer.Ordinal))
        {
            fields.Require(weight is >= 0 and <= 1, $"probabilities.{offering}", "a number from 0 to 1", weight);
        }

        fields.Require(request.Probabilities is null || request.Probabilities.Values.Any(weight => weight > 0), "probabilities", "one offering at least with a probability above 0");
        return fields.ToProblem();
    }

    private async Task<Result<PolicyEvaluation>> EvaluateAsync(PolicyEvaluationRequest request, CancellationToken cancellation)
    {
        await projections.WaitAsync(null, Patience, cancellation).ConfigureAwait(false);
        if (await store.CountDecisionsAsync(request.From, request.To, cancellation).ConfigureAwait(false) is var count and > MostDecisions)
        {
            return Problem.Invalid("to", $"a period of at most {MostDecisions} decisions; this one has {count}", request.To);
        }

        var log = new DecisionLog(request, await ReadResponsesAsync(request, cancellation).ConfigureAwait(false));
        await foreach (var row in store.ReadDecisionsAsync(request.From, request.To, cancellation).ConfigureAwait(false))
        {
            if (request.Channel is null || string.Equals(row.Channel, request.Channel, StringComparison.Ordinal))
            {
                log.Add(new DecisionId(row.Partition, row.Sequence, row.Index), DecisionFormat.DecodeResult(row.Result));
            }
        }

        var report = OffPolicy.Evaluate(log.Choices, log.Actions.Count, request.Confidence);
        return new PolicyEvaluation(
            request.From,
            request.To,
            request.Channel,
            log.Decisions,
            log.Silent,
            log.HeldOut,
            log.NothingToOffer,
            OffPolicyAnswer.Of(report, request.Probabilities is null ? Uniform : Given, log.Actions, request.Confidence));
    }

    /// <summary>What customers answered to contacts of the period, from their ledgers: all that is durable, in one look at each partition.</summary>
    private async Task<Dictionary<RecommendationId, Responses>> ReadResponsesAsync(PolicyEvaluationRequest request, CancellationToken cancellation)
    {
        var responses = new Dictionary<RecommendationId, Responses>();
        for (var partition = 0; partition < PartitionOptions.PartitionCount; partition++)
        {
            var number = partition;
            var found = await partitions.ReadAsync(
                number,
                state => state.Customers.Values
                    .SelectMany(customer => customer.Ledger)
                    .Where(contact => contact.Source is null && contact.Responses != Responses.None && contact.GrantedAt >= request.From && contact.GrantedAt < request.To)
                    .Select(contact => (Id: new RecommendationId(new DecisionId(number, contact.Id.Sequence, contact.Id.Index), contact.Id.Rank), contact.Responses))
                    .ToList(),
                cancellation).ConfigureAwait(false);
            foreach (var (id, given) in found)
            {
                responses[id] = given;
            }
        }

        return responses;
    }
}
