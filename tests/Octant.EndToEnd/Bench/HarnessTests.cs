using System.Text.Json;
using Octant.Bench;
using Octant.Bench.Generator;

namespace Octant.EndToEnd.Bench;

/// <summary>The benchmark's own logic: nothing here measures anything.</summary>
public sealed class HarnessTests : IDisposable
{
    private readonly string _results = Path.GetTempFileName();
    private readonly BenchRun _run = new(BenchSize.Quick, DataSeeds.Default, _ => { });

    public void Dispose() => File.Delete(_results);

    [Fact]
    public void The_ratio_says_how_many_times_better_ours_is_whichever_way_the_unit_is_better()
    {
        _run.Add("D1", "", 60, 2, "decisions/s", Better.Higher);
        _run.Add("A1 Q1", "", 2, 60, "ms", Better.Lower);
        _run.Add("D3", "", 60, null, "decisions/s", Better.Higher);

        Assert.Equal([30.0, 30.0, null], _run.Figures.Select(figure => figure.Ratio));
    }

    [Fact]
    public void A_goal_of_a_ratio_judges_the_ratio_and_a_goal_of_a_value_judges_ours()
    {
        Assert.Equal((true, false), Judge("D1", ours: 59, peer: 1));
        Assert.Equal((true, true), Judge("D1", ours: 60, peer: 1));
        Assert.Equal((false, false), Judge("D1", ours: 19, peer: 1));
        Assert.Equal((null, null), Judge("D1", ours: 1_000, peer: null));
        Assert.Equal((true, true), Judge("D6", ours: 15, peer: null));
        Assert.Equal((true, false), Judge("D6", ours: 50, peer: null));
        Assert.Equal((false, false), Judge("D6", ours: 50.1, peer: null));
        Assert.Equal((null, true), Judge("R1", ours: 1_000_000, peer: null));
    }

    [Fact]
    public void The_file_is_an_array_with_exactly_the_eight_members_whatever_is_missing()
    {
        _run.Add("D1", "with a peer", 60, 2, "decisions/s", Better.Higher);
        _run.Add("something", "alone", 1, "bytes");

        using var json = JsonDocument.Parse(Report.Json(_run.Figures));

        Assert.Equal(2, json.RootElement.GetArrayLength());
        foreach (var line in json.RootElement.EnumerateArray())
        {
            Assert.Equal(["figure", "what", "ours", "peer", "unit", "ratio", "must", "target"], line.EnumerateObject().Select(member => member.Name));
        }

        Assert.Equal(20, json.RootElement[0].GetProperty("must").GetDouble());
        Assert.Equal(JsonValueKind.Null, json.RootElement[1].GetProperty("peer").ValueKind);
    }

    [Fact]
    public void Different_answers_are_not_compared()
    {
        BenchRun.RequireEqual("Q1", 5L, "DuckDB", 5L);

        var different = Assert.Throws<DifferentAnswersException>(() => BenchRun.RequireEqual("Q1", 5L, "DuckDB", 6L));
        Assert.Equal("Q1: ours is 5, DuckDB says 6.", different.Message);
    }

    [Fact]
    public async Task A_measure_that_fails_is_told_and_the_others_are_run()
    {
        var fine = new Fake("D1", run => run.Add("D1", "", 1, "x"));
        var broken = new Fake("D3", _ => throw new DifferentAnswersException("not the same"));
        Assert.Equal(1, await Harness.RunAsync([broken, fine], BenchSize.Quick, seed: null, [], _results));
        Assert.Contains("\"D1\"", await File.ReadAllTextAsync(_results), StringComparison.Ordinal);
        Assert.Equal(0, await Harness.RunAsync([broken, fine], BenchSize.Quick, seed: null, ["d1"], _results));
        Assert.Equal(2, await Harness.RunAsync([broken, fine], BenchSize.Quick, seed: null, ["D9"], _results));
        Assert.Equal((2, 1), (fine.Runs, broken.Runs));
    }

    [Fact]
    public async Task The_seed_of_the_run_is_the_seed_of_its_data()
    {
        var texts = new List<string>();
        var measure = new Fake("D1", run => texts.Add($"{OctantText.Expression(run.Rules(1)[0])} {run.Customers.Number(7, 14)} {run.HasKnownAnswers}"));
        foreach (var seed in new ulong?[] { null, 3, 4, 3 })
        {
            await Harness.RunAsync([measure], BenchSize.Quick, seed, [], _results);
        }

        Assert.EndsWith("True", texts[0], StringComparison.Ordinal);
        Assert.EndsWith("False", texts[1], StringComparison.Ordinal);
        Assert.Equal(3, texts.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(texts[1], texts[3]);
    }

    [Fact]
    public void Quick_is_estimated_under_ten_minutes_and_full_under_sixty()
    {
        Assert.InRange(Measurements.All.Sum(measure => measure.Estimate(BenchSize.Quick).TotalMinutes), 0, 10);
        Assert.InRange(Measurements.All.Sum(measure => measure.Estimate(BenchSize.Full).TotalMinutes), 0, 60);
    }

    [Fact]
    public void The_median_is_the_value_in_the_middle_and_the_mean_of_ratios_is_geometric()
    {
        Assert.Equal(2, Timing.Median([3, 1, 2]));
        Assert.Equal(2.5, Timing.Median([4, 3, 1, 2]));
        Assert.Equal(4, Timing.GeometricMean([2, 8]), precision: 12);
    }

    private (bool? Must, bool? Target) Judge(string name, double ours, double? peer)
    {
        _run.Add(name, "", ours, peer, "", Better.Higher);
        var (figure, goal) = (_run.Figures[^1], Goal.Of(name)!);
        return (goal.Meets(figure, figure.Must), goal.Meets(figure, figure.Target));
    }

    private sealed class Fake(string figure, Action<BenchRun> measure) : IMeasure
    {
        public int Runs { get; private set; }

        public IReadOnlyList<string> Figures => [figure];

        public string What => "nothing";

        public TimeSpan Estimate(BenchSize size) => TimeSpan.Zero;

        public Task RunAsync(BenchRun run)
        {
            Runs++;
            measure(run);
            return Task.CompletedTask;
        }
    }
}
