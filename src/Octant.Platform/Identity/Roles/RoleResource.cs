using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Languages;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Identity.Roles;

/// <summary>A role was created, replaced or deleted.</summary>
public sealed record RolesChanged(string Id) : IMessage
{
    public static string Topic => "roles-changed";
}

/// <summary>
/// The rules of a role. Roles hold in the whole organisation, so nobody bound to a part of it changes them, and nobody puts in or
/// takes out what they lack themselves.
/// </summary>
public sealed class RoleResource(IDocumentStore documents, BackOffice backOffice, IServiceProvider services)
    : DocumentResource<Role>(documents, backOffice, services)
{
    public override string Kind => Role.Kind;

    public override string Route => "roles";

    public override string Summary => "A role is what operators of one kind of work may do.";

    public override string ReadScope => Scopes.OperatorsRead;

    public override string WriteScope => Scopes.Admin;

    protected override void Check(Role candidate, FieldChecks fields)
    {
        fields.RequireName(candidate.Name, "name");
        fields.RequireScopes(candidate.Scopes, "scopes");
    }

    protected override Problem? MayChange(Caller caller, Role value) =>
        value.Scopes.FirstOrDefault(scope => !caller.Has(scope)) is { } excess
            ? Problem.Forbidden($"You lack the scope '{excess}' of this role and cannot give or take it.")
            : null;

    protected override OutboxMessage ChangeMessage(string id) => Outbox.Message(new RolesChanged(id));
}
