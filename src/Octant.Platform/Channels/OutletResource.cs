using Octant.Engine.Channels;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Channels;

/// <summary>The rules of an outlet. Whoever is bound to a part of the organisation sees and touches outlets of that part only.</summary>
public sealed class OutletResource(IDocumentStore documents, BackOffice backOffice, IServiceProvider services)
    : DocumentResource<Outlet>(documents, backOffice, services)
{
    public override string Kind => ChannelKinds.Outlet;

    public override string Route => "outlets";

    public override string Summary => "An outlet is one place of a channel, with a code and an owner.";

    public override string ReadScope => Scopes.ChannelsRead;

    public override string WriteScope => Scopes.ChannelsWrite;

    public override bool KeepsVersions => true;

    protected override void Check(Outlet candidate, FieldChecks fields)
    {
        fields.RequireText(candidate.Name, "name");
        fields.RequireOrganisation(candidate.Organisation, "organisation");
        fields.RequireHours(candidate.Hours, "hours");
        fields.RequireNotNegative(candidate.DailyCapacity, "dailyCapacity");
        fields.RequireNotNegative(candidate.CostPerContact, "costPerContact");
    }

    public override bool BelongsToOrganisation => true;

    protected override string? OrganisationOf(Outlet value) => value.Organisation;

    protected override Outlet? WithOrganisation(Outlet value, string path) => value with { Organisation = path };

    protected override IEnumerable<Reference> ReferencesOf(Outlet value) => [new Reference("channel", ChannelKinds.Channel, value.Channel)];

    protected override OutboxMessage ChangeMessage(string id) => Outbox.Message(new ChannelsChanged(Kind, id));
}
