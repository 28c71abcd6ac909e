using Octant.Engine.Policies;

namespace Octant.Engine.Learning;

/// <summary>
/// How a customer has answered on one channel, as far as the ledger goes back: how many contacts were shown and are settled, and
/// how many of them were answered. Cut into a few places, because what two contacts say is little and is kept apart from what
/// ten say.
/// </summary>
public static class ChannelHistory
{
    /// <summary>No settled contact yet.</summary>
    public const int None = 0;

    /// <summary>Places there are.</summary>
    public const int Count = 1 + (Depths * Rates);

    private const int Depths = 3;
    private const int Rates = 4;
    private const Responses Answered = Responses.Clicked | Responses.Accepted | Responses.Interested;
    private const Responses Settled = Answered | Responses.Rejected | Responses.Ignored;

    public static int PlaceOf(ReadOnlySpan<Contact> ledger, string channel)
    {
        var (settled, answered) = (0, 0);
        foreach (var contact in ledger)
        {
            if (contact.State == ContactState.Sent
                && (contact.Responses & Settled) != Responses.None
                && string.Equals(contact.Channel, channel, StringComparison.Ordinal))
            {
                settled++;
                answered += (contact.Responses & Answered) != Responses.None ? 1 : 0;
            }
        }

        if (settled == 0)
        {
            return None;
        }

        var depth = settled < 3 ? 0 : settled < 6 ? 1 : 2;
        var rate = answered == 0 ? 0 : answered * 4 <= settled ? 1 : answered * 2 <= settled ? 2 : 3;
        return 1 + (depth * Rates) + rate;
    }

    /// <summary>In words, for people who read what a model has learnt.</summary>
    public static string Describe(int place) => place == None
        ? "nothing shown yet"
        : $"{Shown[(place - 1) / Rates]} shown, {Shares[(place - 1) % Rates]} answered";

    private static readonly string[] Shown = ["1 or 2", "3 to 5", "6 or more"];
    private static readonly string[] Shares = ["none", "up to a quarter", "up to half", "more than half"];
}
