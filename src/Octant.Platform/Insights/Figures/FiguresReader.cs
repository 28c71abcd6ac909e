using System.Globalization;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Platform.Campaigns.Contracts;
using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Languages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;
using Octant.Platform.Foundation.Units;

namespace Octant.Platform.Insights.Figures;

/// <summary>Answers questions for figures from the counters that the projector keeps.</summary>
/// <remarks>
/// Counters know each thing at one unit, one person, one channel, one offering and one campaign, so whatever they are told apart by, the
/// lines add up to the same sum. Units above are added up here, along their paths. Two questions go to the store: what was counted, by
/// channel because of the cost; and the orders by offering and campaign because of the revenue, which are few.
/// </remarks>
public sealed class FiguresReader(
    IProjectionStore store,
    IProjections projections,
    IPolicies policies,
    ICampaigns campaigns,
    ICatalog catalog,
    IChannels channels,
    IOrganisationUnits units,
    IClock clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The platform's zone by name, and today there.</summary>
    public async ValueTask<(string Zone, CalendarDay Today)> ReadTodayAsync(CancellationToken cancellation)
    {
        var zone = await policies.ReadZoneAsync(cancellation);
        return (zone.Name, CalendarDay.At(clock.Now, zone));
    }

    /// <summary>All lines, in the order in which they are shown, without a page being taken.</summary>
    public async Task<Result<InsightFigures>> ReadAsync(
        string? by, string? within, string? from, string? to, FiguresFilter only, Caller caller, CancellationToken cancellation)
    {
        var (zone, today) = await ReadTodayAsync(cancellation);
        if (!FiguresQuestion.Of(by, within, from, to, only, caller, today.Date).TryGet(out var question, out var problem))
        {
            return problem;
        }

        await projections.WaitAsync(null, Patience, cancellation);
        var asOf = clock.Now;
        var known = await campaigns.ReadAllAsync(cancellation);
        var tallies = question.By == FigureDimension.Hour
            ? await TallyHoursAsync(question, cancellation)
            : await TallyAsync(question, await Prices.ReadAsync(catalog, channels, known, cancellation), cancellation);
        var rows = await NameAsync(question, tallies, [.. known.Where(campaign => campaigns.MaySee(caller, campaign))], cancellation);
        return new InsightFigures(
            question.By,
            question.Within is null ? [] : await units.ReadPathAsync(question.Within, cancellation),
            question.From,
            question.To,
            zone,
            asOf,
            FigureSums.Of(rows.Select(row => row.Figures), hasMoney: question.By != FigureDimension.Hour),
            rows,
            rows.Count);
    }

    private async ValueTask<Dictionary<string, FigureTally>> TallyAsync(FiguresQuestion question, Prices prices, CancellationToken cancellation)
    {
        var part = question.By switch
        {
            FigureDimension.Unit => CounterParts.Organisation,
            FigureDimension.Person => CounterParts.Staff,
            FigureDimension.Channel => CounterParts.Channel,
            FigureDimension.Offering => CounterParts.Offering,
            FigureDimension.Campaign => CounterParts.Campaign,
            FigureDimension.Day => CounterParts.Day,
            FigureDimension.Reason => CounterParts.Reason,
            _ => throw new ArgumentOutOfRangeException(nameof(question)),
        };
        var tallies = new Dictionary<string, FigureTally>(StringComparer.Ordinal);
        foreach (var total in await store.ReadCountersAsync(question.Filter, part | CounterParts.Channel, cancellation))
        {
            TallyOf(KeyOf(question, total)).Add(total);
        }

        var orders = question.Filter with { Outcome = "ordered" };
        foreach (var total in await store.ReadCountersAsync(orders, part | CounterParts.Offering | CounterParts.Campaign, cancellation))
        {
            TallyOf(KeyOf(question, total)).AddRevenue(total);
        }

        return tallies;

        FigureTally TallyOf(string key)
        {
            if (!tallies.TryGetValue(key, out var tally))
            {
                tallies.Add(key, tally = new FigureTally(prices));
            }

            return tally;
        }
    }

    private async ValueTask<Dictionary<string, FigureTally>> TallyHoursAsync(FiguresQuestion question, CancellationToken cancellation)
    {
        var tallies = new Dictionary<string, FigureTally>(StringComparer.Ordinal);
        foreach (var total in await store.ReadHoursAsync(question.Filter, cancellation))
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{new CalendarDay(total.Day)}T{total.Hour:00}");
            if (!tallies.TryGetValue(key, out var tally))
            {
                tallies.Add(key, tally = new FigureTally(prices: null));
            }

            tally.Add(total.Outcome, total.Amount);
        }

        return tallies;
    }

    private static string KeyOf(FiguresQuestion question, CounterTotal total) => question.By switch
    {
        FigureDimension.Unit => PartOf(total.Organisation!, question.Within),
        FigureDimension.Person => total.Staff!,
        FigureDimension.Channel => total.Channel!,
        FigureDimension.Offering => total.Offering!,
        FigureDimension.Campaign => total.Campaign!,
        FigureDimension.Day => new CalendarDay(total.Day!.Value).ToString(),
        FigureDimension.Reason => total.Reason!,
        _ => throw new ArgumentOutOfRangeException(nameof(question)),
    };

    /// <summary>The part of a unit that a path lies in; the unit itself for what belongs to it and to no part.</summary>
    internal static string PartOf(string path, string? within)
    {
        var begin = within is null ? 0 : within.Length + 1;
        if (path.Length <= begin)
        {
            return path;
        }

        var end = path.IndexOf('/', begin);
        return end < 0 ? path : path[..end];
    }

    private async ValueTask<List<FigureRow>> NameAsync(
        FiguresQuestion question, Dictionary<string, FigureTally> tallies, IReadOnlyList<CampaignDefinition> campaigns, CancellationToken cancellation)
    {
        if (question.By == FigureDimension.Unit)
        {
            return await NameUnitsAsync(question, tallies, cancellation);
        }

        var names = question.By switch
        {
            FigureDimension.Channel => (await channels.ReadChannelsAsync(cancellation)).ToDictionary(channel => channel.Id, channel => channel.Name, StringComparer.Ordinal),
            FigureDimension.Offering => (await catalog.ReadOfferingsAsync(cancellation)).ToDictionary(offering => offering.Id, offering => offering.Name, StringComparer.Ordinal),
            FigureDimension.Campaign => campaigns.ToDictionary(campaign => campaign.Id, campaign => campaign.Name, StringComparer.Ordinal),
            _ => [],
        };
        var rows = tallies.Select(pair => new FigureRow(
            pair.Key, names.GetValueOrDefault(pair.Key) is { } name ? new LocalizedName(name, name) : null, null, HasParts: false, pair.Value.ToSet()));
        return question.By is FigureDimension.Day or FigureDimension.Hour
            ? [.. rows.OrderBy(row => row.Key, StringComparer.Ordinal)]
            : question.By is FigureDimension.Reason ? [.. rows.OrderByDescending(row => row.Figures.Silent + row.Figures.Suppressed + row.Figures.Failed + row.Figures.Rejected).ThenBy(row => row.Key, StringComparer.Ordinal)]
            : [.. rows.OrderByDescending(row => row.Figures.Sent).ThenByDescending(row => row.Figures.Planned).ThenBy(row => row.Key, StringComparer.Ordinal)];
    }

    /// <summary>Every unit there is stands in the list, also where nothing happened; and what units were called then, where they are gone.</summary>
    private async ValueTask<List<FigureRow>> NameUnitsAsync(FiguresQuestion question, Dictionary<string, FigureTally> tallies, CancellationToken cancellation)
    {
        var parts = await units.ReadPartsAsync(question.Within, cancellation);
        var paths = parts.Select(part => part.Path).Concat(tallies.Keys.Order(StringComparer.Ordinal)).Distinct(StringComparer.Ordinal);
        var known = parts.ToDictionary(part => part.Path, StringComparer.Ordinal);
        var rows = new List<FigureRow>();
        foreach (var path in paths)
        {
            var figures = (tallies.GetValueOrDefault(path) ?? new FigureTally(null)).ToSet();
            var step = known.GetValueOrDefault(path) ?? (path.Length == 0 ? null : (await units.ReadPathAsync(path, cancellation))[^1]);
            var hasParts = path.Length > 0 && path != question.Within && (await units.ReadPartsAsync(path, cancellation)).Count > 0;
            rows.Add(new FigureRow(path, step?.Name, step?.Level, hasParts, figures with { Cost = figures.Cost ?? 0, Revenue = figures.Revenue ?? 0 }));
        }

        return rows;
    }
}

/// <summary>Adds lines up.</summary>
internal static class FigureSums
{
    public static FigureSet Of(IEnumerable<FigureSet> lines, bool hasMoney)
    {
        var money = hasMoney ? 0L : (long?)null;
        return lines.Aggregate(
            new FigureSet(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, money, money),
            (sum, line) => new FigureSet(
                sum.Decisions + line.Decisions,
                sum.Silent + line.Silent,
                sum.Planned + line.Planned,
                sum.Pending + line.Pending,
                sum.Sent + line.Sent,
                sum.Unconfirmed + line.Unconfirmed,
                sum.Suppressed + line.Suppressed,
                sum.Failed + line.Failed,
                sum.Ghosts + line.Ghosts,
                sum.External + line.External,
                sum.Shown + line.Shown,
                sum.Clicked + line.Clicked,
                sum.Interested + line.Interested,
                sum.Accepted + line.Accepted,
                sum.Rejected + line.Rejected,
                sum.Ignored + line.Ignored,
                sum.Responses + line.Responses,
                sum.Orders + line.Orders,
                sum.Cost + line.Cost,
                sum.Revenue + line.Revenue));
    }
}
