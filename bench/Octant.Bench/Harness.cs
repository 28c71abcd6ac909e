using System.Diagnostics;
using Octant.Bench.Generator;
using Spectre.Console;

namespace Octant.Bench;

/// <summary>Runs measures one after another, with a line of progress for each, and reports.</summary>
public static class Harness
{
    /// <param name="only">Figures; empty for all.</param>
    /// <param name="results">The file for the figures as JSON, written after every measure.</param>
    /// <returns>Exit code: 1 when a measure failed or answers differed.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<IMeasure> measures, BenchSize size, ulong? seed, IReadOnlyList<string> only, string results)
    {
        var unknown = only.Where(figure => !measures.Any(measure => Yields(measure, figure))).ToList();
        if (unknown.Count > 0)
        {
            AnsiConsole.MarkupLineInterpolated(
                $"[red]No measure yields {string.Join(", ", unknown)}.[/] There are {string.Join(", ", measures.SelectMany(measure => measure.Figures).Distinct())}.");
            return 2;
        }

        var chosen = measures.Where(measure => only.Count == 0 || only.Any(figure => Yields(measure, figure))).ToList();
        var left = TimeSpan.FromSeconds(chosen.Sum(measure => measure.Estimate(size).TotalSeconds));
        AnsiConsole.MarkupLineInterpolated($"{chosen.Count} measures, {size.Name} size, about {left.TotalMinutes:0.0} minutes");
        var run = new BenchRun(size, DataSeeds.Of(seed), what => AnsiConsole.MarkupLineInterpolated($"[grey]    {what}[/]"));
        var failures = new List<string>();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < chosen.Count; i++)
        {
            var measure = chosen[i];
            AnsiConsole.MarkupLineInterpolated(
                $"[[{i + 1}/{chosen.Count}]] {string.Join(" ", measure.Figures)}: {measure.What} [grey]({clock.Elapsed:mm\\:ss} gone, about {left:mm\\:ss} to go)[/]");
            try
            {
                await measure.RunAsync(run);
            }
            catch (Exception failure)
            {
                // One measure that fails must not take the others' results with it.
                failures.Add($"{string.Join(" ", measure.Figures)}: {failure.Message}");
                AnsiConsole.MarkupLineInterpolated($"[red]    {failure.GetType().Name}: {failure.Message}[/]");
            }

            left -= measure.Estimate(size);
            await Report.SaveAsync(run.Figures, results);
        }

        Report.Print(run.Figures);
        AnsiConsole.MarkupLineInterpolated($"[grey]{clock.Elapsed.TotalMinutes:0.0} minutes; the same as JSON in {results}[/]");
        foreach (var failure in failures)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]FAILED {failure}[/]");
        }

        return failures.Count == 0 ? 0 : 1;
    }

    private static bool Yields(IMeasure measure, string figure) => measure.Figures.Contains(figure, StringComparer.OrdinalIgnoreCase);
}
