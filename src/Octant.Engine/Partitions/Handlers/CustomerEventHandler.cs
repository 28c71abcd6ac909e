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
    /// <param name="use">What the strategy does with it, when the answer is <see cref="CustomerEventRecorded"/>.</param>
    public static Outcome Answer(PartitionState state, RecordCustomerEvent command, out EventUse use)
    {
        use = null!;
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

        if (state.Strategy is not { } strategy || strategy.UseOf(command.Type) is not { IsUsed: true } found)
        {
            return new NotUsed();
        }

        use = found;
        var role = use.Type.Role;
        IReadOnlyList<MeasureChange> counted = use.IsMeasured ? strategy.Behaviour.ChangesBy(command.Type, command.Fields) : [];
        IReadOnlyList<AbsenceTimer> timers = use.Absences.IsEmpty ? [] : TimersFor(state, use.Absences, customer, command);
        var cancelled = CancelledBy(state, command);
        return new CustomerEventRecorded(
            command.Key,
            command.MessageId,
            LastMoment(command) + TimeSpan.FromMicroseconds(1),
            role == EventRole.Product ? OwnedAfter(customer, command) : null,
            role == EventRole.Complaint ? CasesAfter(customer, command) : null,
            role == EventRole.Status ? StatusAfter(command) : null,
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
    public static TriggeringEvent? TriggerOf(PartitionState state, RecordCustomerEvent command, EventUse use, TriggerScope scope)
    {
        if (use.Campaigns.IsEmpty)
        {
            return null;
        }

        scope.Show(state, state.Find(command.Key)!, command.Fields);
        return IsAnswered(use.Campaigns, command.At, scope) ? new TriggeringEvent(command.Type, command.At, command.Fields) : null;
    }

    /// <summary>Whether at least one campaign answers a timer that has run out.</summary>
    public static bool IsAnswered(PartitionState state, AbsenceTimer timer)
    {
        var scope = new TriggerScope();
        scope.Show(state, state.Find(timer.Key)!, timer.Trigger.Fields);
        return IsAnswered(state.Strategy!.TriggeredBy(timer.Trigger), timer.Trigger.At, scope);
    }

    /// <summary>Whether what is asked before, and the condition, hold for at least one campaign.</summary>
    private static bool IsAnswered(ReadOnlySpan<CompiledCampaign> campaigns, Instant at, TriggerScope scope)
    {
        foreach (var campaign in campaigns)
        {
            if (campaign.Definition.Trigger is { After: not null, Other: { } before, Within: { } within }
                && scope.Behaviour.AnyBetween(before, at - within, at) != Truth.True)
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
    private static List<AbsenceTimer> TimersFor(
        PartitionState state, ReadOnlySpan<AbsencePattern> patterns, CustomerState customer, RecordCustomerEvent command)
    {
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
