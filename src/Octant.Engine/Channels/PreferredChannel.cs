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

    /// <summary>The marketing habit: per channel the contacts that the customer answered in any way but turning down or ignoring them.</summary>
    public static List<ChannelHabit> HabitsOf(ReadOnlySpan<Contact> ledger)
    {
        var habits = new List<ChannelHabit>();
        foreach (var contact in ledger)
        {
            if ((contact.Responses & (Responses.Clicked | Responses.Accepted | Responses.Interested)) == Responses.None)
            {
                continue;
            }

            var known = habits.FindIndex(habit => string.Equals(habit.Channel, contact.Channel, StringComparison.Ordinal));
            if (known < 0)
            {
                habits.Add(new ChannelHabit(contact.Channel, 1));
            }
            else
            {
                habits[known] = habits[known] with { Times = habits[known].Times + 1 };
            }
        }

        return habits;
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
