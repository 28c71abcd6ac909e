using System.Collections.Concurrent;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Platform.Campaigns.Contracts;
using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Languages;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;
using Octant.Platform.Foundation.Units;
using Octant.Platform.Insights.Figures;

namespace Octant.Platform.Insights.Board;

/// <summary>
/// Boards for everybody who looks at one. Today's counters are read once every moment, however many look; each part of the organisation
/// is added up from them once, and all who are bound to it are shown the same.
/// </summary>
public sealed class BoardKeeper : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    private readonly IProjectionStore _store;
    private readonly FiguresReader _figures;
    private readonly ICampaigns _campaigns;
    private readonly ICatalog _catalog;
    private readonly IChannels _channels;
    private readonly StandingAlarms _standing;
    private readonly IClock _clock;
    private readonly KeptBriefly<Snapshot> _snapshot;

    public BoardKeeper(
        IProjectionStore store, FiguresReader figures, ICampaigns campaigns, ICatalog catalog, IChannels channels, StandingAlarms standing, IClock clock)
    {
        (_store, _figures, _campaigns, _catalog, _channels, _standing, _clock) = (store, figures, campaigns, catalog, channels, standing, clock);
        _snapshot = new KeptBriefly<Snapshot>(Moment, ReadAsync);
    }

    public async Task<Board> ReadAsync(Caller caller, CancellationToken cancellation)
    {
        var snapshot = await _snapshot.GetAsync(cancellation);
        var board = snapshot.Boards.GetOrAdd(caller.Organisation ?? "", _ => new Lazy<Task<Board>>(() => AddUpAsync(snapshot, caller)));
        return await board.Value.WaitAsync(cancellation);
    }

    public void Dispose() => _snapshot.Dispose();

    private async Task<Snapshot> ReadAsync(CancellationToken cancellation)
    {
        var at = _clock.Now;
        var (zone, today) = await _figures.ReadTodayAsync(cancellation);
        var campaigns = await _campaigns.ReadAllAsync(cancellation);
        return new Snapshot(
            at,
            zone,
            today,
            await _store.ReadCountersAsync(
                new CounterFilter(FromDay: today.Number, ToDay: today.Number),
                CounterParts.Organisation | CounterParts.Staff | CounterParts.Channel | CounterParts.Offering | CounterParts.Campaign | CounterParts.Reason,
                cancellation),
            campaigns,
            (await _channels.ReadChannelsAsync(cancellation)).ToDictionary(channel => channel.Id, channel => channel.Name, StringComparer.Ordinal),
            await Prices.ReadAsync(_catalog, _channels, campaigns, cancellation),
            await _standing.ReadAsync(campaigns, cancellation));
    }

    private async Task<Board> AddUpAsync(Snapshot snapshot, Caller caller)
    {
        var own = caller.Organisation;
        var totals = own is null ? snapshot.Totals : [.. snapshot.Totals.Where(total => UnitPath.IsWithin(total.Organisation!, own))];
        var campaigns = snapshot.Campaigns.Where(campaign => _campaigns.MaySee(caller, campaign)).ToList();
        var names = campaigns.ToDictionary(campaign => campaign.Id, campaign => campaign.Name, StringComparer.Ordinal);
        var hours = await _store.ReadHoursAsync(new CounterFilter(Within: own, FromDay: snapshot.Today.Number - 1, ToDay: snapshot.Today.Number), CancellationToken.None);
        var people = RowsOf(totals, total => total.Staff!, null, snapshot.Prices).Where(row => row.Key.Length > 0).ToList();
        return new Board(
            snapshot.Today.Date,
            snapshot.Zone,
            snapshot.At,
            SetOf(totals, snapshot.Prices),
            [.. RowsOf(totals, total => total.Channel!, snapshot.Channels, snapshot.Prices).Where(row => row.Key.Length > 0).OrderByDescending(row => row.Figures.Sent).ThenByDescending(row => row.Figures.Planned)],
            [.. RowsOf(totals, total => total.Campaign!, names, snapshot.Prices).Where(row => row.Key.Length > 0).OrderByDescending(row => row.Figures.Sent).ThenByDescending(row => row.Figures.Planned).Take(Board.MostLines)],
            new FrontLine(people.Count, people.Sum(row => row.Figures.Planned), people.Sum(row => row.Figures.Accepted)),
            [.. people.OrderByDescending(row => row.Figures.Accepted).ThenByDescending(row => row.Figures.Planned).Take(Board.MostLines)],
            SilenceOf(totals),
            HoursOf(hours, snapshot.Today.Number),
            AlarmsOf(FigureAlarms.Of(totals, snapshot.Channels, campaigns), StandingAlarm.For(caller, snapshot.Standing)));
    }

    /// <summary>A channel that has nothing left is not said to have little left, too.</summary>
    private static List<Alarm> AlarmsOf(List<Alarm> ofFigures, IEnumerable<Alarm> standing)
    {
        var exhausted = ofFigures.Where(alarm => alarm.Kind == AlarmKind.CapacityExhausted).Select(alarm => alarm.Subject).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. ofFigures.Concat(standing.Where(alarm => alarm.Kind != AlarmKind.CapacityRunningOut || !exhausted.Contains(alarm.Subject)))
                .OrderBy(alarm => alarm.Severity)
                .ThenByDescending(alarm => alarm.Count),
        ];
    }

    private static IEnumerable<FigureRow> RowsOf(
        IEnumerable<CounterTotal> totals, Func<CounterTotal, string> key, IReadOnlyDictionary<string, string>? names, Prices prices) =>
        totals.GroupBy(key, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new FigureRow(
                group.Key,
                names?.GetValueOrDefault(group.Key) is { } name ? new LocalizedName(name, name) : null,
                Level: null,
                HasParts: false,
                SetOf(group, prices)));

    private static FigureSet SetOf(IEnumerable<CounterTotal> totals, Prices prices)
    {
        var tally = new FigureTally(prices);
        foreach (var total in totals)
        {
            tally.Add(total);
        }

        return tally.ToSet();
    }

    private static List<ReasonCount> SilenceOf(IEnumerable<CounterTotal> totals) =>
    [
        .. totals.Where(total => total.Outcome is "silent" or "suppressed" && total.Amount != 0)
            .GroupBy(total => total.Reason!, StringComparer.Ordinal)
            .Select(reason => new ReasonCount(
                reason.Key,
                reason.Where(total => total.Outcome == "silent").Sum(total => total.Amount),
                reason.Where(total => total.Outcome == "suppressed").Sum(total => total.Amount)))
            .OrderByDescending(reason => reason.Silent + reason.Suppressed)
            .ThenBy(reason => reason.Reason, StringComparer.Ordinal),
    ];

    private static List<BoardHour> HoursOf(IReadOnlyList<HourTotal> totals, int today)
    {
        var byHour = totals.ToLookup(total => (total.Day, total.Hour));
        return [.. Enumerable.Range(0, 24).Select(hour => new BoardHour(hour, Of(today, hour), Of(today - 1, hour)))];

        HourFigures Of(int day, int hour)
        {
            var tally = new FigureTally(prices: null);
            foreach (var total in byHour[(day, hour)])
            {
                tally.Add(total.Outcome, total.Amount);
            }

            var figures = tally.ToSet();
            return new HourFigures(figures.Sent, figures.Responses, figures.Orders);
        }
    }

    private sealed record Snapshot(
        Instant At,
        string Zone,
        CalendarDay Today,
        IReadOnlyList<CounterTotal> Totals,
        IReadOnlyList<CampaignDefinition> Campaigns,
        IReadOnlyDictionary<string, string> Channels,
        Prices Prices,
        IReadOnlyList<StandingAlarm> Standing)
    {
        /// <summary>By the unit whose part it is; empty for the whole organisation.</summary>
        public ConcurrentDictionary<string, Lazy<Task<Board>>> Boards { get; } = new(StringComparer.Ordinal);
    }
}
