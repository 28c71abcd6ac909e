using System.Globalization;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Decisions.Simulations;

namespace Octant.Platform.Decisions.Simulations;

/// <summary>Puts what a simulation added up into what people read.</summary>
/// <param name="today">Names campaigns and channels, and says how much they carry.</param>
internal sealed class SimulationReport(SimulationTally tally, Strategy today)
{
    private const double Confidence = 0.95;
    private const int HoursPerDay = 24;

    public Both<long> Offers => new(tally.Offers.Values.Sum(both => both.Recorded.Offers), tally.Offers.Values.Sum(both => both.Simulated.Offers));

    public Both<ResponseEstimate> ExpectedResponses =>
        new(Estimate(Sum(tally.Offers.Values.Select(both => both.Recorded))), Estimate(Sum(tally.Offers.Values.Select(both => both.Simulated))));

    public ResponseEstimate MoreResponses
    {
        get
        {
            var (mean, interval) = tally.MoreResponses(Confidence);
            return new ResponseEstimate(mean, interval.Low, interval.High);
        }
    }

    public IReadOnlyList<CampaignOutcome> Campaigns(Draft draft)
    {
        var tried = draft.Campaigns.ToDictionary(campaign => campaign.Id, StringComparer.Ordinal);
        return
        [
            .. tally.Offers.GroupBy(pair => pair.Key.Campaign, StringComparer.Ordinal)
                .Select(group => (Campaign: group.Key, Recorded: Sum(group.Select(pair => pair.Value.Recorded)), Simulated: Sum(group.Select(pair => pair.Value.Simulated))))
                .Concat(tried.Keys.Where(id => !tally.Offers.Keys.Any(key => key.Campaign == id)).Select(id => (Campaign: id, Recorded: default(OfferVolume), Simulated: default(OfferVolume))))
                .OrderByDescending(item => item.Simulated.Offers - item.Recorded.Offers)
                .ThenBy(item => item.Campaign, StringComparer.Ordinal)
                .Select(item => new CampaignOutcome(
                    item.Campaign,
                    tried.GetValueOrDefault(item.Campaign)?.Name ?? today.Campaign(item.Campaign)?.Definition.Name,
                    tried.ContainsKey(item.Campaign),
                    StandingOf(item.Simulated.Offers - item.Recorded.Offers),
                    item.Simulated.Offers - item.Recorded.Offers,
                    Figures(item.Recorded),
                    Figures(item.Simulated))),
        ];
    }

    public IReadOnlyList<OfferOutcome> OfferOutcomes() =>
    [
        .. tally.Offers
            .OrderBy(pair => pair.Key.Campaign, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.Offering, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.Channel, StringComparer.Ordinal)
            .Select(pair => new OfferOutcome(pair.Key.Campaign, pair.Key.Offering, pair.Key.Channel, Figures(pair.Value.Recorded), Figures(pair.Value.Simulated))),
    ];

    public IReadOnlyList<ChannelOutcome> Channels() =>
    [
        .. tally.Hours.GroupBy(pair => pair.Key.Channel, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group =>
        {
            var capacity = today.Channel(group.Key)?.DailyCapacity;
            var hours = group.Select(pair => (At: pair.Key.Hour, pair.Value.Recorded, pair.Value.Simulated)).ToList();
            var days = hours.GroupBy(hour => DayOf(hour.At)).Select(day => (At: day.Key, Recorded: day.Sum(hour => hour.Recorded), Simulated: day.Sum(hour => hour.Simulated))).ToList();
            return new ChannelOutcome(
                group.Key,
                new Both<long>(hours.Sum(hour => hour.Recorded), hours.Sum(hour => hour.Simulated)),
                capacity,
                Busiest(hours, HourText),
                Busiest(days, DayText),
                new Both<int>(days.Count(day => day.Recorded >= capacity), days.Count(day => day.Simulated >= capacity)));
        }),
    ];

    public IReadOnlyList<ChannelLoad> Load()
    {
        var load = new List<ChannelLoad>(tally.Hours.Count);
        foreach (var channel in tally.Hours.GroupBy(pair => pair.Key.Channel, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var capacity = today.Channel(channel.Key)?.DailyCapacity;
            var (day, used) = (long.MinValue, 0L);
            foreach (var (key, both) in channel.OrderBy(pair => pair.Key.Hour))
            {
                used = both.Simulated + (DayOf(key.Hour) == day ? used : 0);
                day = DayOf(key.Hour);
                load.Add(new ChannelLoad(channel.Key, HourText(key.Hour), both.Recorded, both.Simulated, capacity, capacity - used));
            }
        }

        return load;
    }

    public IReadOnlyList<CapOutcome> Caps() =>
    [
        .. tally.Caps
            .Select(pair => (pair.Key, pair.Value, Cap: today.Policies.FirstOrDefault(policy => policy.Id == pair.Key.Policy)?.Caps.ElementAtOrDefault(pair.Key.Index)))
            .Where(item => item.Cap is not null)
            .OrderBy(item => item.Key.Policy, StringComparer.Ordinal).ThenBy(item => item.Key.Index)
            .Select(item => new CapOutcome(
                item.Key.Policy, item.Key.Index, item.Cap!.Scope, item.Cap.Subject, item.Cap.Limit, item.Cap.Rolling, item.Cap.Calendar, item.Value.Recorded, item.Value.Simulated)),
    ];

    public IReadOnlyList<CauseCount> Causes() =>
    [
        .. tally.Causes
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.Stage).ThenBy(pair => pair.Key.Reason, StringComparer.Ordinal).ThenBy(pair => pair.Key.Cause)
            .Select(pair => new CauseCount(pair.Key.Cause, pair.Key.Stage, pair.Key.Reason, pair.Value)),
    ];

    private static CampaignStanding StandingOf(long difference) => difference switch
    {
        > 0 => CampaignStanding.Wins,
        < 0 => CampaignStanding.Loses,
        _ => CampaignStanding.Keeps,
    };

    private static OfferVolume Sum(IEnumerable<OfferVolume> volumes)
    {
        var sum = default(OfferVolume);
        foreach (var volume in volumes)
        {
            sum.Add(volume);
        }

        return sum;
    }

    private static OfferFigures Figures(OfferVolume volume) => new(volume.Offers, volume.HeldOut, Estimate(volume), volume.ExpectedValue);

    private static ResponseEstimate Estimate(OfferVolume volume)
    {
        var interval = volume.Responses.Interval(Confidence);
        return new ResponseEstimate(volume.Responses.Mean, interval.Low, interval.High);
    }

    private static BusiestTime? Busiest(IReadOnlyList<(long At, long Recorded, long Simulated)> times, Func<long, string> text) =>
        times.Count == 0 || times.All(time => time.Simulated == 0)
            ? null
            : times.OrderByDescending(time => time.Simulated).ThenBy(time => time.At).Select(time => new BusiestTime(text(time.At), time.Recorded, time.Simulated)).First();

    private static long DayOf(long hour) => (hour - ((hour % HoursPerDay) + HoursPerDay) % HoursPerDay) / HoursPerDay;

    private static string HourText(long hour) => DateTime.UnixEpoch.AddHours(hour).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    private static string DayText(long day) => new CalendarDay((int)day).ToString();
}
