using Octant.Engine.Channels;
using Octant.Engine.Decisions;
using Octant.Engine.Expressions;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Decisions.Strategies;

/// <summary>Gathers what a strategy is made of from everything as it stands now.</summary>
public sealed class StrategySources(IDocumentStore documents, ILiveCampaigns campaigns)
{
    public async ValueTask<StrategyDefinition> ReadAsync(long version, ulong seed, CancellationToken cancellation)
    {
        var settings = await ReadSettingsAsync(cancellation).ConfigureAwait(false);
        return new StrategyDefinition
        {
            Version = version,
            Seed = seed,
            Attributes = await ReadAsync<AttributeDefinition>("attribute", cancellation).ConfigureAwait(false),
            EventTypes = await ReadAsync<CustomerEventType>("event-type", cancellation).ConfigureAwait(false),
            ContextFields = await ReadAsync<FieldDefinition>("context-field", cancellation).ConfigureAwait(false),
            Offerings = await ReadAsync<Offering>("offering", cancellation).ConfigureAwait(false),
            Promotions = await ReadAsync<Promotion>("promotion", cancellation).ConfigureAwait(false),
            Channels = await ReadAsync<Channel>("channel", cancellation).ConfigureAwait(false),
            Outlets = await ReadAsync<Outlet>("outlet", cancellation).ConfigureAwait(false),
            Touchpoints = await ReadAsync<Touchpoint>("touchpoint", cancellation).ConfigureAwait(false),
            Policies = await ReadAsync<ContactPolicy>("contact-policy", cancellation).ConfigureAwait(false),
            Campaigns = await campaigns.ReadAsync(cancellation).ConfigureAwait(false),
            Zones = [.. settings.Zones.Append(settings.Zone).Distinct(StringComparer.Ordinal).Select(ZoneTables.Find).OfType<Engine.Calendar.ZoneTable>()],
            Zone = settings.Zone,
            ZoneAttribute = settings.ZoneAttribute,
            GlobalHoldoutShare = settings.GlobalHoldoutShare,
            HighValue = settings.HighValue,
            ClaimWindow = settings.ClaimWindow,
        };
    }

    public async ValueTask<DecisionSettings> ReadSettingsAsync(CancellationToken cancellation) =>
        (await new DocumentReader<DecisionSettings>(documents, DecisionSettings.Kind).ReadAsync(DecisionSettings.Id, cancellation).ConfigureAwait(false))?.Value
        ?? new DecisionSettings();

    private ValueTask<IReadOnlyList<T>> ReadAsync<T>(string kind, CancellationToken cancellation)
        where T : class => new DocumentReader<T>(documents, kind).ReadAllAsync(cancellation);
}
