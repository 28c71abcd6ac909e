using System.Text.Json;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Policies;
using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Capacity;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Json;

namespace Octant.Platform.Decisions.Strategies;

/// <summary>What a strategy is made of, by whose messages tell of a change; campaigns are told of one by one.</summary>
[Flags]
public enum StrategyParts
{
    None = 0,
    Dictionary = 1,
    Catalog = 2,
    Channels = 4,
    Policies = 8,
    Campaigns = 16,
    All = Dictionary | Catalog | Channels | Policies | Campaigns,
}

/// <summary>
/// What a strategy is made of, gathered once and kept: only what has been marked as changed is read again, and what reads
/// the same stays the same object, by which the compiler knows what it need not compile again.
/// </summary>
public sealed class StrategySources(
    ICatalog catalog, IChannels channels, ICustomerDictionary dictionary, IPolicies policies, AllotmentResource allotments, ILiveCampaigns campaigns)
{
    private readonly Lock _marking = new();

    /// <summary>In ordinal order of id; never changed in place.</summary>
    private CampaignDefinition[] _campaigns = [];
    private StrategyParts _changed = StrategyParts.All;
    private HashSet<string> _changedCampaigns = new(StringComparer.Ordinal);
    private StrategyDefinition? _known;

    /// <summary>Everything but the campaigns as gathered last; null before the first time.</summary>
    public StrategyDefinition? Known => Volatile.Read(ref _known);

    public void Mark(StrategyParts parts)
    {
        lock (_marking)
        {
            _changed |= parts;
        }
    }

    public void MarkCampaign(string id)
    {
        lock (_marking)
        {
            _changedCampaigns.Add(id);
        }
    }

    /// <summary>Takes over what a stored strategy holds, as far as it still stands.</summary>
    public async ValueTask StartFromAsync(StrategyDefinition stored, CancellationToken cancellation)
    {
        _known = stored;
        _campaigns = [.. stored.Campaigns.OrderBy(campaign => campaign.Id, StringComparer.Ordinal)];
        Mark(StrategyParts.All);
        await ReadAsync(stored.Version, stored.Seed, cancellation).ConfigureAwait(false);
    }

    /// <summary>Everything as it stands. One caller at a time.</summary>
    public async ValueTask<StrategyDefinition> ReadAsync(long version, ulong seed, CancellationToken cancellation)
    {
        StrategyParts parts;
        HashSet<string> ids;
        lock (_marking)
        {
            (parts, ids) = (_changed, _changedCampaigns);
            (_changed, _changedCampaigns) = (StrategyParts.None, new HashSet<string>(StringComparer.Ordinal));
        }

        try
        {
            var definition = await ReadPartsAsync(parts, _known, cancellation).ConfigureAwait(false);
            await ReadCampaignsAsync(parts.HasFlag(StrategyParts.Campaigns), ids, cancellation).ConfigureAwait(false);
            _known = definition with { Version = version, Seed = seed, Campaigns = _campaigns };
            return _known;
        }
        catch
        {
            lock (_marking)
            {
                _changed |= parts;
                _changedCampaigns.UnionWith(ids);
            }

            throw;
        }
    }

    private async ValueTask<StrategyDefinition> ReadPartsAsync(StrategyParts parts, StrategyDefinition? before, CancellationToken cancellation)
    {
        var definition = before ?? new StrategyDefinition { Version = 0, Zones = [], Zone = "" };
        if (parts.HasFlag(StrategyParts.Dictionary))
        {
            definition = definition with
            {
                Attributes = Kept(before?.Attributes, (await dictionary.ReadAttributesAsync(cancellation).ConfigureAwait(false)).All),
                EventTypes = Kept(before?.EventTypes, [.. await dictionary.ReadEventTypesAsync(cancellation).ConfigureAwait(false), CampaignDue.Declaration]),
                Areas = Kept(before?.Areas, await dictionary.ReadAreasAsync(cancellation).ConfigureAwait(false)),
                ContextFields = Kept(before?.ContextFields, await dictionary.ReadContextFieldsAsync(cancellation).ConfigureAwait(false)),
            };
        }

        if (parts.HasFlag(StrategyParts.Catalog))
        {
            definition = definition with
            {
                Offerings = Kept(before?.Offerings, await catalog.ReadOfferingsAsync(cancellation).ConfigureAwait(false)),
                Promotions = Kept(before?.Promotions, await catalog.ReadPromotionsAsync(cancellation).ConfigureAwait(false)),
            };
        }

        if (parts.HasFlag(StrategyParts.Channels))
        {
            definition = definition with
            {
                Channels = Kept(before?.Channels, await channels.ReadChannelsAsync(cancellation).ConfigureAwait(false)),
                Outlets = Kept(before?.Outlets, await channels.ReadOutletsAsync(cancellation).ConfigureAwait(false)),
                Touchpoints = Kept(before?.Touchpoints, await channels.ReadTouchpointsAsync(cancellation).ConfigureAwait(false)),
            };
        }

        return parts.HasFlag(StrategyParts.Policies) ? await ReadPoliciesAsync(definition, before, cancellation).ConfigureAwait(false) : definition;
    }

    private async ValueTask<StrategyDefinition> ReadPoliciesAsync(
        StrategyDefinition definition, StrategyDefinition? before, CancellationToken cancellation)
    {
        var settings = await policies.ReadSettingsAsync(cancellation).ConfigureAwait(false);
        var contact = await policies.ReadContactPoliciesAsync(cancellation).ConfigureAwait(false);
        return definition with
        {
            Policies = Kept(before?.Policies, WithHolidays(contact, settings.Holidays)),
            Zones = Kept(before?.Zones, [.. settings.Zones.Append(settings.Zone).Distinct(StringComparer.Ordinal).Select(ZoneTables.Find).OfType<ZoneTable>()]),
            Allotments = Kept(before?.Allotments, await allotments.Reader.ReadAllAsync(cancellation).ConfigureAwait(false)),
            Zone = settings.Zone,
            ZoneAttribute = settings.ZoneAttribute,
            GlobalHoldoutShare = settings.GlobalHoldoutShare,
            HighValue = settings.HighValue,
            ClaimWindow = settings.ClaimWindow,
            Learning = settings.Learning,
        };
    }

    private async ValueTask ReadCampaignsAsync(bool all, IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        if (all)
        {
            var known = _campaigns.ToDictionary(campaign => campaign.Id, StringComparer.Ordinal);
            _campaigns = [.. (await campaigns.ReadAsync(cancellation).ConfigureAwait(false)).Select(campaign => Kept(known.GetValueOrDefault(campaign.Id), campaign))];
            return;
        }

        var changes = new SortedList<string, CampaignDefinition?>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            var known = OrderedById.Find<CampaignDefinition>(_campaigns, id, campaign => campaign.Id);
            changes[id] = await campaigns.ReadAsync(id, cancellation).ConfigureAwait(false) is { } now ? Kept(known, now) : null;
        }

        _campaigns = OrderedById.After(_campaigns, changes, campaign => campaign.Id);
    }

    /// <summary>Holidays of the whole platform bind like those of a policy.</summary>
    private static IReadOnlyList<ContactPolicy> WithHolidays(IReadOnlyList<ContactPolicy> policies, IReadOnlyList<DateOnly> holidays) =>
        holidays.Count == 0 ? policies : [.. policies, new ContactPolicy { Id = "settings", Holidays = holidays }];

    /// <summary>The object of before where it says the same.</summary>
    private static T Kept<T>(T? before, T now)
        where T : class =>
        before is not null
        && JsonSerializer.SerializeToUtf8Bytes(before, JsonConventions.Options).AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(now, JsonConventions.Options))
            ? before
            : now;
}
