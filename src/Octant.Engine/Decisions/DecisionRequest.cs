using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Offers;
using Octant.Engine.Profiles;

namespace Octant.Engine.Decisions;

/// <summary>Partition, journal sequence, command index: where a decision was made, and its name.</summary>
public readonly record struct DecisionId(int Partition, long Sequence, int Index)
{
    public override string ToString() => $"{Partition}-{Sequence}-{Index}";

    public static bool TryParse(string? text, out DecisionId id)
    {
        id = default;
        var parts = text?.Split('-');
        if (parts is not { Length: 3 }
            || !TryPart(parts[0], out var partition)
            || !TryPart(parts[1], out var sequence)
            || !TryPart(parts[2], out var index)
            || partition > int.MaxValue
            || index > int.MaxValue)
        {
            return false;
        }

        id = new DecisionId((int)partition, sequence, (int)index);
        return true;
    }

    /// <summary>Digits without sign or leading zero, so that every decision has one name only.</summary>
    internal static bool TryPart(string text, out long value) =>
        long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out value)
        && (text.Length == 1 || text[0] != '0');
}

/// <summary>A decision and a rank within it: what responses name.</summary>
public readonly record struct RecommendationId(DecisionId Decision, int Rank)
{
    public override string ToString() => $"{Decision.Partition}-{Decision.Sequence}-{Decision.Index}-{Rank}";

    public static bool TryParse(string? text, out RecommendationId id)
    {
        id = default;
        var cut = text?.LastIndexOf('-') ?? -1;
        if (cut < 0
            || !DecisionId.TryParse(text![..cut], out var decision)
            || !DecisionId.TryPart(text[(cut + 1)..], out var rank)
            || rank is < 1 or > int.MaxValue)
        {
            return false;
        }

        id = new RecommendationId(decision, (int)rank);
        return true;
    }
}

/// <summary>A named value of an event or of a decision's context.</summary>
public readonly record struct FieldValue(string Name, AttributeValue Value);

/// <summary>Who stands between Octant and the customer.</summary>
/// <param name="Staff">Staff number.</param>
/// <param name="Organisation">The outlet's organisation unit when it acted, as a path.</param>
/// <param name="Authentication">How sure it is who the customer is.</param>
public sealed record Actor(string? Staff, string? Outlet, string? Organisation, AuthenticationLevel? Authentication)
{
    public static Actor None { get; } = new(null, null, null, null);
}

/// <summary>"What now for this customer here?"</summary>
/// <param name="Touchpoint">Null: no touchpoint in particular, one slot unless <paramref name="Limit"/> says more.</param>
/// <param name="Limit">At most so many recommendations; 0 for as many as the touchpoint has slots.</param>
public sealed record DecisionRequest(string Channel, string? Touchpoint, int Limit, IReadOnlyList<FieldValue> Context, Actor Actor);

/// <summary>The event that set off a decision nobody asked for.</summary>
public sealed record TriggeringEvent(string Type, Instant At, IReadOnlyList<FieldValue> Fields)
{
    /// <summary>Set when it is not the event itself that calls for a decision but what did not follow it.</summary>
    public AbsencePattern? Absence { get; init; }
}
