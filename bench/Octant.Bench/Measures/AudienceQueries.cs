using System.Diagnostics;
using Octant.Bench.Generator;
using Octant.Bench.Peers;
using Octant.Engine.Audiences;
using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Engine.Profiles;
using Octant.Platform.Foundation.LongWork;
using AudienceQuery = Octant.Bench.Generator.AudienceQuery;

namespace Octant.Bench.Measures;

/// <summary>
/// Figure A1: six audiences, counted, the last one written out as keys, beside DuckDB and PostgreSQL. Every run has other
/// literals, and its answers are compared before any time is.
/// </summary>
public sealed class AudienceQueries : IMeasure
{
    private const int KnownCustomers = 10_000_000;
    private const int WarmUps = 2;
    private const int Runs = 7;

    /// <summary>The audience whose keys are materialised on all sides.</summary>
    private const string Materialised = "Q6";

    public IReadOnlyList<string> Figures => ["A1"];

    public string What => "audiences Q1 to Q6, beside DuckDB and PostgreSQL";

    public TimeSpan Estimate(BenchSize size) => TimeSpan.FromSeconds(10) + TimeSpan.FromSeconds(size.AudienceCustomers / 50_000.0);

    public async Task RunAsync(BenchRun run)
    {
        var customers = run.Size.AudienceCustomers;
        run.Say($"filling our columns with {customers:#,0} customers");
        var ours = Fill(run.Customers, customers);
        await using var duck = await DuckDb.TryStartAsync(run, customers);
        using var cluster = await Databases.TryStartPostgresAsync([.. PostgresAudiences.Settings]);
        await using var postgres = cluster is null ? null : await PostgresAudiences.LoadAsync(run, cluster.ConnectionString, customers);
        var ratios = new List<double>();
        foreach (var query in AudienceQuery.All)
        {
            var times = await MeasureAsync(run, query, ours, duck, postgres);
            var what = $"{customers:#,0} customers, {(query.Name == Materialised ? "keys written out" : "count")}, median";
            run.Add($"A1 {query.Name}", $"{what}; peer: DuckDB, two threads", times.Ours, times.Duck, "ms", Better.Lower);
            run.Add($"A1 {query.Name} PostgreSQL", $"{what}; peer: PostgreSQL, sequential scan", times.Ours, times.Postgres, "ms", Better.Lower);
            if (times.Duck is { } duckTime)
            {
                ratios.Add(duckTime / times.Ours);
            }
        }

        if (ratios.Count > 0)
        {
            run.AddRatio("A1", "Q1 to Q6 beside DuckDB, geometric mean", Timing.GeometricMean(ratios));
        }
    }

    private static async Task<(double Ours, double? Duck, double? Postgres)> MeasureAsync(
        BenchRun run, AudienceQuery query, AudienceColumns ours, DuckDb? duck, PostgresAudiences? postgres)
    {
        var materialise = query.Name == Materialised;
        var (ourTimes, duckTimes, postgresTimes) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < WarmUps + Runs; i++)
        {
            var condition = query.Shifted(i).Condition;
            var answer = Ask(ours, condition, materialise);
            if (i == 0 && run.HasKnownAnswers && run.Size.AudienceCustomers == KnownCustomers)
            {
                BenchRun.RequireEqual(query.Name, answer.Count, "the generator", query.KnownCount);
            }

            Take(answer, ourTimes, i);
            if (duck is not null)
            {
                var theirs = materialise ? await duck.MaterialiseAsync(condition) : await duck.CountAsync(condition);
                BenchRun.RequireEqual(query.Name, answer.Count, "DuckDB", theirs.Count);
                Take(theirs, duckTimes, i);
            }

            if (postgres is not null)
            {
                var theirs = materialise ? await postgres.MaterialiseAsync(condition) : await postgres.CountAsync(condition);
                BenchRun.RequireEqual(query.Name, answer.Count, "PostgreSQL", theirs.Count);
                Take(theirs, postgresTimes, i);
            }
        }

        return (
            Timing.Median(ourTimes),
            duck is null ? null : Timing.Median(duckTimes),
            postgres is null ? null : Timing.Median(postgresTimes));

        static void Take(QueryAnswer answer, List<double> times, int i)
        {
            if (i >= WarmUps)
            {
                times.Add(answer.Milliseconds);
            }
        }
    }

    private static QueryAnswer Ask(AudienceColumns columns, Condition condition, bool materialise)
    {
        var expression = ExpressionCompiler.Compile(OctantText.Expression(condition), new ExpressionSchema(OctantText.Dictionary)).Expression!;
        var query = new Octant.Engine.Audiences.AudienceQuery(columns.View(), ParallelBlocks.Instance);
        var watch = Stopwatch.StartNew();
        var count = materialise ? query.Keys(expression, Instant.MinValue).Count : query.Count(expression, Instant.MinValue);
        return new QueryAnswer(watch.Elapsed.TotalMilliseconds, count);
    }

    private static AudienceColumns Fill(CustomerTable customers, int count)
    {
        var columns = new AudienceColumns(OctantText.Dictionary);
        for (var row = 0; row < count; row++)
        {
            var customer = customers.Customer(row);
            var profile = new Profile();
            OctantText.Fill(profile, customer);
            columns.Upsert(row, profile);
            columns.SetOwned(row, [.. customer.Offerings.Select(offering => Shape.OfferingName(offering))], isNew: true);
        }

        return columns;
    }
}
