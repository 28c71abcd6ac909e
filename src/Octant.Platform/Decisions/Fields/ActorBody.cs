using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Fields;

/// <summary>Who stands between Octant and the customer.</summary>
/// <param name="StaffId">Staff number.</param>
/// <param name="OutletId">Where it happens; its organisation unit goes on the record.</param>
/// <param name="Authentication">How sure it is who the customer is, <c>a</c> to <c>e</c>.</param>
public sealed record ActorBody(string? StaffId, string? OutletId, AuthenticationLevel? Authentication)
{
    /// <summary>The actor with the outlet's organisation, or the problem that the outlet is unknown or not the caller's.</summary>
    public static Result<Actor> Resolve(ActorBody? body, Strategy strategy, Caller caller, string path = "actor")
    {
        if (body is null)
        {
            return Actor.None;
        }

        var fields = new FieldChecks();
        if (body.StaffId is { } staff)
        {
            fields.RequireId(staff, $"{path}.staffId");
        }

        if (fields.ToProblem() is { } invalid)
        {
            return invalid;
        }

        if (body.OutletId is not { } id)
        {
            return new Actor(body.StaffId, null, null, body.Authentication);
        }

        if (strategy.Outlet(id) is not { } outlet)
        {
            return Problem.Invalid($"{path}.outletId", "the id of an existing outlet", id);
        }

        return caller.Refuse(outlet.Organisation) is { } refused
            ? refused
            : new Actor(body.StaffId, id, outlet.Organisation, body.Authentication);
    }
}
