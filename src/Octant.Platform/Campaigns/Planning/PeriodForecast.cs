using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Engine.Policies;

namespace Octant.Platform.Campaigns.Planning;

/// <summary>
/// What a scheduled campaign comes to over all the times that it goes out. Money in minor units. The audience is taken to stay as it is now.
/// Customers who respond count once, however often they do, because most offerings are bought once: at the least they are those of one time, if
/// whoever responds does so at the first; at the most every contact wins the response rate of those who have not responded yet.
/// </summary>
/// <param name="Times">How often it goes out; of a campaign that was not launched yet, from now on. At most 5,000 are counted.</param>
/// <param name="First">Hour of the first of them; null when quiet hours and opening hours leave it none.</param>
/// <param name="ContactsPerCustomer">At most: one each time, where the caps that bind all of its contacts leave room beside nothing but its own.</param>
/// <param name="Contacts">At most, within the budget.</param>
/// <param name="Cost">At most, within the budget, at the dearest of its channels.</param>
public sealed record PeriodForecast(
    int Times,
    Instant? First,
    Instant? Last,
    int ContactsPerCustomer,
    long Contacts,
    double Cost,
    double RespondersLow,
    double RespondersHigh,
    double RevenueLow,
    double RevenueHigh)
{
    /// <summary>Longer than any calendar window.</summary>
    private static readonly TimeSpan LongestMonth = TimeSpan.FromDays(32);

    /// <param name="contacted">Customers, those held out left aside.</param>
    /// <param name="worth">Of one response.</param>
    internal static PeriodForecast Of(
        CampaignDefinition campaign, DueTimes times, IReadOnlyList<Offering> offerings, ChannelCosts costs, long contacted, double rate, double worth)
    {
        var hours = times.HoursOf(campaign);
        var each = MostPerCustomer(campaign, hours, times, offerings);
        // A budget is spent on contacts alone.
        var contacts = campaign.Budget is { } budget && costs.Cheapest > 0 ? Math.Min(contacted * each, budget / costs.Cheapest) : contacted * each;
        var high = Math.Min(contacts, contacted * (1 - Math.Pow(1 - rate, each)));
        var low = Math.Min(high, contacted * rate);
        return new PeriodForecast(
            hours.Count,
            hours.Count > 0 ? hours[0] : null,
            hours.Count > 0 ? hours[^1] : null,
            each,
            contacts,
            Math.Min((double)contacts * costs.Dearest, campaign.Budget ?? double.PositiveInfinity) + (high * costs.DearestTransaction),
            low,
            high,
            low * worth,
            high * worth);
    }

    /// <summary>
    /// As many as the caps grant to somebody whom nothing else reaches. Only those count that bind a contact of the campaign whatever it offers
    /// wherever, and none where its channels put contacts off to different moments: what remains is a bound that holds.
    /// </summary>
    private static int MostPerCustomer(CampaignDefinition campaign, IReadOnlyList<Instant> hours, DueTimes times, IReadOnlyList<Offering> offerings)
    {
        var due = hours.Select(hour => campaign.Channels.Select(channel => times.DueOf(campaign, hour, channel)).Distinct().ToList()).ToList();
        if (due.Exists(moments => moments.Count > 1))
        {
            return hours.Count;
        }

        var clusters = campaign.Offers.Select(offer => offerings.FirstOrDefault(offering => offering.Id == offer.Offering)?.Cluster).Distinct(StringComparer.Ordinal).ToList();
        var proposed = new ProposedContact(campaign.Id, campaign.Offers[0].Offering, clusters[0], campaign.Class, campaign.Channels[0], default);
        var binding = times.Policies.Select(policy => policy with { Caps = [.. policy.Caps.Where(Binds)] }).ToList();
        var caps = new CapLedger(binding);
        var longest = binding.SelectMany(policy => policy.Caps).Select(cap => cap.Rolling ?? LongestMonth).DefaultIfEmpty().Max();
        var granted = 0;
        var ledger = new List<Contact>();
        foreach (var moment in due.Select(moments => moments[0]!.Value))
        {
            ledger.RemoveAll(contact => contact.CountsAt + longest <= moment);
            if (caps.Test(proposed with { CountsAt = moment }, ledger.ToArray(), [], times.Zone) is null)
            {
                ledger.Add(ContactAt(moment));
                granted++;
            }
        }

        return granted;

        bool Binds(Cap cap) => (cap.Channels.Count == 0 || campaign.Channels.All(channel => cap.Channels.Contains(channel, StringComparer.Ordinal))) && cap.Scope switch
        {
            CapScope.Channel => campaign.Channels.Count == 1,
            CapScope.Offering => campaign.Offers.DistinctBy(offer => offer.Offering).Count() == 1,
            CapScope.Cluster => clusters.Count == 1,
            _ => true,
        };

        Contact ContactAt(Instant moment) => new()
        {
            Id = new ContactId(granted, 0, 1),
            Campaign = proposed.Campaign,
            Offering = proposed.Offering,
            Cluster = proposed.Cluster,
            Class = proposed.Class,
            Channel = proposed.Channel,
            GrantedAt = moment,
            CountsAt = moment,
            ValidUntil = moment + campaign.Validity,
            ResponseWindow = TimeSpan.Zero,
            State = ContactState.Sent,
            StateAt = moment,
        };
    }
}

/// <summary>What a contact costs on a campaign's channels, in minor units.</summary>
internal sealed record ChannelCosts(long Cheapest, long Dearest, long DearestTransaction)
{
    public static ChannelCosts Of(CampaignDefinition campaign, IReadOnlyList<Channel> channels)
    {
        var used = channels.Where(channel => campaign.Channels.Contains(channel.Id, StringComparer.Ordinal)).ToList();
        return new ChannelCosts(
            used.Select(channel => channel.CostPerContact).DefaultIfEmpty().Min(),
            used.Select(channel => channel.CostPerContact).DefaultIfEmpty().Max(),
            used.Select(channel => channel.CostPerTransaction).DefaultIfEmpty().Max());
    }
}
