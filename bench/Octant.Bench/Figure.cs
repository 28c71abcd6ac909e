namespace Octant.Bench;

/// <summary>One line of the table. Peer and ratio are null where there is nothing to stand beside.</summary>
/// <param name="Name">Short name of the figure.</param>
public sealed record Figure(string Name, string What, double Ours, double? Peer, string Unit, double? Ratio, double? Must, double? Target)
{
    public static Figure Of(string name, string what, double ours, string unit) => new(name, what, ours, null, unit, null, null, null);
}

/// <summary>How much is run. Quick is for a first look; full is what is published.</summary>
public sealed record BenchSize(int Customers, TimeSpan WarmUp, TimeSpan Window, int EngineDecisions)
{
    public static BenchSize Quick { get; } = new(20_000, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5), 100_000);

    public static BenchSize Full { get; } = new(100_000, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20), 500_000);
}
