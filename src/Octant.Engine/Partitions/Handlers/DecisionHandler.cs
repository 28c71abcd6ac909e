using Octant.Engine.Decisions;
using Octant.Engine.Partitions.Formats;

namespace Octant.Engine.Partitions.Handlers;

/// <summary>Asks the kernel, reserves what it recommends, and records what it saw.</summary>
internal static class DecisionHandler
{
    public static Outcome Answer(Partition partition, Decide command)
    {
        var state = partition.State;
        if (command.MessageId is { } id && state.Requests.TryFind(id, out var known))
        {
            return known.BodyHash == command.BodyHash && known.Decision is { } decision
                ? new DecisionRepeated(decision)
                : new RequestConflict();
        }

        return state.Find(command.Key) is not { } customer ? new CustomerUnknown()
            : state.Strategy is null ? new NotUsed()
            : Decide(partition, customer, command.Request, null, command.MessageId, command.BodyHash);
    }

    public static Outcome Answer(Partition partition, DecideTriggered command)
    {
        foreach (var waiting in partition.State.Waiting)
        {
            if (waiting.MessageId == command.MessageId)
            {
                return Decide(
                    partition, partition.State.Find(waiting.Key)!, null, waiting.Trigger, waiting.MessageId, bodyHash: 0);
            }
        }

        return new Unchanged();
    }

    private static Outcome Decide(
        Partition partition, CustomerState customer, DecisionRequest? request, TriggeringEvent? trigger, UInt128? messageId, ulong bodyHash)
    {
        var state = partition.State;
        var strategy = state.Strategy ?? throw new InvalidOperationException($"Partition {state.Number} has no strategy.");
        var id = new DecisionId(state.Number, partition.RowSequence, partition.RowIndex);
        var slices = new ConsultedSlices(state);
        var inputs = new DecisionInputs(id, state.Now, request, trigger, customer, slices) { Observations = state.Observations, Model = state.Model };
        var answer = DecisionKernel.Decide(strategy, inputs, scratch: partition.Scratch);
        if (answer.Needs.Count > 0)
        {
            return new SliceNeeded(answer.Needs);
        }

        var result = answer.Result!;
        var actor = request?.Actor ?? Actor.None;
        if (actor.Organisation is null && strategy.HomeUnitOf(customer) is { } home)
        {
            // Nobody's outlet: it is counted where the customer belongs.
            actor = actor with { Organisation = home };
        }

        var encodedInputs = DecisionFormat.Encode(inputs, slices.Consulted, partition.Scratch.Records);
        return new DecisionMade(
            customer.Key,
            id,
            messageId,
            bodyHash,
            state.Now,
            request?.Channel ?? (result.Recommendations is [var first, ..] ? first.Channel : ""),
            request?.Touchpoint,
            trigger?.Type,
            actor,
            strategy.Version,
            result,
            encodedInputs,
            DecisionFormat.Encode(result, encodedInputs, partition.Scratch.Records),
            Reservation.Of(customer.Key, id, result, actor, state.Now));
    }

    /// <summary>Remembers which slices the kernel looked at, because they are inputs of the decision.</summary>
    private sealed class ConsultedSlices(PartitionState state) : ISliceSource
    {
        private List<SliceBalance>? _consulted;

        public IReadOnlyList<SliceBalance> Consulted => _consulted ?? (IReadOnlyList<SliceBalance>)[];

        public SliceBalance Balance(string resource, string period)
        {
            var balance = state.Balance(resource, period);
            _consulted ??= [];
            if (!_consulted.Contains(balance))
            {
                _consulted.Add(balance);
            }

            return balance;
        }
    }
}
