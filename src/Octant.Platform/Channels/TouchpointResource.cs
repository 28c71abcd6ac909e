using Octant.Engine.Channels;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Channels;

/// <summary>The rules of a touchpoint.</summary>
public sealed class TouchpointResource(IDocumentStore documents, BackOffice backOffice, IServiceProvider services)
    : DocumentResource<Touchpoint>(documents, backOffice, services)
{
    private const int MostSlots = 100;

    public override string Kind => ChannelKinds.Touchpoint;

    public override string Route => "touchpoints";

    public override string Summary => "A touchpoint is a spot where offers can appear, with its slots.";

    public override string ReadScope => Scopes.ChannelsRead;

    public override string WriteScope => Scopes.ChannelsWrite;

    public override bool KeepsVersions => true;

    protected override void Check(Touchpoint candidate, FieldChecks fields)
    {
        fields.RequireText(candidate.Name, "name");
        fields.RequireBetween(candidate.Slots, 1, MostSlots, "slots");
        if (candidate.Quota is not { } quota)
        {
            return;
        }

        fields.RequireNotNegative(quota.Gold, "quota.gold");
        fields.RequireNotNegative(quota.Silver, "quota.silver");
        fields.RequireNotNegative(quota.Bronze, "quota.bronze");
        fields.RequireNotNegative(quota.Ordinary, "quota.ordinary");
        var sum = (long)quota.Gold + quota.Silver + quota.Bronze + quota.Ordinary;
        fields.Require(sum <= candidate.Slots, "quota", $"no more than the {candidate.Slots} slots in all", sum);
    }

    protected override IEnumerable<Reference> ReferencesOf(Touchpoint value) => [new Reference("channel", ChannelKinds.Channel, value.Channel)];

    protected override OutboxMessage ChangeMessage(string id) => Outbox.Message(new ChannelsChanged(Kind, id));
}
