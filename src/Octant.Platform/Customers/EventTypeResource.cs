using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Customers;

/// <summary>The rules of a customer event type. Fields that are not declared are dropped before anything is stored.</summary>
public sealed class EventTypeResource(IDocumentStore documents, BackOffice backOffice, IServiceProvider services)
    : DocumentResource<CustomerEventType>(documents, backOffice, services)
{
    public override string Kind => DictionaryStorage.EventType;

    public override string Route => "event-types";

    public override string KeyMember => "type";

    public override bool CanBeDeleted => false;

    public override string Summary => "An event type declares which fields of a customer event are kept, and what it does to the customer.";

    public override string ReadScope => Scopes.DictionaryRead;

    public override string WriteScope => Scopes.DictionaryWrite;

    protected override void Check(CustomerEventType candidate, FieldChecks fields)
    {
        fields.Require(candidate.Type != CampaignDue.EventType, "type", "another name: this one is the platform's own", candidate.Type);
        fields.RequireFields(candidate.Fields, "fields");
        string[] needed = candidate.Role switch
        {
            EventRole.Product => ["offering", "change"],
            EventRole.Complaint => ["case", "change"],
            EventRole.Status => ["status"],
            _ => [],
        };
        if (candidate.Role == EventRole.Location)
        {
            bool Has(string name, AttributeKind kind) => candidate.Fields.Any(field => field.Name == name && field.Kind == kind);
            fields.Require(
                Has(EventRoleFields.Area, AttributeKind.Category)
                    || (Has(EventRoleFields.Latitude, AttributeKind.Number) && Has(EventRoleFields.Longitude, AttributeKind.Number)),
                "fields",
                $"a category field '{EventRoleFields.Area}', or number fields '{EventRoleFields.Latitude}' and '{EventRoleFields.Longitude}', which its role needs");
        }

        foreach (var name in needed)
        {
            fields.Require(
                candidate.Fields.Any(field => field.Name == name && field.Kind == AttributeKind.Category),
                "fields",
                $"a category field '{name}', which its role needs");
        }
    }

    protected override OutboxMessage ChangeMessage(string id) => Outbox.Message(new DictionaryChanged(Kind, id));
}
