using Octant.Engine.Calendar;
using Octant.Engine.Channels;

namespace Octant.Engine.Policies;

/// <summary>Active channels are silent.</summary>
/// <param name="Reason"><see cref="Reasons.QuietHours"/> or <see cref="Reasons.Holiday"/>.</param>
/// <param name="Until">First instant at which no policy asks for quiet; null for never.</param>
public readonly record struct QuietRefusal(string Reason, string Policy, Instant? Until);

/// <summary>
/// Quiet hours and holidays in the customer's zone. They bind active channels only, and not the class <c>service</c>.
/// The answer is the same for every candidate of one decision with the same channel and class.
/// </summary>
public static class QuietHours
{
    public static QuietRefusal? Test(
        IReadOnlyList<ContactPolicy> policies, string messageClass, ChannelDirection direction, Instant at, ZoneTable zone)
    {
        if (!Bind(messageClass, direction))
        {
            return null;
        }

        var index = IndexOfQuiet(policies, at, zone);
        if (index < 0)
        {
            return null;
        }

        var reason = ClockOf(policies[index], zone).IsOnWholeDay(at) ? Reasons.Holiday : Reasons.QuietHours;
        return new QuietRefusal(reason, policies[index].Id, NextAllowed(policies, at, zone));
    }

    /// <summary>Whether quiet is asked of messages of this class on channels of this direction at all.</summary>
    internal static bool Bind(string messageClass, ChannelDirection direction) =>
        direction != ChannelDirection.Passive && !string.Equals(messageClass, ContactPolicy.ServiceClass, StringComparison.Ordinal);

    /// <summary>The first instant at or after <paramref name="at"/> at which no policy asks for quiet; null for never.</summary>
    public static Instant? NextAllowed(IReadOnlyList<ContactPolicy> policies, Instant at, ZoneTable zone)
    {
        // Policies can hand over to each other for ever (one by day, one by night): two years of that are never.
        var horizon = at + TimeSpan.FromDays(2 * 366);
        for (var index = IndexOfQuiet(policies, at, zone); index >= 0; index = IndexOfQuiet(policies, at, zone))
        {
            if (ClockOf(policies[index], zone).NextOutside(at) is not { } next || next > horizon)
            {
                return null;
            }

            at = next;
        }

        return at;
    }

    private static int IndexOfQuiet(IReadOnlyList<ContactPolicy> policies, Instant at, ZoneTable zone)
    {
        for (var i = 0; i < policies.Count; i++)
        {
            if (ClockOf(policies[i], zone).IsInside(at))
            {
                return i;
            }
        }

        return -1;
    }

    private static DailyHoursClock ClockOf(ContactPolicy policy, ZoneTable zone) => new(policy.QuietHours, policy.Holidays, zone);
}
