using Octant.Engine;
using Octant.Engine.Decisions;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Insights.Board;

/// <summary>Which of today's figures raise an alarm. Small numbers raise none: below a hundred, a share says little.</summary>
internal static class FigureAlarms
{
    public const long FewestCounted = 100;
    public const double HighShare = 0.5;
    public const double FailingShare = 0.1;

    public static List<Alarm> Of(
        IReadOnlyList<CounterTotal> totals, IReadOnlyDictionary<string, string> channels, IReadOnlyList<CampaignDefinition> campaigns)
    {
        var alarms = new List<Alarm>();
        foreach (var channel in totals.Where(total => total.Channel!.Length > 0).GroupBy(total => total.Channel!, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var name = channels.GetValueOrDefault(channel.Key);
            AddFailures(alarms, channel.Key, name, channel);
            var exhausted = channel.Where(total => total.Outcome is "silent" or "suppressed" && total.Reason == Reasons.CapacityExhausted).Sum(total => total.Amount);
            if (exhausted > 0)
            {
                alarms.Add(new Alarm(AlarmKind.CapacityExhausted, AlarmSeverity.Warning, channel.Key, name, exhausted, null));
            }
        }

        AddCampaigns(alarms, totals, campaigns);
        AddShare(alarms, AlarmKind.SilenceHigh, null, null, Sum(totals, "silent"), Sum(totals, "decisions"), HighShare, AlarmSeverity.Warning);
        return alarms;
    }

    private static void AddFailures(List<Alarm> alarms, string channel, string? name, IEnumerable<CounterTotal> totals)
    {
        var handled = totals.Where(total => total.Outcome is "sent" or "unconfirmed" or "failed").ToList();
        AddShare(alarms, AlarmKind.SendingFails, channel, name, Sum(handled, "failed"), handled.Sum(total => total.Amount), FailingShare, AlarmSeverity.Critical);
    }

    private static void AddCampaigns(List<Alarm> alarms, IReadOnlyList<CounterTotal> totals, IReadOnlyList<CampaignDefinition> campaigns)
    {
        var byCampaign = totals.Where(total => total.Outcome is "planned" or "suppressed").ToLookup(total => total.Campaign!, StringComparer.Ordinal);
        var decisions = Sum(totals, "decisions");
        foreach (var campaign in campaigns.Where(campaign => campaign.Status == CampaignStatus.Live))
        {
            var (planned, suppressed) = (Sum(byCampaign[campaign.Id], "planned"), Sum(byCampaign[campaign.Id], "suppressed"));
            AddShare(alarms, AlarmKind.SuppressionHigh, campaign.Id, campaign.Name, suppressed, planned, HighShare, AlarmSeverity.Warning);
            if (planned == 0 && campaign.Trigger is null && decisions >= FewestCounted)
            {
                alarms.Add(new Alarm(AlarmKind.NothingPlanned, AlarmSeverity.Warning, campaign.Id, campaign.Name, 0, null));
            }
        }
    }

    private static void AddShare(
        List<Alarm> alarms, AlarmKind kind, string? subject, string? name, long count, long of, double most, AlarmSeverity severity)
    {
        if (of >= FewestCounted && count > most * of)
        {
            alarms.Add(new Alarm(kind, severity, subject, name, count, Math.Min(1, (double)count / of)));
        }
    }

    private static long Sum(IEnumerable<CounterTotal> totals, string outcome) => totals.Where(total => total.Outcome == outcome).Sum(total => total.Amount);
}
