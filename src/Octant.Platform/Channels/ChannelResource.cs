using Octant.Engine.Channels;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Channels;

/// <summary>The rules of a channel.</summary>
public sealed class ChannelResource(IDocumentStore documents, BackOffice backOffice, IServiceProvider services)
    : DocumentResource<Channel>(documents, backOffice, services)
{
    private const int HighestDegree = 10;

    public override string Kind => ChannelKinds.Channel;

    public override string Route => "channels";

    public override string Summary => "A channel is a way to reach customers, with what it is able to carry.";

    public override string ReadScope => Scopes.ChannelsRead;

    public override string WriteScope => Scopes.ChannelsWrite;

    public override bool KeepsVersions => true;

    protected override void Check(Channel candidate, FieldChecks fields)
    {
        fields.RequireText(candidate.Name, "name");
        fields.RequireHours(candidate.Hours, "hours");
        fields.RequireNotNegative(candidate.DailyCapacity, "dailyCapacity");
        fields.RequireNotNegative(candidate.CostPerContact, "costPerContact");
        fields.RequireNotNegative(candidate.CostPerTransaction, "costPerTransaction");

        var abilities = candidate.Abilities;
        RequireDegree(abilities.ServiceAbility, "serviceAbility");
        RequireDegree(abilities.CostAdvantage, "costAdvantage");
        RequireDegree(abilities.CarryingAbility, "carryingAbility");
        RequireDegree(abilities.Friendliness, "friendliness");
        RequireDegree(abilities.ValueDelivery, "valueDelivery");
        RequireDegree(abilities.Interactivity, "interactivity");
        RequireDegree(abilities.Freedom, "freedom");
        RequireDegree(abilities.Reach, "reach");

        void RequireDegree(int degree, string name) => fields.RequireBetween(degree, 0, HighestDegree, $"abilities.{name}");
    }

    protected override OutboxMessage ChangeMessage(string id) => Outbox.Message(new ChannelsChanged(Kind, id));
}
