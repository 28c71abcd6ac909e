using Octant.Platform.Foundation.Storage;

namespace Octant.Server.Storage.Relational;

/// <summary>A column and where its value comes from.</summary>
internal abstract record ColumnWrite<T>(string Name);

internal sealed record LongColumn<T>(string Name, Func<T, long> Of) : ColumnWrite<T>(Name);

internal sealed record TextColumn<T>(string Name, Func<T, string?> Of) : ColumnWrite<T>(Name);

internal sealed record BytesColumn<T>(string Name, Func<T, byte[]> Of) : ColumnWrite<T>(Name);

/// <summary>
/// How rows of one kind are put into a table, many at a time: SQLite steps one prepared statement per row, PostgreSQL takes each
/// column as one array, so that a row costs neither parameter objects nor a message of its own.
/// </summary>
/// <param name="conflict">What happens to a row that is there already; one statement must not name the same row twice.</param>
internal sealed class TableWrite<T>(string table, string conflict, params ColumnWrite<T>[] columns)
{
    public IReadOnlyList<ColumnWrite<T>> Columns { get; } = columns;

    public string ByRow { get; } =
        $"insert into {table} ({Names(columns)}) values ({Marks(columns, "?")}) {conflict}";

    public string ByColumn { get; } =
        $"insert into {table} ({Names(columns)}) select * from unnest({Marks(columns, "$")}) {conflict}";

    private static string Names(ColumnWrite<T>[] columns) => string.Join(", ", columns.Select(column => column.Name));

    private static string Marks(ColumnWrite<T>[] columns, string mark) =>
        string.Join(", ", Enumerable.Range(1, columns.Length).Select(number => FormattableString.Invariant($"{mark}{number}")));
}

/// <summary>The tables projectors write by the thousand.</summary>
internal static class ProjectionWrites
{
    public static readonly TableWrite<DecisionBlock> DecisionBlocks = new(
        "decision_block",
        "",
        new LongColumn<DecisionBlock>("partition", block => block.Partition),
        new LongColumn<DecisionBlock>("first_sequence", block => block.FirstSequence),
        new LongColumn<DecisionBlock>("last_sequence", block => block.LastSequence),
        new LongColumn<DecisionBlock>("decided_from", block => block.From.Microseconds),
        new LongColumn<DecisionBlock>("decided_to", block => block.To.Microseconds),
        new LongColumn<DecisionBlock>("records", block => block.Records),
        new BytesColumn<DecisionBlock>("body", block => block.Body));

    public static readonly TableWrite<CustomerSequence> CustomerSequences = new(
        "customer_sequence",
        "on conflict do nothing",
        new LongColumn<CustomerSequence>("customer_key", entry => entry.CustomerKey),
        new LongColumn<CustomerSequence>("sequence", entry => entry.Sequence),
        new LongColumn<CustomerSequence>("partition", entry => entry.Partition));

    public static readonly TableWrite<ContactRow> Contacts = new(
        "contact",
        """
        on conflict (partition, sequence, id)
        do update set customer_key = excluded.customer_key, campaign = excluded.campaign, offering = excluded.offering, channel = excluded.channel,
            outlet = excluded.outlet, staff = excluded.staff, granted_at = excluded.granted_at, counts_at = excluded.counts_at,
            valid_until = excluded.valid_until, state = excluded.state, reason = excluded.reason, state_at = excluded.state_at,
            sought_on = excluded.sought_on
        """,
        new LongColumn<ContactRow>("partition", row => row.Partition),
        new LongColumn<ContactRow>("sequence", row => row.Sequence),
        new TextColumn<ContactRow>("id", row => row.Id),
        new LongColumn<ContactRow>("customer_key", row => row.CustomerKey),
        new TextColumn<ContactRow>("campaign", row => row.Campaign),
        new TextColumn<ContactRow>("offering", row => row.Offering),
        new TextColumn<ContactRow>("channel", row => row.Channel),
        new TextColumn<ContactRow>("outlet", row => row.Outlet),
        new TextColumn<ContactRow>("staff", row => row.Staff),
        new LongColumn<ContactRow>("granted_at", row => row.GrantedAt.Microseconds),
        new LongColumn<ContactRow>("counts_at", row => row.CountsAt.Microseconds),
        new LongColumn<ContactRow>("valid_until", row => row.ValidUntil.Microseconds),
        new TextColumn<ContactRow>("state", row => row.State),
        new TextColumn<ContactRow>("reason", row => row.Reason),
        new LongColumn<ContactRow>("state_at", row => row.StateAt.Microseconds),
        new TextColumn<ContactRow>("sought_on", row => row.IsSought ? row.Channel : null));

    public static readonly TableWrite<ResponseRow> Responses = new(
        "response",
        "on conflict (recommendation_id, outcome) do nothing",
        new TextColumn<ResponseRow>("recommendation_id", row => row.RecommendationId),
        new LongColumn<ResponseRow>("partition", row => row.Partition),
        new LongColumn<ResponseRow>("customer_key", row => row.CustomerKey),
        new TextColumn<ResponseRow>("outcome", row => row.Outcome),
        new TextColumn<ResponseRow>("reason", row => row.Reason),
        new TextColumn<ResponseRow>("outlet", row => row.Outlet),
        new TextColumn<ResponseRow>("staff", row => row.Staff),
        new LongColumn<ResponseRow>("responded_at", row => row.At.Microseconds));

    public static readonly TableWrite<CounterChange> Counters = new(
        "counter",
        """
        on conflict (day, campaign, organisation, staff, channel, offering, outcome, reason)
        do update set amount = counter.amount + excluded.amount
        """,
        new LongColumn<CounterChange>("day", row => row.Day),
        new TextColumn<CounterChange>("campaign", row => row.Campaign),
        new TextColumn<CounterChange>("organisation", row => row.Organisation),
        new TextColumn<CounterChange>("staff", row => row.Staff),
        new TextColumn<CounterChange>("channel", row => row.Channel),
        new TextColumn<CounterChange>("offering", row => row.Offering),
        new TextColumn<CounterChange>("outcome", row => row.Outcome),
        new TextColumn<CounterChange>("reason", row => row.Reason),
        new LongColumn<CounterChange>("amount", row => row.Amount));

    public static readonly TableWrite<HourChange> Hours = new(
        "counter_hour",
        """
        on conflict (day, hour, organisation, channel, outcome)
        do update set amount = counter_hour.amount + excluded.amount
        """,
        new LongColumn<HourChange>("day", row => row.Day),
        new LongColumn<HourChange>("hour", row => row.Hour),
        new TextColumn<HourChange>("organisation", row => row.Organisation),
        new TextColumn<HourChange>("channel", row => row.Channel),
        new TextColumn<HourChange>("outcome", row => row.Outcome),
        new LongColumn<HourChange>("amount", row => row.Amount));
}
