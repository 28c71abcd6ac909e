using Octant.Engine.Expressions;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Customers;

/// <summary>The rules of a field that a decision request's context may carry.</summary>
public sealed class ContextFieldResource(IDocumentStore documents, BackOffice backOffice, IServiceProvider services)
    : DocumentResource<FieldDefinition>(documents, backOffice, services)
{
    public override string Kind => DictionaryStorage.ContextField;

    public override string Route => "context-fields";

    public override string KeyMember => "name";

    public override bool CanBeDeleted => false;

    public override string Summary => "A context field is what a decision request may tell about the moment; others are dropped.";

    public override string ReadScope => Scopes.DictionaryRead;

    public override string WriteScope => Scopes.DictionaryWrite;

    protected override void Check(FieldDefinition candidate, FieldChecks fields)
    {
        fields.RequireName(candidate.Name, "name");
        fields.RequireUsable(candidate.Kind, "kind");
    }

    protected override OutboxMessage ChangeMessage(string id) => Outbox.Message(new DictionaryChanged(Kind, id));
}
