namespace Octant.Bench;

/// <summary>What a figure should be.</summary>
/// <param name="OfRatio">The goal is about ours beside the peer, and not about ours alone.</param>
public sealed record Goal(string Figure, bool OfRatio, Better Better, double? Must, double? Target)
{
    /// <summary>All that are set, in the order of the table.</summary>
    public static IReadOnlyList<Goal> All { get; } =
    [
        new("D1", OfRatio: true, Better.Higher, 20, 60),
        new("D3", OfRatio: true, Better.Higher, 500, 1_500),
        new("D5", OfRatio: false, Better.Lower, 15, 7),
        new("D6", OfRatio: false, Better.Lower, 50, 15),
        new("D7", OfRatio: true, Better.Higher, 0.3, 0.6),
        new("D8", OfRatio: false, Better.Lower, 1_000, 50),
        new("D8 p99", OfRatio: false, Better.Lower, 1.5, 1.5),
        new("A1 Q1", OfRatio: true, Better.Higher, 3, 5),
        new("A1 Q2", OfRatio: true, Better.Higher, 3, 5),
        new("A1 Q3", OfRatio: true, Better.Higher, 3, 5),
        new("A1 Q4", OfRatio: true, Better.Higher, 3, 5),
        new("A1 Q5", OfRatio: true, Better.Higher, 3, 5),
        new("A1 Q6", OfRatio: true, Better.Higher, 3, 5),
        new("A1", OfRatio: true, Better.Higher, 3, 20),
        new("A4", OfRatio: false, Better.Lower, 150, 30),
        new("A5 columns", OfRatio: false, Better.Lower, 200, 113),
        new("A5", OfRatio: false, Better.Lower, 900, 500),
        new("I1", OfRatio: true, Better.Higher, 1, 3),
        new("I2", OfRatio: false, Better.Higher, 100_000, 250_000),
        new("I4", OfRatio: false, Better.Lower, 1_000, 50),
        new("console load board", OfRatio: false, Better.Lower, 300, 300),
        new("console load duties", OfRatio: false, Better.Lower, 300, 300),
        new("console load campaigns", OfRatio: false, Better.Lower, 300, 300),
        new("allocation", OfRatio: false, Better.Lower, 120, 120),
        new("allocation gap", OfRatio: false, Better.Lower, 1, 1),
        new("S1", OfRatio: false, Better.Higher, 25_000, 60_000),
        new("S1 whole", OfRatio: false, Better.Higher, 25_000, 60_000),
        new("R1", OfRatio: false, Better.Higher, null, 1_000_000),
    ];

    /// <summary>Null where nothing is set. What stands behind a comma, such as the store, makes no other goal.</summary>
    public static Goal? Of(string figure) => All.FirstOrDefault(goal => goal.Figure == figure.Split(',')[0]);

    /// <summary>Null where there is nothing to judge: no such bound, or no peer in this run.</summary>
    public bool? Meets(Figure figure, double? bound) =>
        bound is { } limit && (OfRatio ? figure.Ratio : figure.Ours) is { } value ? Better == Better.Higher ? value >= limit : value <= limit : null;
}
