using System.Numerics;
using Octant.Engine.Calendar;

namespace Octant.Engine.Policies;

/// <summary>What the customer's earlier answers forbid for a while.</summary>
/// <param name="Reason"><see cref="Reasons.CoolDown"/> or <see cref="Reasons.IgnoreSuppression"/>.</param>
/// <param name="Rule">Index among the policy's cool-downs or suppressions.</param>
/// <param name="Until">First instant at which this rule permits it again.</param>
public readonly record struct TurnDownRefusal(string Reason, string Policy, int Rule, CapScope Scope, Instant Until);

/// <summary>
/// Cool-down after a rejection, and suppression after several contacts ignored one after another. Scopes are those of
/// caps: earlier contacts of the same campaign, offering, cluster, class or channel as the proposed one, or all.
/// </summary>
/// <remarks>
/// Service messages and all others are judged apart: not answering a service message says nothing about offers, and
/// turning an offer down must not hold back a service message. Ghosts were never shown and say nothing. An answer that
/// came after all (clicked, interested, accepted) outweighs a silence noticed earlier, and an acceptance outweighs a rejection.
/// "One after another" is the order in which contacts count; contacts still waiting for an answer are passed over. The
/// run of ignored contacts goes on after a suppression has passed: only another answer ends it.
/// </remarks>
public static class TurnDowns
{
    private const Responses Answers = Responses.Clicked | Responses.Accepted | Responses.Interested | Responses.Rejected;

    /// <summary>The first rule, in order of policies, that forbids the contact at its instant; null when none does.</summary>
    public static TurnDownRefusal? Test(IReadOnlyList<ContactPolicy> policies, in ProposedContact proposed, ReadOnlySpan<Contact> ledger)
    {
        for (var p = 0; p < policies.Count; p++)
        {
            var policy = policies[p];
            for (var i = 0; i < policy.CoolDowns.Count; i++)
            {
                var rule = policy.CoolDowns[i];
                if (LastRejection(rule.Scope, proposed, ledger) + rule.Length is { } until && proposed.CountsAt < until)
                {
                    return new TurnDownRefusal(Reasons.CoolDown, policy.Id, i, rule.Scope, until);
                }
            }

            for (var i = 0; i < policy.IgnoreSuppressions.Count; i++)
            {
                var rule = policy.IgnoreSuppressions[i];
                if (LastOfIgnored(rule.Scope, rule.Count, proposed, ledger) + rule.Length is { } until && proposed.CountsAt < until)
                {
                    return new TurnDownRefusal(Reasons.IgnoreSuppression, policy.Id, i, rule.Scope, until);
                }
            }
        }

        return null;
    }

    /// <summary>Whether an earlier answer may forbid anything, of whatever kind, that counts from an instant on.</summary>
    internal static bool MayForbid(IReadOnlyList<ContactPolicy> policies, ReadOnlySpan<Contact> ledger, Instant from)
    {
        var (coolDown, suppression) = (TimeSpan.MinValue, TimeSpan.MinValue);
        for (var p = 0; p < policies.Count; p++)
        {
            for (var i = 0; i < policies[p].CoolDowns.Count; i++)
            {
                coolDown = Longer(coolDown, policies[p].CoolDowns[i].Length);
            }

            for (var i = 0; i < policies[p].IgnoreSuppressions.Count; i++)
            {
                suppression = Longer(suppression, policies[p].IgnoreSuppressions[i].Length);
            }
        }

        if (coolDown == TimeSpan.MinValue && suppression == TimeSpan.MinValue)
        {
            return false;
        }

        foreach (var contact in ledger)
        {
            if (Concerns(contact)
                && ((IsRejected(contact) && TurnedDownAt(contact) + coolDown > from)
                    || (IsIgnored(contact) && TurnedDownAt(contact) + suppression > from)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What all rules ask to be alike, one bit for each <see cref="CapScope"/>.</summary>
    internal static int ScopesOf(IReadOnlyList<ContactPolicy> policies)
    {
        var scopes = 0;
        for (var p = 0; p < policies.Count; p++)
        {
            for (var i = 0; i < policies[p].CoolDowns.Count; i++)
            {
                scopes |= 1 << (int)policies[p].CoolDowns[i].Scope;
            }

            for (var i = 0; i < policies[p].IgnoreSuppressions.Count; i++)
            {
                scopes |= 1 << (int)policies[p].IgnoreSuppressions[i].Scope;
            }
        }

        return scopes;
    }

    /// <summary>Whether any of the contacts is alike in one of the scopes; otherwise they forbid nothing.</summary>
    internal static bool MayForbid(int scopes, in ProposedContact proposed, ReadOnlySpan<Contact> ledger)
    {
        foreach (var contact in ledger)
        {
            for (var left = scopes; left != 0; left &= left - 1)
            {
                if (IsSameKind((CapScope)BitOperations.TrailingZeroCount(left), proposed, contact))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether a contact has a say in any of this: it was put before the customer, and something is known of the answer.</summary>
    internal static bool Concerns(Contact contact) =>
        contact.State != ContactState.Ghost && (contact.Responses & (Responses.Ignored | Answers)) != Responses.None;

    private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private static bool IsRejected(Contact contact) => (contact.Responses & (Responses.Rejected | Responses.Accepted)) == Responses.Rejected;

    private static bool IsIgnored(Contact contact) => (contact.Responses & (Responses.Ignored | Answers)) == Responses.Ignored;

    private static Instant? LastRejection(CapScope scope, in ProposedContact proposed, ReadOnlySpan<Contact> ledger)
    {
        Instant? last = null;
        foreach (var contact in ledger)
        {
            if (IsRejected(contact)
                && (last is null || TurnedDownAt(contact) > last)
                && IsSameKind(scope, proposed, contact))
            {
                last = TurnedDownAt(contact);
            }
        }

        return last;
    }

    /// <summary>When the latest of the ignored contacts since the last answer was noticed; null when they are fewer than needed.</summary>
    private static Instant? LastOfIgnored(CapScope scope, int needed, in ProposedContact proposed, ReadOnlySpan<Contact> ledger)
    {
        Contact? answered = null;
        foreach (var contact in ledger)
        {
            if ((contact.Responses & Answers) != Responses.None && (answered is null || IsAfter(contact, answered)) && IsSameKind(scope, proposed, contact))
            {
                answered = contact;
            }
        }

        var run = 0;
        Instant? last = null;
        foreach (var contact in ledger)
        {
            if (IsIgnored(contact)
                && (answered is null || IsAfter(contact, answered))
                && IsSameKind(scope, proposed, contact))
            {
                run++;
                last = last is null ? TurnedDownAt(contact) : Instant.Max(last.Value, TurnedDownAt(contact));
            }
        }

        return run >= needed ? last : null;
    }

    private static bool IsAfter(Contact contact, Contact other) =>
        contact.CountsAt > other.CountsAt || (contact.CountsAt == other.CountsAt && contact.Id.CompareTo(other.Id) > 0);

    private static Instant TurnedDownAt(Contact contact) => contact.TurnedDownAt ?? contact.StateAt;

    private static bool IsSameKind(CapScope scope, in ProposedContact proposed, Contact contact) =>
        contact.State != ContactState.Ghost
        && IsService(proposed.Class) == IsService(contact.Class)
        && ScopeKeys.Of(scope, proposed) is { } key
        && string.Equals(key, ScopeKeys.Of(scope, contact), StringComparison.Ordinal);

    private static bool IsService(string messageClass) => string.Equals(messageClass, ContactPolicy.ServiceClass, StringComparison.Ordinal);
}
