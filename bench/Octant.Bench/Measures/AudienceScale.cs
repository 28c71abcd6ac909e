using System.Diagnostics;
using Octant.Bench.Generator;
using Octant.Engine.Audiences;
using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;
using Octant.Platform.Foundation.LongWork;
using AudienceQuery = Octant.Bench.Generator.AudienceQuery;

namespace Octant.Bench.Measures;

/// <summary>
/// Figure A4: a province of customers in the columns alone, with those columns that the queries name; counts of 8 and of 12 conditions,
/// on all cores, other literals each time. The slower of the two is the figure. Once more with a twentieth of the values missing.
/// </summary>
public sealed class AudienceScale : IMeasure
{
    private const int WarmUps = 5;
    private const int Runs = 9;

    private static readonly int[] Numbers = [1, 4, 6, 8, 14, 16];
    private static readonly int[] Categories = [2, 3, 9, 12, 16, 19];
    private static readonly int[] Tags = [4, 9, 13, 20, 21];
    private static readonly HashSet<int> Offerings = [0, 1, 2, 4, 5, 6, 9, 17, 20];

    public IReadOnlyList<string> Figures => ["A4"];

    public string What => "audiences of a whole province, the columns alone";

    public TimeSpan Estimate(BenchSize size) => TimeSpan.FromSeconds(5) + TimeSpan.FromSeconds(size.ManyCustomers / 500_000.0);

    public Task RunAsync(BenchRun run)
    {
        Measure(run, run.Customers, "A4", "");
        Measure(run, new CustomerTable(run.Seeds.Customers, 0.05), "A4 missing", ", 5% of the values missing");
        return Task.CompletedTask;
    }

    private static void Measure(BenchRun run, CustomerTable customers, string figure, string note)
    {
        var count = run.Size.ManyCustomers;
        run.Say($"filling columns with {count:#,0} customers{note}");
        var columns = Fill(customers, count);
        var all = columns.View();
        var slowest = 0.0;
        foreach (var query in AudienceQuery.All.Where(query => query.Name is "Q4" or "Q6"))
        {
            var times = new List<double>();
            for (var i = 0; i < WarmUps + Runs; i++)
            {
                var text = OctantText.Expression(query.Shifted(i).Condition);
                var expression = ExpressionCompiler.Compile(text, new ExpressionSchema(OctantText.Dictionary)).Expression!;
                var watch = Stopwatch.StartNew();
                new Octant.Engine.Audiences.AudienceQuery(all, ParallelBlocks.Instance).Count(expression, Instant.MinValue);
                if (i >= WarmUps)
                {
                    times.Add(watch.Elapsed.TotalMilliseconds);
                }
            }

            slowest = Math.Max(slowest, Timing.Median(times));
        }

        run.Add(figure, $"{count:#,0} customers{note}, count, 8 to 12 conditions, all cores, median of the slower query", slowest, "ms");
    }

    private static AudienceColumns Fill(CustomerTable customers, int count)
    {
        var columns = new AudienceColumns(OctantText.Dictionary);
        var words = Enumerable.Range(0, Shape.CategorySizes[^1]).Select(value => AttributeValue.OfCategory(Shape.Word(value))).ToArray();
        var nothing = new Profile();
        var changes = new List<AttributeChange>();
        var tags = new List<string>();
        var owned = new ushort[Shape.MostOwned];
        for (var row = 0L; row < count; row++)
        {
            changes.Clear();
            tags.Clear();
            foreach (var number in Numbers)
            {
                if (customers.Number(row, number) is var value and not CustomerTable.Missing)
                {
                    changes.Add(new AttributeChange(number, AttributeValue.OfNumber(value)));
                }
            }

            foreach (var category in Categories)
            {
                if (customers.Category(row, category) is var value and not CustomerTable.Missing)
                {
                    changes.Add(new AttributeChange(Shape.Numbers + category, words[value]));
                }
            }

            foreach (var tag in Tags)
            {
                if (customers.HasTag(row, tag))
                {
                    tags.Add(Shape.TagName(tag));
                }
            }

            columns.Upsert(row, nothing);
            columns.Change(row, changes, tags, isNew: true);
            var offerings = owned[..customers.Offerings(row, owned)];
            columns.SetOwned(row, [.. offerings.Where(offering => Offerings.Contains(offering)).Select(offering => Shape.OfferingName(offering))], isNew: true);
        }

        return columns;
    }
}
