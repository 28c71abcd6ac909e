namespace Octant.Bench;

/// <summary>How much is run. Quick, under ten minutes in all on two cores, is for a first look; full, under sixty, is what is published.</summary>
/// <param name="Customers">Of the runs through the whole product.</param>
/// <param name="WarmUp">Of a load over HTTP; so long does it take about until what is compiled in steps has had its last.</param>
/// <param name="Window">Of a load over HTTP.</param>
/// <param name="ImportCustomers">Through <c>octant import</c>.</param>
/// <param name="AudienceCustomers">In the columns, ours and the databases'.</param>
/// <param name="ManyCustomers">In the columns of the engine alone (A4).</param>
/// <param name="PeerWindow">Of one measurement of a rule engine.</param>
public sealed record BenchSize(
    string Name,
    int Customers,
    TimeSpan WarmUp,
    TimeSpan Window,
    int ImportCustomers,
    int AudienceCustomers,
    int ManyCustomers,
    TimeSpan PeerWindow)
{
    public static BenchSize Quick { get; } = new(
        "quick", 20_000, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(5), 100_000, 1_000_000, 6_000_000, TimeSpan.FromSeconds(2.5));

    public static BenchSize Full { get; } = new(
        "full", 100_000, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(20), 10_000_000, 10_000_000, 60_000_000, TimeSpan.FromSeconds(10));

    public bool IsQuick => this == Quick;
}
