using Octant.Engine.Channels;
using Octant.Engine.Offers;
using Octant.Engine.Profiles;
using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Insights.Steering;

/// <summary>The rules of a steering: where it leads is cheaper than where it leads away from.</summary>
public sealed class ChannelSteeringResource(
    IDocumentStore documents, BackOffice backOffice, IServiceProvider services, ICatalog catalog, IChannels channels, ICustomerDictionary dictionary)
    : DocumentResource<ChannelSteering>(documents, backOffice, services)
{
    /// <summary>Leaves room for a channel's id behind it in the id of a target list.</summary>
    private const int LongestId = 30;

    private const int MostChannels = 30;

    public override string Kind => "channel-steering";

    public override string Route => "channel-steerings";

    public override string Summary => "A channel steering leads customers of a basic service from a dear channel to the cheap one they already use.";

    public override string ReadScope => Scopes.AudiencesRead;

    public override string WriteScope => Scopes.AudiencesWrite;

    public override bool KeepsVersions => true;

    public override bool BelongsToOrganisation => true;

    protected override string? OrganisationOf(ChannelSteering value) => value.Organisation;

    protected override ChannelSteering? WithOrganisation(ChannelSteering value, string path) => value with { Organisation = path };

    protected override ChannelSteering Prepare(Caller caller, ChannelSteering candidate, ChannelSteering? existing) =>
        candidate with { Organisation = candidate.Organisation ?? caller.Organisation };

    protected override void RequireKey(string id, FieldChecks fields)
    {
        base.RequireKey(id, fields);
        fields.Require(id.Length <= LongestId, KeyMember, $"at most {LongestId} characters", id);
    }

    protected override void Check(ChannelSteering candidate, FieldChecks fields)
    {
        fields.RequireText(candidate.Name, "name");
        fields.RequireOrganisation(candidate.Organisation, "organisation");
        fields.RequireText(candidate.Before, "before");
        fields.RequireText(candidate.After ?? "-", "after");
        fields.Require(candidate.Channels.Count is >= 2 and <= MostChannels, "channels", $"2 to {MostChannels} channels", candidate.Channels.Count);
        fields.RequireDistinct([.. candidate.Channels.Select(channel => channel.Channel)], "channels");
        fields.Require(candidate.Channels.Count(channel => channel.Role == SteeringRole.Dear) == 1, "channels", "exactly one dear channel");
        fields.Require(candidate.Channels.Any(channel => channel.Role == SteeringRole.Cheap), "channels", "one cheap channel at least");
        for (var i = 0; i < candidate.Channels.Count; i++)
        {
            fields.RequireNotNegative(candidate.Channels[i].CostPerTransaction, $"channels[{i}].costPerTransaction");
            fields.Require(
                candidate.After is null == candidate.Channels[i].After is null,
                $"channels[{i}].after",
                candidate.After is null ? "nothing, since the period after has no name yet" : "a number attribute, since the period after has a name",
                candidate.Channels[i].After);
        }
    }

    protected override IEnumerable<Reference> ReferencesOf(ChannelSteering value) =>
    [
        new Reference("service", CatalogKinds.Offering, value.Service),
        .. value.Channels.Select((channel, i) => new Reference($"channels[{i}].channel", ChannelKinds.Channel, channel.Channel)),
    ];

    protected override async ValueTask<Problem?> CheckAsync(DocumentChange<ChannelSteering> change, CancellationToken cancellation)
    {
        var candidate = change.Candidate;
        var fields = new FieldChecks();
        var service = (await catalog.ReadOfferingsAsync(cancellation)).First(offering => offering.Id == candidate.Service);
        fields.Require(service.Type == OfferingType.Service, "service", "an offering of type service", candidate.Service);
        var known = await dictionary.ReadAttributesAsync(cancellation);
        var costs = CostsOf(candidate, await channels.ReadChannelsAsync(cancellation));
        var dear = costs[candidate.Channels.First(channel => channel.Role == SteeringRole.Dear).Channel];
        for (var i = 0; i < candidate.Channels.Count; i++)
        {
            var channel = candidate.Channels[i];
            RequireNumber(channel.Before, $"channels[{i}].before");
            RequireNumber(channel.After, $"channels[{i}].after");
            RequireNumber(channel.Used, $"channels[{i}].used");
            fields.Require(
                channel.Role != SteeringRole.Cheap || costs[channel.Channel] < dear,
                $"channels[{i}].costPerTransaction",
                $"less than the {dear} of the dear channel",
                costs[channel.Channel]);
        }

        return fields.ToProblem();

        void RequireNumber(string? name, string field)
        {
            if (name is not null && !(known.TryGet(name, out var attribute) && attribute.Kind == AttributeKind.Number))
            {
                var nearest = NearestName.Of(name, known.All.Where(one => one.Kind == AttributeKind.Number).Select(one => one.Name));
                fields.Add(field, nearest is null ? "the name of a declared number" : $"the name of a declared number; did you mean '{nearest}'?", name);
            }
        }
    }

    /// <summary>What a transaction costs at each channel, in minor units.</summary>
    internal static Dictionary<string, long> CostsOf(ChannelSteering steering, IReadOnlyList<Channel> channels) => steering.Channels.ToDictionary(
        channel => channel.Channel,
        channel => channel.CostPerTransaction ?? channels.First(known => known.Id == channel.Channel).CostPerTransaction,
        StringComparer.Ordinal);
}
