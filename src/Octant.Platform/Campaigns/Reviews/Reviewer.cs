using Octant.Platform.Campaigns.Planning;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Campaigns.Reviews;

/// <summary>
/// Who may decide in a lane. A system with a key speaks for the house and may decide in any; a person needs the lane's role, or
/// its delegation, and nobody approves their own.
/// </summary>
internal static class Reviewer
{
    public static bool IsPerson(this Caller caller) => caller.StaffNumber is not null;

    /// <summary>Null when the caller may decide.</summary>
    public static Problem? RefuseDecision(this Caller caller, LaneReview lane, CampaignReviews reviews, CampaignPlan? plan)
    {
        if (caller.StaffNumber is not { } staffNumber)
        {
            return null;
        }

        if (string.Equals(reviews.SubmittedBy, caller.Id, StringComparison.Ordinal) || string.Equals(plan?.Owner, staffNumber, StringComparison.Ordinal))
        {
            return Problem.Forbidden("Nobody decides on a campaign of their own.");
        }

        return caller.IsOf(lane) ? null : Problem.Forbidden($"The lane '{lane.Terms.Id}' is for the role '{lane.Terms.Role}'.");
    }

    /// <summary>Whether the lane is the caller's, by role or by delegation.</summary>
    public static bool IsOf(this Caller caller, LaneReview lane) =>
        caller.StaffNumber is not { } staffNumber
        || string.Equals(lane.DelegatedTo, staffNumber, StringComparison.Ordinal)
        || lane.Terms.Role is not { } role
        || caller.Roles.Contains(role, StringComparer.Ordinal);
}
