namespace Octant.Bench;

/// <summary>
/// A part of the benchmark that yields one or more figures. It has a constructor without parameters and a line in
/// <see cref="Measurements"/>.
/// </summary>
public interface IMeasure
{
    /// <summary>The figures it yields, as the goals name them: what <c>--only</c> chooses by.</summary>
    IReadOnlyList<string> Figures { get; }

    /// <summary>A few words for the progress line.</summary>
    string What { get; }

    /// <summary>About how long it takes with this size, preparation included.</summary>
    TimeSpan Estimate(BenchSize size);

    /// <summary>
    /// Measures, ours and peers on the same data, and adds its figures to <paramref name="run"/>. Checks first that answers
    /// are equal (<see cref="BenchRun.RequireEqual"/>); what throws ends this measure, loudly, and not the run.
    /// </summary>
    Task RunAsync(BenchRun run);
}
