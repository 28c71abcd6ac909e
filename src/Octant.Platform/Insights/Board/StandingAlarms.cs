using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Platform.Campaigns.Contracts;
using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Units;

namespace Octant.Platform.Insights.Board;

/// <summary>An alarm with the unit whose matter it is; null: of the whole organisation.</summary>
internal sealed record StandingAlarm(string? Organisation, Alarm Alarm)
{
    /// <summary>Those of the caller's part; what stands still in one channel for several campaigns is one alarm.</summary>
    public static IEnumerable<Alarm> For(Caller caller, IEnumerable<StandingAlarm> alarms) =>
        alarms.Where(one => caller.Covers(one.Organisation))
            .GroupBy(one => (one.Alarm.Kind, one.Alarm.Subject, one.Alarm.Unit), one => one.Alarm)
            .Select(same => same.First() with { Count = same.Sum(alarm => alarm.Count), Since = same.Min(alarm => alarm.Since) });
}

/// <summary>
/// Alarms about how things stand, whatever happened today: contacts that nobody fetches, arms of experiments of the wrong size, and
/// capacities, budgets, stocks and quotas of which little is left.
/// </summary>
public sealed class StandingAlarms(
    IWaitingContacts waiting, IExperimentChecks experiments, ISharedResourceUses resources, ICampaigns campaigns, ICatalog catalog, IChannels channels, IProjectionStore store)
{
    public const double LittleLeft = 0.9;

    /// <summary>Senders ask every few minutes; what has been due for this long is not fetched.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    internal async ValueTask<IReadOnlyList<StandingAlarm>> ReadAsync(IReadOnlyList<CampaignDefinition> all, CancellationToken cancellation)
    {
        var live = all.Where(campaign => campaign.Status == CampaignStatus.Live).ToDictionary(campaign => campaign.Id, StringComparer.Ordinal);
        var alarms = new List<StandingAlarm>();
        await AddWaitingAsync(alarms, live, cancellation);
        foreach (var check in (await experiments.ReadAsync(cancellation)).Where(check => check.Ratio.IsMismatch && live.ContainsKey(check.Campaign)).DistinctBy(check => check.Campaign, StringComparer.Ordinal))
        {
            var campaign = live[check.Campaign];
            alarms.Add(new StandingAlarm(
                campaign.Organisation, new Alarm(AlarmKind.SampleRatioMismatch, AlarmSeverity.Critical, campaign.Id, campaign.Name, check.Customers, null)));
        }

        await AddResourcesAsync(alarms, live, cancellation);
        await AddQuotasAsync(alarms, live, cancellation);
        return alarms;
    }

    private async ValueTask AddWaitingAsync(List<StandingAlarm> alarms, Dictionary<string, CampaignDefinition> live, CancellationToken cancellation)
    {
        var names = (await channels.ReadChannelsAsync(cancellation)).ToDictionary(channel => channel.Id, channel => channel.Name, StringComparer.Ordinal);
        foreach (var standing in await waiting.ReadAsync(Patience, cancellation))
        {
            if (live.TryGetValue(standing.Campaign, out var campaign))
            {
                alarms.Add(new StandingAlarm(campaign.Organisation, new Alarm(
                    AlarmKind.ContactsWaiting, AlarmSeverity.Critical, standing.Channel, names.GetValueOrDefault(standing.Channel), standing.Count, null, Since: standing.Since)));
            }
        }
    }

    private async ValueTask AddResourcesAsync(List<StandingAlarm> alarms, Dictionary<string, CampaignDefinition> live, CancellationToken cancellation)
    {
        foreach (var use in (await resources.ReadAsync(cancellation)).Where(use => IsLittleLeft(use.Given, use.Capacity)))
        {
            switch (use.Kind)
            {
                case SharedResourceKind.Budget when live.TryGetValue(use.Id, out var campaign):
                    Add(campaign.Organisation, AlarmKind.BudgetRunningOut, campaign.Name, use);
                    break;
                case SharedResourceKind.Channel when (await channels.ReadChannelsAsync(cancellation)).FirstOrDefault(channel => channel.Id == use.Id) is { } channel:
                    Add(null, AlarmKind.CapacityRunningOut, channel.Name, use);
                    break;
                case SharedResourceKind.Outlet when await channels.FindOutletAsync(use.Id, cancellation) is { } outlet:
                    Add(outlet.Organisation, AlarmKind.CapacityRunningOut, outlet.Name, use);
                    break;
                case SharedResourceKind.Stock when (await catalog.ReadOfferingsAsync(cancellation)).FirstOrDefault(offering => offering.Id == use.Id) is { } offering:
                    Add(null, AlarmKind.StockRunningOut, offering.Name, use);
                    break;
            }
        }

        void Add(string? organisation, AlarmKind kind, string name, SharedResourceUse use) => alarms.Add(new StandingAlarm(
            organisation, new Alarm(kind, AlarmSeverity.Warning, use.Id, name, use.Given, ShareOf(use.Given, use.Capacity))));
    }

    private async ValueTask AddQuotasAsync(List<StandingAlarm> alarms, Dictionary<string, CampaignDefinition> live, CancellationToken cancellation)
    {
        foreach (var ofCampaign in (await campaigns.ReadQuotasAsync(cancellation)).Where(quota => live.ContainsKey(quota.Campaign)).GroupBy(quota => quota.Campaign, StringComparer.Ordinal))
        {
            var campaign = live[ofCampaign.Key];
            var planned = await store.ReadCountersAsync(
                new CounterFilter(Campaign: campaign.Id, Outcome: "planned", FromDay: DayBefore(campaign.Start)), CounterParts.Channel | CounterParts.Organisation, cancellation);
            foreach (var quota in ofCampaign)
            {
                var used = planned.Where(total => total.Channel == quota.Channel && UnitPath.IsWithin(total.Organisation!, quota.Organisation)).Sum(total => total.Amount);
                if (IsLittleLeft(used, quota.Contacts))
                {
                    alarms.Add(new StandingAlarm(quota.Organisation, new Alarm(
                        AlarmKind.QuotaRunningOut, AlarmSeverity.Warning, campaign.Id, campaign.Name, used, ShareOf(used, quota.Contacts), quota.Organisation)));
                }
            }
        }
    }

    /// <summary>Counters are looked up day by day, in whatever zone the platform is; null for a campaign that was always on.</summary>
    private static int? DayBefore(Instant start) => start > new Instant(0) ? CalendarDay.At(start, ZoneTable.Utc).Number - 1 : null;

    private static bool IsLittleLeft(long given, long capacity) => given > 0 && given >= LittleLeft * capacity;

    private static double ShareOf(long given, long capacity) => capacity == 0 ? 1 : Math.Min(1, (double)given / capacity);
}
