using Octant.Bench.Generator;
using Octant.Engine.Audiences;
using Octant.Engine.Calendar;
using Octant.Engine.Partitions;
using Octant.Platform.Customers.Identities;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;

namespace Octant.Bench.Measures;

/// <summary>
/// Figure A5: bytes on the heap for each generated customer of 81 attributes: the columns with their keys; then everything, which is
/// the partitions' states, the directory of identifiers and the columns. Nobody has been contacted yet.
/// </summary>
public sealed class CustomerMemory : IMeasure
{
    /// <summary>Blocks of columns are full here, for in a province the one that is not weighs nothing.</summary>
    private const int BlockRows = 65_536;

    public IReadOnlyList<string> Figures => ["A5"];

    public string What => "memory of a customer with 81 attributes";

    public TimeSpan Estimate(BenchSize size) => TimeSpan.FromSeconds(size.IsQuick ? 10 : 60);

    public async Task RunAsync(BenchRun run)
    {
        var count = BlockRows * (run.Size.IsQuick ? 4 : 16);
        using var directory = new IdentityDirectory(new NoStore());
        var keys = new long[count];
        var partitions = Enumerable.Range(0, PartitionOptions.PartitionCount).Select(number => new Partition(number)).ToArray();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var row = 0; row < count; row++)
        {
            keys[row] = (await directory.ResolveAsync([OctantText.CustomerId(row)], CancellationToken.None))[0];
            var customer = OctantText.State(run.Customers.Customer(row));
            var attributes = Enumerable.Range(0, OctantText.Dictionary.Count).Select(id => new AttributeChange(id, customer.Profile.Value(id))).Where(change => change.Value is not null).ToArray();
            var command = new ChangeProfile(keys[row], attributes, TagsOf(customer), [.. customer.Owned.Select(owned => owned.Offering)]);
            partitions[PartitionOptions.PartitionOf(keys[row])].Execute(command, new Instant(1));
        }

        var states = GC.GetTotalMemory(forceFullCollection: true);
        var columns = new AudienceColumns(OctantText.Dictionary);
        foreach (var customer in partitions.SelectMany(partition => partition.State.Customers.Values))
        {
            columns.Upsert(customer.Key, customer.Profile);
            columns.SetOwned(customer.Key, [.. customer.Owned.Select(owned => owned.Offering)], isNew: true);
        }

        var all = GC.GetTotalMemory(forceFullCollection: true);
        run.Add("A5 columns", $"{count:#,0} customers: columns, bitmaps, keys and what finds them", (all - states) / (double)count, "bytes");
        run.Add("A5", $"{count:#,0} customers: rows, identifiers, columns", (all - before) / (double)count, "bytes");
        GC.KeepAlive(partitions);
        GC.KeepAlive(columns);
        GC.KeepAlive(directory);
    }

    private static string[] TagsOf(CustomerState customer) =>
        [.. Enumerable.Range(0, Shape.Tags).Select(Shape.TagName).Where(tag => customer.Profile.HasTag(Octant.Engine.Profiles.Symbols.Of(tag)))];

    /// <summary>Keeps nothing: only what is in memory is measured.</summary>
    private sealed class NoStore : IIdentityStore
    {
        public async IAsyncEnumerable<CustomerIdentity> ReadAllAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            await Task.CompletedTask;
            yield break;
        }

        public ValueTask<IReadOnlyList<long>> AddAsync(IReadOnlyList<CustomerIdentity> identities, CancellationToken cancellation) =>
            new([.. identities.Select(identity => identity.Key)]);

        public ValueTask<IReadOnlyList<bool>> SetTextsAsync(IReadOnlyList<IdentityText> texts, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public ValueTask<IReadOnlyDictionary<string, string>> ReadTextsAsync(long key, CancellationToken cancellation) => throw new NotSupportedException();

        public IAsyncEnumerable<IdentityText> ReadTextsOfAsync(string attribute, CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<IdentityText>> FindTextsAsync(string value, int limit, CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask<bool> EraseAsync(long key, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
