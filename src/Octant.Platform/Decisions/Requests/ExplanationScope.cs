using Octant.Engine.Decisions;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Units;

namespace Octant.Platform.Decisions.Requests;

/// <summary>An explanation names every campaign that was considered; whoever is bound is told of those of their part, and of the units above it.</summary>
internal static class ExplanationScope
{
    public static Explanation For(Caller caller, Strategy strategy, Explanation explanation) => caller.Organisation is not { } own
        ? explanation
        : explanation with
        {
            Campaigns = [.. explanation.Campaigns.Where(campaign => IsSeen(strategy.Campaign(campaign.Campaign)?.Definition.Organisation, own))],
        };

    private static bool IsSeen(string? owner, string own) => owner is null || UnitPath.IsWithin(owner, own) || UnitPath.IsWithin(own, owner);
}
