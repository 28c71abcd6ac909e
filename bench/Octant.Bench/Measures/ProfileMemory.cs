using Octant.Engine.Calendar;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;

namespace Octant.Bench.Measures;

/// <summary>What one customer costs in a partition's state: 20 attributes, 2 tags, one offering; then with five contacts more.</summary>
public sealed class ProfileMemory : IMeasure
{
    public IReadOnlyList<string> Figures => ["memory"];

    public string What => "what a customer costs in a partition's state";

    public TimeSpan Estimate(BenchSize size) => TimeSpan.FromSeconds(10);

    public Task RunAsync(BenchRun run)
    {
        Measure(run);
        return Task.CompletedTask;
    }

    private static void Measure(BenchRun run)
    {
        var size = run.Size;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var partition = new Partition(0);
        for (var i = 0; i < size.Customers; i++)
        {
            var attributes = Enumerable.Range(0, 20).Select(id => new AttributeChange(id, AttributeValue.OfNumber(id + i))).ToArray();
            partition.Execute(new ChangeProfile(i, attributes, ["a", "b"], ["P-1"]), new Instant(1));
        }

        partition.CloseRow();
        var rows = GC.GetTotalMemory(forceFullCollection: true);
        run.Add("memory, row", "one customer in the state: 20 attributes, 2 tags, 1 offering", (rows - before) / (double)size.Customers, "bytes");
        for (var i = 0; i < size.Customers; i++)
        {
            for (var contact = 0; contact < 5; contact++)
            {
                var report = new ReportContact(i, ((UInt128)i * 8) + (UInt128)contact + 1, "crm", "C-1", "P-1", ContactPolicy.MarketingClass, "sms", new Instant(contact + 1), Octant.Engine.Decisions.Actor.None);
                partition.Execute(report, new Instant(10));
            }
        }

        run.Add("memory, contact", "one contact in the ledger with its message id", (GC.GetTotalMemory(forceFullCollection: true) - rows) / (5.0 * size.Customers), "bytes");
        GC.KeepAlive(partition);
    }
}
