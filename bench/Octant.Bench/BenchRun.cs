using System.Numerics;
using Octant.Bench.Generator;

namespace Octant.Bench;

/// <summary>What a measure is given, and where it leaves its figures.</summary>
public sealed class BenchRun(BenchSize size, DataSeeds seeds, Action<string> say)
{
    private readonly List<Figure> _figures = [];

    public BenchSize Size => size;

    public DataSeeds Seeds => seeds;

    /// <summary>The right answers that are written down hold for this run.</summary>
    public bool HasKnownAnswers => seeds == DataSeeds.Default;

    public CustomerTable Customers { get; } = new(seeds.Customers);

    public IReadOnlyList<Figure> Figures => _figures;

    public GeneratedRule[] Rules(int count) => RuleTable.Make(count, seeds.Rules);

    /// <summary>Tells what is being done: a short line on the terminal.</summary>
    public void Say(string what) => say(what);

    /// <summary>A figure of ours alone.</summary>
    public void Add(string figure, string what, double ours, string unit) => Add(figure, what, ours, null, unit, Better.Higher);

    /// <summary>A figure beside its peer.</summary>
    /// <param name="peer">Null when the peer could not be run.</param>
    /// <param name="better">Which way the unit is better; the ratio says how many times better ours is.</param>
    public void Add(string figure, string what, double ours, double? peer, string unit, Better better)
    {
        var goal = Goal.Of(figure);
        double? ratio = peer is { } other ? better == Better.Higher ? ours / other : other / ours : null;
        Add(new Figure(figure, what, ours, peer, unit, ratio, goal?.Must, goal?.Target));
    }

    /// <summary>A figure that is itself a mean of ratios.</summary>
    public void AddRatio(string figure, string what, double ratio)
    {
        var goal = Goal.Of(figure);
        Add(new Figure(figure, what, ratio, null, "×", ratio, goal?.Must, goal?.Target));
    }

    /// <summary>Figures of different answers are not compared: ends the measure when they differ.</summary>
    public static void RequireEqual<T>(string what, T ours, string peer, T theirs)
        where T : INumber<T>
    {
        if (ours != theirs)
        {
            throw new DifferentAnswersException($"{what}: ours is {ours}, {peer} says {theirs}.");
        }
    }

    private void Add(Figure figure)
    {
        _figures.Add(figure);
        var beside = figure.Peer is null ? "" : $", peer {Report.Number(figure.Peer)}, ratio {Report.Number(figure.Ratio)}";
        say($"{figure.Name}: {Report.Number(figure.Ours)} {figure.Unit}{beside}");
    }
}

/// <summary>Ours and a peer, or ours and the generator, do not agree.</summary>
public sealed class DifferentAnswersException(string message) : Exception(message);
