using Microsoft.AspNetCore.Http;
using Octant.Engine.Profiles;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Customers;

/// <summary>An attribute to be declared; the name may be left out, since the address has it.</summary>
public sealed record AttributeRequest(AttributeKind Kind, string? Name);

/// <summary>Declares what is known of customers. An attribute's kind never changes, so what is stored keeps its meaning.</summary>
public static class DeclareAttribute
{
    public static async Task<Result<IResult>> HandleAsync(
        string name, Body<AttributeRequest> body, Caller caller, ICustomerDictionary dictionary, CancellationToken cancellation)
    {
        var fields = new FieldChecks();
        fields.RequireName(name, "name");
        fields.Require(body.Value.Name is null || body.Value.Name == name, "name", $"'{name}' as in the address, or to be left out", body.Value.Name);
        if (fields.ToProblem() is { } invalid)
        {
            return invalid;
        }

        var isNew = !(await dictionary.ReadAttributesAsync(cancellation)).TryGet(name, out _);
        var declaration = new AttributeDeclaration(name, body.Value.Kind);
        if ((await dictionary.DeclareAsync(caller, [declaration], cancellation)).Problem is { } problem)
        {
            return problem;
        }

        return isNew ? TypedResults.Created($"{EndpointConventions.BasePath}/attributes/{name}", declaration) : TypedResults.Ok(declaration);
    }
}
