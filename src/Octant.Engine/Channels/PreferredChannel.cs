using Octant.Engine.Policies;

namespace Octant.Engine.Channels;

/// <summary>How often a customer used or answered a channel: evidence of a habit.</summary>
public readonly record struct ChannelHabit(string Channel, int Times);

/// <summary>Which of several channels suits a customer best: a high-value customer's own habit, otherwise the cheapest.</summary>
public static class PreferredChannel
{
    /// <summary>Answers by which a habit shows: fewer could be chance.</summary>
    public const int MinimumEvidence = 3;

    /// <summary>
    /// For a high-value customer the channel of the strongest habit, if their evidence over all channels reaches the minimum
    /// and that habit is among the channels at hand, else null: nothing is known of their habit. For all others the channel
    /// of least cost per contact and transaction, then of most cost advantage. Ties go to the channel named first.
    /// </summary>
    /// <param name="channels">Those that can carry the product.</param>
    /// <param name="habits">At most one entry per channel; service habit or marketing response, never mixed.</param>
    public static string? Of(bool highValue, IReadOnlyList<Channel> channels, ReadOnlySpan<ChannelHabit> habits, int minimumEvidence) =>
        highValue ? ByHabit(channels, habits, minimumEvidence) : ByCost(channels);

    /// <summary>Least cost per contact and transaction first, then most cost advantage.</summary>
    public static int CompareCost(Channel left, Channel right)
    {
        var byCost = CostOf(left).CompareTo(CostOf(right));
        return byCost != 0 ? byCost : right.Abilities.CostAdvantage.CompareTo(left.Abilities.CostAdvantage);
    }

    /// <summary>
    /// Where the customer answers marketing: per channel the contacts of any class but service that they answered in any way but
    /// turning down or ignoring them.
    /// </summary>
    public static List<ChannelHabit> MarketingHabitsOf(ReadOnlySpan<Contact> ledger)
    {
        var habits = new List<ChannelHabit>();
        foreach (var contact in ledger)
        {
            if (!IsService(contact) && IsAnswered(contact))
            {
                Count(habits, contact.Channel);
            }
        }

        return habits;
    }

    /// <summary>
    /// Where the customer sees to their own affairs: per channel the visits to a passive one that left an offer in the ledger, and
    /// the service messages that they answered.
    /// </summary>
    /// <param name="isPassive">Whether customers come to this channel by themselves.</param>
    public static List<ChannelHabit> ServiceHabitsOf(ReadOnlySpan<Contact> ledger, Func<string, bool> isPassive)
    {
        var habits = new List<ChannelHabit>();
        var visit = default(ContactId);
        foreach (var contact in ledger)
        {
            if (isPassive(contact.Channel))
            {
                // What one visit was offered stands together in the ledger, and is one visit.
                if ((contact.Id.Sequence, contact.Id.Index) != (visit.Sequence, visit.Index))
                {
                    Count(habits, contact.Channel);
                    visit = contact.Id;
                }
            }
            else if (IsService(contact) && IsAnswered(contact))
            {
                Count(habits, contact.Channel);
            }
        }

        return habits;
    }

    private static bool IsService(Contact contact) => string.Equals(contact.Class, ContactPolicy.ServiceClass, StringComparison.Ordinal);

    private static bool IsAnswered(Contact contact) =>
        (contact.Responses & (Responses.Clicked | Responses.Accepted | Responses.Interested)) != Responses.None;

    private static void Count(List<ChannelHabit> habits, string channel)
    {
        var known = habits.FindIndex(habit => string.Equals(habit.Channel, channel, StringComparison.Ordinal));
        if (known < 0)
        {
            habits.Add(new ChannelHabit(channel, 1));
        }
        else
        {
            habits[known] = habits[known] with { Times = habits[known].Times + 1 };
        }
    }

    private static string? ByHabit(IReadOnlyList<Channel> channels, ReadOnlySpan<ChannelHabit> habits, int minimumEvidence)
    {
        var evidence = 0L;
        foreach (var habit in habits)
        {
            evidence += habit.Times;
        }

        if (evidence < minimumEvidence)
        {
            return null;
        }

        string? best = null;
        var most = 0;
        for (var i = 0; i < channels.Count; i++)
        {
            var times = TimesOn(channels[i].Id, habits);
            if (times > most)
            {
                best = channels[i].Id;
                most = times;
            }
        }

        return best;
    }

    private static int TimesOn(string channel, ReadOnlySpan<ChannelHabit> habits)
    {
        foreach (var habit in habits)
        {
            if (string.Equals(habit.Channel, channel, StringComparison.Ordinal))
            {
                return habit.Times;
            }
        }

        return 0;
    }

    private static string? ByCost(IReadOnlyList<Channel> channels)
    {
        Channel? best = null;
        for (var i = 0; i < channels.Count; i++)
        {
            var channel = channels[i];
            if (best is null || CompareCost(channel, best) < 0)
            {
                best = channel;
            }
        }

        return best?.Id;
    }

    private static long CostOf(Channel channel) => channel.CostPerContact + channel.CostPerTransaction;
}
