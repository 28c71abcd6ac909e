namespace Octant.Server.Storage.Relational;

/// <summary>That a journal row holds decisions or contacts of a customer. Stays as long as the views have any of them.</summary>
internal readonly record struct CustomerSequence(long CustomerKey, long Sequence, int Partition)
{
    /// <summary>Deletes an entry ($1 customer, $2 sequence, $3 partition) unless a contact still needs it.</summary>
    public const string DeleteWithoutContact =
        """
        delete from customer_sequence where customer_key = $1 and sequence = $2 and partition = $3
            and not exists (select 1 from contact where partition = $3 and sequence = $2 and customer_key = $1)
        """;

    /// <summary>In the order in which they lie: neighbours share pages.</summary>
    public static async ValueTask InsertAsync(Session session, CustomerSequence[] entries, CancellationToken cancellation)
    {
        Array.Sort(Array.ConvertAll(entries, entry => entry.CustomerKey), entries);
        await session.InsertAllAsync(ProjectionWrites.CustomerSequences, entries, cancellation);
    }

    /// <summary>Newest first.</summary>
    public static ValueTask<List<CustomerSequence>> ReadLatestAsync(
        Session session, long customerKey, long before, int limit, CancellationToken cancellation) =>
        session.QueryAsync(
            new("select sequence, partition from customer_sequence where customer_key = $1 and sequence < $2 order by sequence desc limit $3",
                customerKey, before, limit),
            row => new CustomerSequence(customerKey, row.GetInt64(0), row.Int(1)),
            cancellation);
}
