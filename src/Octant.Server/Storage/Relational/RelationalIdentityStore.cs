using System.Runtime.CompilerServices;
using Octant.Platform.Foundation.Storage;

namespace Octant.Server.Storage.Relational;

/// <summary>People and their texts.</summary>
internal class RelationalIdentityStore(Database database) : IIdentityStore
{
    private const int PageRows = 10_000;

    public virtual async IAsyncEnumerable<CustomerIdentity> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var after = "";
        while (true)
        {
            var page = await database.QueryAsync(
                new($"select key, customer_id from identity where customer_id > $1 order by customer_id limit {PageRows}", after),
                row => new CustomerIdentity(row.GetInt64(0), row.GetString(1)),
                cancellation);
            foreach (var identity in page)
            {
                yield return identity;
            }

            if (page.Count < PageRows)
            {
                yield break;
            }

            after = page[^1].CustomerId;
        }
    }

    public virtual ValueTask<IReadOnlyList<long>> AddAsync(IReadOnlyList<CustomerIdentity> identities, CancellationToken cancellation) =>
        database.WriteAsync<IReadOnlyList<long>>(
            async session =>
            {
                // One order for everybody, or two imports of the same people could each wait for the other.
                var order = Enumerable.Range(0, identities.Count).ToArray();
                Array.Sort(order, (left, right) => string.CompareOrdinal(identities[left].CustomerId, identities[right].CustomerId));
                var added = await session.ExecuteAllAsync(
                    [.. order.Select(index => new Statement(
                        "insert into identity (key, customer_id) values ($1, $2) on conflict (customer_id) do nothing",
                        identities[index].Key, identities[index].CustomerId))],
                    cancellation);
                var keys = new long[identities.Count];
                for (var position = 0; position < order.Length; position++)
                {
                    var identity = identities[order[position]];
                    keys[order[position]] = added[position] == 1
                        ? identity.Key
                        : await session.QueryFirstAsync(
                            new("select key from identity where customer_id = $1", identity.CustomerId),
                            row => row.GetInt64(0),
                            cancellation);
                }

                return keys;
            },
            cancellation);

    public ValueTask<IReadOnlyList<bool>> SetTextsAsync(IReadOnlyList<IdentityText> texts, CancellationToken cancellation) =>
        database.WriteAsync<IReadOnlyList<bool>>(
            async session =>
            {
                var changed = await session.ExecuteAllAsync([.. texts.Select(Set)], cancellation);
                return Array.ConvertAll(changed, rows => rows > 0);
            },
            cancellation);

    public async ValueTask<IReadOnlyDictionary<string, string>> ReadTextsAsync(long key, CancellationToken cancellation)
    {
        var texts = await database.QueryAsync(
            new("select attribute, value from identity_text where key = $1 order by attribute", key),
            row => KeyValuePair.Create(row.GetString(0), row.GetString(1)),
            cancellation);
        return new Dictionary<string, string>(texts, StringComparer.Ordinal);
    }

    public async IAsyncEnumerable<IdentityText> ReadTextsOfAsync(string attribute, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (after, includes) = (long.MinValue, true);
        while (true)
        {
            var page = await database.QueryAsync(
                new($"select key, value from identity_text where attribute = $1 and key {(includes ? ">=" : ">")} $2 order by key limit {PageRows}", attribute, after),
                row => new IdentityText(row.GetInt64(0), attribute, row.GetString(1)),
                cancellation);
            foreach (var text in page)
            {
                yield return text;
            }

            if (page.Count < PageRows)
            {
                yield break;
            }

            (after, includes) = (page[^1].Key, false);
        }
    }

    public async ValueTask<IReadOnlyList<IdentityText>> FindTextsAsync(string value, int limit, CancellationToken cancellation) =>
        await database.QueryAsync(
            new("select key, attribute, value from identity_text where substr(value, 1, 32) = substr($1, 1, 32) and value = $1 order by key, attribute limit $2", value, limit),
            row => new IdentityText(row.GetInt64(0), row.GetString(1), row.GetString(2)),
            cancellation);

    public virtual async ValueTask<bool> EraseAsync(long key, CancellationToken cancellation) =>
        await database.ExecuteAsync(new("delete from identity where key = $1", key), cancellation) > 0;

    /// <summary>A text of nobody is not kept: after an erasure a late import line must not bring anything back.</summary>
    private static Statement Set(IdentityText text) => text.Value is { } value
        ? new("""
            insert into identity_text (key, attribute, value)
            select $1, $2, $3 from identity where key = $1
            on conflict (key, attribute) do update set value = excluded.value where identity_text.value <> excluded.value
            """,
            text.Key, text.Attribute, value)
        : new("delete from identity_text where key = $1 and attribute = $2", text.Key, text.Attribute);
}
