using System.Data.Common;
using Octant.Platform.Foundation.Storage;

namespace Octant.Server.Storage.Relational;

/// <summary>Sums of counters. They lie by day, so that a question about some days reads these days only.</summary>
internal static class CounterQueries
{
    /// <summary>
    /// Every day of which anything is counted, in as many steps as there are days: a campaign is looked up in each, instead of reading
    /// what all others did.
    /// </summary>
    private const string EachDay =
        """
        day in (
            with recursive days (day) as (
                select min(day) from counter
                union all
                select (select min(later.day) from counter later where later.day > days.day) from days where days.day is not null)
            select day from days where day is not null)
        """;

    private static readonly (CounterParts Part, string Column)[] Columns =
    [
        (CounterParts.Day, "day"),
        (CounterParts.Organisation, "organisation"),
        (CounterParts.Staff, "staff"),
        (CounterParts.Channel, "channel"),
        (CounterParts.Offering, "offering"),
        (CounterParts.Campaign, "campaign"),
    ];

    public static async ValueTask<IReadOnlyList<CounterTotal>> ReadAsync(
        Database database, CounterFilter filter, CounterParts by, CancellationToken cancellation)
    {
        var conditions = new Conditions();
        conditions.RequireDays(filter);
        conditions.Require("campaign =", filter.Campaign);
        conditions.RequireWithin(filter.Within);
        conditions.Require("staff =", filter.Staff);
        conditions.Require("channel =", filter.Channel);
        conditions.Require("outcome =", filter.Outcome);
        conditions.Require("offering =", filter.Offering);
        if (filter is { Campaign: not null, FromDay: null, ToDay: null })
        {
            conditions.Require(EachDay);
        }

        var columns = Columns.Where(column => by.HasFlag(column.Part)).Select(column => column.Column).Append("outcome").ToList();
        if (by.HasFlag(CounterParts.Reason))
        {
            columns.Add("reason");
        }

        var names = string.Join(", ", columns);
        var place = columns.Select((name, index) => (name, index)).ToDictionary(pair => pair.name, pair => pair.index, StringComparer.Ordinal);
        return await database.QueryAsync(
            new($"select {names}, cast(sum(amount) as bigint) from counter {conditions} group by {names} order by {names}", [.. conditions.Values]),
            row => new CounterTotal(
                place.TryGetValue("day", out var day) ? row.Int(day) : null,
                Text(row, "organisation"),
                Text(row, "staff"),
                Text(row, "channel"),
                Text(row, "offering"),
                Text(row, "campaign"),
                Text(row, "outcome")!,
                Text(row, "reason"),
                row.GetInt64(columns.Count)),
            cancellation);

        string? Text(DbDataReader row, string column) => place.TryGetValue(column, out var index) ? row.GetString(index) : null;
    }

    public static async ValueTask<IReadOnlyList<HourTotal>> ReadHoursAsync(Database database, CounterFilter filter, CancellationToken cancellation)
    {
        var conditions = new Conditions();
        conditions.RequireDays(filter);
        conditions.RequireWithin(filter.Within);
        conditions.Require("channel =", filter.Channel);
        return await database.QueryAsync(
            new($"""
                select day, hour, outcome, cast(sum(amount) as bigint) from counter_hour {conditions}
                group by day, hour, outcome order by day, hour, outcome
                """,
                [.. conditions.Values]),
            row => new HourTotal(row.Int(0), row.Int(1), row.GetString(2), row.GetInt64(3)),
            cancellation);
    }

    /// <summary>The conditions of one question, with their values.</summary>
    private sealed class Conditions
    {
        private readonly List<string> _all = [];

        public List<object?> Values { get; } = [];

        public void Require(string condition) => _all.Add(condition);

        public void Require(string comparison, object? value)
        {
            if (value is not null)
            {
                Values.Add(value);
                _all.Add($"{comparison} ${Values.Count}");
            }
        }

        public void RequireDays(CounterFilter filter)
        {
            Require("day >=", filter.FromDay);
            Require("day <=", filter.ToDay);
        }

        /// <summary>A unit and all below: what begins with its path and a slash lies between that and the next character, a zero.</summary>
        public void RequireWithin(string? unit)
        {
            if (unit is not null)
            {
                Values.AddRange([unit, unit + "/", unit + "0"]);
                _all.Add($"(organisation = ${Values.Count - 2} or (organisation > ${Values.Count - 1} and organisation < ${Values.Count}))");
            }
        }

        public override string ToString() => _all.Count == 0 ? "" : "where " + string.Join(" and ", _all);
    }
}
