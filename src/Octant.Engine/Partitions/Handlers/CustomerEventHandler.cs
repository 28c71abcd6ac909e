using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Expressions;
using Octant.Engine.Offers;
using Octant.Engine.Profiles;

namespace Octant.Engine.Partitions.Handlers;

/// <summary>Events: counted once, refused when late, and turned into ownership, open cases, status and triggers (4.9).</summary>
internal static class CustomerEventHandler
{
    /// <summary>A clock of a source may be ahead by this much.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    /// <summary>What the event does to the customer. Whether it calls for a decision shows only when that is done.</summary>
    public static Outcome Answer(PartitionState state, RecordCustomerEvent command)
    {
        if (state.Find(command.Key) is not { } customer)
        {
            return new CustomerUnknown();
        }

        if (state.Now > LastMoment(command) || command.At > state.Now + Ahead)
        {
            return new Late();
        }

        if (state.Remembered.Contains(command.MessageId))
        {
            return new Duplicate();
        }

        if (state.Strategy is not { } strategy || strategy.EventType(command.Type) is not { } type || !strategy.Uses(type))
        {
            return new NotUsed();
        }

        var counted = strategy.Behaviour.ChangesBy(command.Type, command.Fields);
        var timers = TimersFor(state, strategy, customer, command);
        var cancelled = CancelledBy(state, command);
        return new CustomerEventRecorded(
            command.Key,
            command.MessageId,
            LastMoment(command) + TimeSpan.FromMicroseconds(1),
            type.Role == EventRole.Product ? OwnedAfter(customer, command) : null,
            type.Role == EventRole.Complaint ? CasesAfter(customer, command) : null,
            type.Role == EventRole.Status ? StatusAfter(command) : null,
            Trigger: null)
        {
            At = counted.Count + timers.Count + cancelled.Count > 0 ? command.At : default,
            Counted = counted,
            Timers = timers,
            Cancelled = cancelled,
        };
    }

    /// <summary>
    /// The event as a call for a decision, when the condition of at least one campaign it triggers is true for the customer as
    /// the event has left it; null when no campaign could answer.
    /// </summary>
    public static TriggeringEvent? TriggerOf(PartitionState state, RecordCustomerEvent command)
    {
        if (state.Strategy!.TriggeredBy(command.Type).IsEmpty)
        {
            return null;
        }

        var trigger = new TriggeringEvent(command.Type, command.At, command.Fields);
        return IsAnswered(state, command.Key, trigger) ? trigger : null;
    }

    /// <summary>Whether what is asked before, and the condition, hold for at least one campaign that answers it.</summary>
    public static bool IsAnswered(PartitionState state, long key, TriggeringEvent trigger)
    {
        var strategy = state.Strategy!;
        DecisionScope? scope = null;
        foreach (var campaign in strategy.TriggeredBy(trigger))
        {
            scope ??= new DecisionScope(
                strategy, new DecisionInputs(default, state.Now, null, trigger, state.Find(key)!, state) { Observations = state.Observations });
            if (campaign.Definition.Trigger is { After: not null, Other: { } before, Within: { } within }
                && scope.Behaviour.AnyBetween(before, trigger.At - within, trigger.At) != Truth.True)
            {
                continue;
            }

            if (campaign.TriggerCondition is not { } condition || condition.Evaluate(scope) == Truth.True)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Who waits from now on to see what follows. What followed is perhaps known already, where the event is late; where that
    /// cannot be known, nobody waits.
    /// </summary>
    private static IReadOnlyList<AbsenceTimer> TimersFor(PartitionState state, Strategy strategy, CustomerState customer, RecordCustomerEvent command)
    {
        var patterns = strategy.AbsencesAfter(command.Type);
        if (patterns.IsEmpty)
        {
            return [];
        }

        var room = AbsenceTimer.MostPerCustomer - state.TimersOf(command.Key).Count;
        var timers = new List<AbsenceTimer>(patterns.Length);
        var trigger = new TriggeringEvent(command.Type, command.At, command.Fields);
        foreach (var pattern in patterns)
        {
            var absent = BehaviourMeasure.Times(pattern.Absent, BehaviourMeasure.SequenceDepth);
            if (timers.Count < room && BehaviourOf(state, customer).AnyBetween(absent, command.At, command.At + pattern.Within) == Truth.False)
            {
                timers.Add(AbsenceTimer.Of(command.MessageId, command.Key, trigger, pattern));
            }
        }

        return timers;
    }

    private static IReadOnlyList<UInt128> CancelledBy(PartitionState state, RecordCustomerEvent command)
    {
        List<UInt128>? cancelled = null;
        foreach (var timer in state.TimersOf(command.Key))
        {
            if (timer.IsCancelledBy(command.Type, command.At))
            {
                (cancelled ??= []).Add(timer.Id);
            }
        }

        return cancelled ?? (IReadOnlyList<UInt128>)[];
    }

    private static BehaviourReader BehaviourOf(PartitionState state, CustomerState customer) => new(customer.Behaviour, state.Observations, state.Now);

    /// <summary>The last moment at which the event is taken; its id is remembered beyond it.</summary>
    private static Instant LastMoment(RecordCustomerEvent command) => command.At + command.Lateness;

    private static List<OwnedOffering>? OwnedAfter(CustomerState customer, RecordCustomerEvent command)
    {
        if (Field(command, "offering") is not { } offering || Field(command, "change") is not { } change)
        {
            return null;
        }

        var index = customer.Owned.FindIndex(owned => string.Equals(owned.Offering, offering, StringComparison.Ordinal));
        var after = customer.Owned.ToList();
        var state = change switch
        {
            "ordered" => OwnershipState.InFlight,
            "scheduled" => OwnershipState.Pending,
            "activated" => OwnershipState.Active,
            _ => (OwnershipState?)null,
        };
        if (state is { } owned)
        {
            if (index < 0)
            {
                after.Add(new OwnedOffering(offering, owned, null, null));
            }
            else
            {
                after[index] = after[index] with { State = owned };
            }
        }
        else if (change is "cancelled" or "failed" && index >= 0)
        {
            after.RemoveAt(index);
        }

        return after;
    }

    private static List<string>? CasesAfter(CustomerState customer, RecordCustomerEvent command)
    {
        if (Field(command, "change") is not { } change)
        {
            return null;
        }

        var name = Field(command, "case") ?? command.Type;
        var after = customer.OpenCases.Where(open => !string.Equals(open, name, StringComparison.Ordinal)).ToList();
        if (change == "opened")
        {
            after.Add(name);
        }

        return after;
    }

    private static CustomerStatus? StatusAfter(RecordCustomerEvent command) => Field(command, "status") switch
    {
        "active" => CustomerStatus.Active,
        "suspended" => CustomerStatus.Suspended,
        "closed" => CustomerStatus.Closed,
        _ => null,
    };

    private static string? Field(RecordCustomerEvent command, string name)
    {
        foreach (var field in command.Fields)
        {
            if (string.Equals(field.Name, name, StringComparison.Ordinal) && field.Value.Kind == AttributeKind.Category)
            {
                return field.Value.Category;
            }
        }

        return null;
    }
}
