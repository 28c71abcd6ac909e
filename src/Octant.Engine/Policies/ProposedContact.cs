using Octant.Engine.Calendar;

namespace Octant.Engine.Policies;

/// <summary>A contact that is about to be granted, as contact policy sees it.</summary>
/// <param name="CountsAt">The instant at which it would count; may lie in the future.</param>
/// <param name="IsGhost">A holdout's would-be contact: it counts for its own campaign only, and only that binds it.</param>
public readonly record struct ProposedContact(
    string Campaign, string Offering, string? Cluster, string Class, string Channel, Instant CountsAt, bool IsGhost = false);

/// <summary>What a scope sees of a contact: the word by which contacts are counted together.</summary>
internal static class ScopeKeys
{
    private const string Everything = "";

    /// <summary>Null when the contact has nothing of that kind, such as no cluster: the rule then passes it by.</summary>
    public static string? Of(CapScope scope, in ProposedContact contact) =>
        Of(scope, contact.Campaign, contact.Offering, contact.Cluster, contact.Class, contact.Channel);

    /// <inheritdoc cref="Of(CapScope, in ProposedContact)"/>
    public static string? Of(CapScope scope, Contact contact) =>
        Of(scope, contact.Campaign, contact.Offering, contact.Cluster, contact.Class, contact.Channel);

    private static string? Of(CapScope scope, string? campaign, string? offering, string? cluster, string messageClass, string channel) =>
        scope switch
        {
            CapScope.Global => Everything,
            CapScope.Channel => channel,
            CapScope.Campaign => campaign,
            CapScope.Offering => offering,
            CapScope.Cluster => cluster,
            CapScope.Class => messageClass,
            _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "Expected a cap scope."),
        };
}
