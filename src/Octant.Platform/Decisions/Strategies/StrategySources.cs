using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Policies;
using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Contracts;

namespace Octant.Platform.Decisions.Strategies;

/// <summary>Gathers what a strategy is made of from everything as it stands now.</summary>
public sealed class StrategySources(
    ICatalog catalog, IChannels channels, ICustomerDictionary dictionary, IPolicies policies, ILiveCampaigns campaigns)
{
    public async ValueTask<StrategyDefinition> ReadAsync(long version, ulong seed, CancellationToken cancellation)
    {
        var settings = await policies.ReadSettingsAsync(cancellation).ConfigureAwait(false);
        return new StrategyDefinition
        {
            Version = version,
            Seed = seed,
            Attributes = (await dictionary.ReadAttributesAsync(cancellation).ConfigureAwait(false)).All,
            EventTypes = await dictionary.ReadEventTypesAsync(cancellation).ConfigureAwait(false),
            Areas = await dictionary.ReadAreasAsync(cancellation).ConfigureAwait(false),
            ContextFields = await dictionary.ReadContextFieldsAsync(cancellation).ConfigureAwait(false),
            Offerings = await catalog.ReadOfferingsAsync(cancellation).ConfigureAwait(false),
            Promotions = await catalog.ReadPromotionsAsync(cancellation).ConfigureAwait(false),
            Channels = await channels.ReadChannelsAsync(cancellation).ConfigureAwait(false),
            Outlets = await channels.ReadOutletsAsync(cancellation).ConfigureAwait(false),
            Touchpoints = await channels.ReadTouchpointsAsync(cancellation).ConfigureAwait(false),
            Policies = WithHolidays(await policies.ReadContactPoliciesAsync(cancellation).ConfigureAwait(false), settings.Holidays),
            Campaigns = await campaigns.ReadAsync(cancellation).ConfigureAwait(false),
            Zones = [.. settings.Zones.Append(settings.Zone).Distinct(StringComparer.Ordinal).Select(ZoneTables.Find).OfType<ZoneTable>()],
            Zone = settings.Zone,
            ZoneAttribute = settings.ZoneAttribute,
            GlobalHoldoutShare = settings.GlobalHoldoutShare,
            HighValue = settings.HighValue,
            ClaimWindow = settings.ClaimWindow,
        };
    }

    /// <summary>Holidays of the whole platform bind like those of a policy.</summary>
    private static IReadOnlyList<ContactPolicy> WithHolidays(IReadOnlyList<ContactPolicy> policies, IReadOnlyList<DateOnly> holidays) =>
        holidays.Count == 0 ? policies : [.. policies, new ContactPolicy { Id = "settings", Holidays = holidays }];
}
