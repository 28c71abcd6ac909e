using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Octant.Platform.Foundation.Storage;

namespace Octant.Server.Storage.Relational;

/// <summary>
/// The audit trail as a sealed chain. Entries are appended inside the transaction of what they tell of, one transaction at a time, so
/// that the order of numbers is the order of the chain. Keys given by the setting seal; without one, a key is made and kept in the store,
/// which shows mistakes and careless hands, not those who can read it.
/// </summary>
internal sealed class RelationalAuditTrail(Database database, IReadOnlyList<string> configuredKeys)
{
    private const string EntryColumns = "number, at, actor, action, kind, id, detail, organisation";
    private const int PageLength = 5_000;
    private const int MostFaults = 20;

    private static readonly byte[] Beginning = new byte[AuditSeal.Length];

    private readonly List<AuditSeal> _configured = [.. configuredKeys.Select(key => new AuditSeal(Encoding.UTF8.GetBytes(key)))];
    private AuditSeal? _kept;

    private AuditSeal Current => _configured.Count > 0 ? _configured[0] : _kept!;

    /// <summary>Part of the migration that brought the seals, and of nothing else: whoever could have it run again could seal what they forged.</summary>
    public static async ValueTask SealEarlierAsync(Session session, CancellationToken cancellation)
    {
        var seal = new AuditSeal(await MakeKeyAsync(session, cancellation));
        var (last, number, entries) = (Beginning, 0L, 0L);
        while (true)
        {
            var page = await session.QueryAsync(
                new($"select {EntryColumns} from audit where number > $1 order by number limit $2", number, PageLength), ReadRecord, cancellation);
            var statements = new List<Statement>(page.Count);
            foreach (var record in page)
            {
                last = seal.Of(last, record.Entry);
                statements.Add(new Statement("update audit set seal = $2, sealed_by = $3 where number = $1", record.Number, last, seal.Id));
                (number, entries) = (record.Number, entries + 1);
            }

            await session.ExecuteAllAsync(statements, cancellation);
            if (page.Count < PageLength)
            {
                break;
            }
        }

        if (entries > 0)
        {
            await session.ExecuteAsync(HeadOf(seal, entries, last), cancellation);
        }
    }

    /// <summary>Before the first use: reads the key that is kept in the store.</summary>
    public async ValueTask PrepareAsync(CancellationToken cancellation) =>
        _kept = new AuditSeal(
            await database.QueryFirstAsync(new("select secret from audit_key where id = 1"), row => row.Bytes(0), cancellation)
            ?? await database.WriteAsync(session => MakeKeyAsync(session, cancellation), cancellation));

    /// <summary>Within a transaction that holds the table of documents.</summary>
    public async ValueTask AppendAsync(Session session, IReadOnlyList<AuditEntry> entries, CancellationToken cancellation)
    {
        if (entries.Count == 0)
        {
            return;
        }

        var head = await ReadHeadAsync(session, cancellation) ?? new Head(0, Beginning, [], "");
        var last = head.Last;
        var statements = new List<Statement>(entries.Count + 1);
        foreach (var entry in entries)
        {
            last = Current.Of(last, entry);
            statements.Add(new Statement(
                "insert into audit (at, actor, action, kind, id, detail, organisation, seal, sealed_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                entry.At.Microseconds, entry.Actor, entry.Action, entry.Kind, entry.Id, entry.Detail, entry.Organisation, last, Current.Id));
        }

        statements.Add(HeadOf(Current, head.Entries + entries.Count, last));
        await session.ExecuteAllAsync(statements, cancellation);
    }

    /// <summary>Newest first.</summary>
    public ValueTask<AuditPage> SearchAsync(AuditFilter filter, int offset, int limit, CancellationToken cancellation)
    {
        var (where, values) = Condition(filter);
        return database.ReadAsync(
            async session => new AuditPage(
                await session.QueryAsync(
                    new($"select {EntryColumns} from audit where {where} order by at desc, number desc limit ${values.Count + 1} offset ${values.Count + 2}", [.. values, limit, offset]),
                    ReadRecord,
                    cancellation),
                await session.QueryFirstAsync(new($"select count(*) from audit where {where}", [.. values]), row => row.GetInt64(0), cancellation)),
            cancellation,
            snapshot: true);
    }

    public ValueTask<AuditVerification> VerifyAsync(CancellationToken cancellation) =>
        database.ReadAsync(session => VerifyAsync(session, cancellation), cancellation, snapshot: true);

    private async ValueTask<AuditVerification> VerifyAsync(Session session, CancellationToken cancellation)
    {
        var faults = new List<AuditFault>();
        var seals = _configured.Append(_kept!).ToDictionary(seal => seal.Id, StringComparer.Ordinal);
        var (last, number, entries, hasConfigured) = (Beginning, 0L, 0L, false);
        while (true)
        {
            var page = await session.QueryAsync(
                new($"select {EntryColumns}, seal, sealed_by from audit where number > $1 order by number limit $2", number, PageLength),
                row => (Record: ReadRecord(row), Seal: row.IsDBNull(8) ? [] : row.Bytes(8), By: row.Text(9) ?? ""),
                cancellation);
            foreach (var (record, seal, by) in page)
            {
                (number, entries) = (record.Number, entries + 1);
                if (FindFault(record, seal, by, last, seals, hasConfigured) is { } what)
                {
                    faults.Add(new AuditFault(record.Number, what));
                }

                hasConfigured |= by != _kept!.Id;
                last = seal;
            }

            if (page.Count < PageLength || faults.Count > MostFaults)
            {
                break;
            }
        }

        if (faults.Count <= MostFaults && FindHeadFault(await ReadHeadAsync(session, cancellation), entries, last, seals) is { } wrong)
        {
            faults.Add(new AuditFault(0, wrong));
        }

        return new AuditVerification(entries, number, Convert.ToHexStringLower(last), _configured.Count > 0, [.. faults.Take(MostFaults)]);
    }

    private string? FindFault(
        AuditRecord record, byte[] seal, string by, byte[] before, Dictionary<string, AuditSeal> seals, bool hasConfigured) =>
        !seals.TryGetValue(by, out var key) ? $"sealed with a key that is not given ({by})"
        : key == _kept && hasConfigured ? "sealed with the key that is kept in the store, after one that is not"
        : !key.Of(before, record.Entry).AsSpan().SequenceEqual(seal) ? "it was changed, or something before it was changed, taken out or put in"
        : null;

    private static string? FindHeadFault(Head? head, long entries, byte[] last, Dictionary<string, AuditSeal> seals) => head switch
    {
        null => entries == 0 ? null : "the head of the chain is not there",
        _ when !seals.TryGetValue(head.By, out var seal) || !seal.OfHead(head.Entries, head.Last).AsSpan().SequenceEqual(head.Seal) => "the head of the chain was changed",
        _ when head.Entries != entries => $"there are {entries} entries and there were {head.Entries}",
        _ when !head.Last.AsSpan().SequenceEqual(last) => "the last entry is not the one that was written last",
        _ => null,
    };

    private static async ValueTask<byte[]> MakeKeyAsync(Session session, CancellationToken cancellation)
    {
        await session.ExecuteAsync(
            new("insert into audit_key (id, secret) values (1, $1) on conflict (id) do nothing", RandomNumberGenerator.GetBytes(32)), cancellation);
        return (await session.QueryFirstAsync(new("select secret from audit_key where id = 1"), row => row.Bytes(0), cancellation))!;
    }

    private static Statement HeadOf(AuditSeal seal, long entries, byte[] last) => new(
        """
        insert into audit_head (id, entries, last, seal, sealed_by) values (1, $1, $2, $3, $4)
        on conflict (id) do update set entries = excluded.entries, last = excluded.last, seal = excluded.seal, sealed_by = excluded.sealed_by
        """,
        entries, last, seal.OfHead(entries, last), seal.Id);

    private static async ValueTask<Head?> ReadHeadAsync(Session session, CancellationToken cancellation) =>
        await session.QueryFirstAsync(
            new("select entries, last, seal, sealed_by from audit_head where id = 1"),
            row => new Head(row.GetInt64(0), row.Bytes(1), row.Bytes(2), row.GetString(3)),
            cancellation);

    private static (string Where, List<object?> Values) Condition(AuditFilter filter)
    {
        var conditions = new List<string> { "at >= $1", "at < $2" };
        var values = new List<object?> { filter.From.Microseconds, filter.To.Microseconds };
        foreach (var (column, value) in ((string, string?)[])[("actor", filter.Actor), ("action", filter.Action), ("kind", filter.Kind), ("id", filter.Id)])
        {
            if (value is not null)
            {
                values.Add(value);
                conditions.Add($"{column} = ${values.Count}");
            }
        }

        if (filter.Text is { } text)
        {
            values.Add("%" + Escaped(text.ToLowerInvariant()) + "%");
            conditions.Add($"lower(actor || ' ' || action || ' ' || id || ' ' || detail) like ${values.Count} escape '!'");
        }

        if (filter.Organisation is { } organisation)
        {
            values.AddRange([organisation, organisation + "/"]);
            conditions.Add($"(organisation = ${values.Count - 1} or substr(organisation, 1, {organisation.Length + 1}) = ${values.Count})");
        }

        return (string.Join(" and ", conditions), values);
    }

    private static string Escaped(string text) => text
        .Replace("!", "!!", StringComparison.Ordinal)
        .Replace("%", "!%", StringComparison.Ordinal)
        .Replace("_", "!_", StringComparison.Ordinal);

    private static AuditRecord ReadRecord(DbDataReader row) => new(
        row.GetInt64(0),
        new AuditEntry(row.Instant(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6)) { Organisation = row.Text(7) });

    private sealed record Head(long Entries, byte[] Last, byte[] Seal, string By);
}
