using Octant.Engine.Calendar;
using Octant.Engine.Policies;

namespace Octant.Engine.Decisions;

/// <summary>What one contact uses up of what all partitions share (4.8), and how much of each there is.</summary>
public static class SharedResources
{
    public static IReadOnlyList<ResourceSpend> SpendsOf(
        Strategy strategy, CampaignDefinition campaign, CampaignOption option, string? outlet, Instant countsAt)
    {
        List<ResourceSpend>? spends = null;
        if (option.Channel.DailyCapacity is not null)
        {
            Add(new ResourceSpend($"channel/{option.Channel.Id}", DayOf(strategy, countsAt), 1));
        }

        if (AllotmentOn(strategy, campaign.Id, countsAt) is { } allotted)
        {
            Add(new ResourceSpend($"allotment/{campaign.Id}/{option.Offering.Id}/{option.Channel.Id}", allotted, 1));
        }

        var cost = option.Channel.CostPerContact;
        if (outlet is not null && strategy.Outlet(outlet) is { } place)
        {
            cost += place.CostPerContact;
            if (place.DailyCapacity is not null)
            {
                Add(new ResourceSpend($"outlet/{outlet}", DayOf(strategy, countsAt), 1));
            }
        }

        if (campaign.Budget is not null && cost > 0)
        {
            Add(new ResourceSpend($"budget/{campaign.Id}", "", cost));
        }

        if (option.Offering.Definition.Stock is not null)
        {
            Add(new ResourceSpend($"stock/{option.Offering.Id}", "", 1));
        }

        return spends ?? (IReadOnlyList<ResourceSpend>)[];

        void Add(ResourceSpend spend) => (spends ??= []).Add(spend);
    }

    /// <summary>What a reserved contact lacks to be made on the day of <paramref name="now"/>.</summary>
    public static List<ResourceSpend> NeededOn(Strategy strategy, Contact contact, Instant now)
    {
        var day = DayOf(strategy, now);
        var needed = new List<ResourceSpend>(2);
        Need("channel/" + contact.Channel);
        if (contact.Outlet is { } outlet)
        {
            Need("outlet/" + outlet);
        }

        if (contact is { Campaign: { } campaign, Offering: { } offering } && AllotmentOn(strategy, campaign, now) is not null)
        {
            Need($"allotment/{campaign}/{offering}/{contact.Channel}");
        }

        return needed;

        void Need(string resource)
        {
            if (CapacityOf(strategy, resource) is not null
                && !contact.Spends.Any(spend => string.Equals(spend.Resource, resource, StringComparison.Ordinal)
                    && string.Equals(spend.Period, day, StringComparison.Ordinal)))
            {
                needed.Add(new ResourceSpend(resource, day, 1));
            }
        }
    }

    /// <summary>What a contact reserved of other days than that of <paramref name="now"/>.</summary>
    public static List<ResourceSpend> OtherDays(Strategy strategy, Contact contact, Instant now)
    {
        var day = DayOf(strategy, now);
        return [.. contact.Spends.Where(spend => spend.Period.Length > 0 && !string.Equals(spend.Period, day, StringComparison.Ordinal))];
    }

    /// <summary>Units there are in all; null when the resource is not limited, or no longer.</summary>
    public static long? CapacityOf(Strategy strategy, string resource)
    {
        var cut = resource.IndexOf('/', StringComparison.Ordinal);
        var id = resource[(cut + 1)..];
        return resource[..cut] switch
        {
            "channel" => strategy.Channel(id)?.DailyCapacity,
            "outlet" => strategy.Outlet(id)?.DailyCapacity,
            "budget" => strategy.Campaign(id)?.Definition.Budget,
            "allotment" => id.Split('/') is [var campaign, var product, var channel] ? strategy.Allotment(campaign)?.ContactsOf(product, channel) : null,
            "stock" => strategy.Catalog.TryGetOffering(id, out var offering) ? offering.Definition.Stock : null,
            _ => null,
        };
    }

    /// <summary>The day of the campaign's allotment where it is that of <paramref name="countsAt"/>; null where nothing binds the campaign then.</summary>
    private static string? AllotmentOn(Strategy strategy, string campaign, Instant countsAt)
    {
        if (strategy.Allotment(campaign) is not { } allotment)
        {
            return null;
        }

        var day = CalendarDay.Of(allotment.Day).ToString();
        return string.Equals(day, DayOf(strategy, countsAt), StringComparison.Ordinal) ? day : null;
    }

    /// <summary>Capacity of a day is that of the local date in the platform's zone.</summary>
    public static string DayOf(Strategy strategy, Instant instant) => CalendarDay.At(instant, strategy.Zone).ToString();
}
