using System.Diagnostics;
using System.Globalization;
using Octant.Bench;
using Octant.Bench.Generator;
using Octant.EndToEnd.CommandLine;

namespace Octant.EndToEnd.Bench;

/// <summary>The benchmark's customers through the product's own commands: written, imported, counted.</summary>
public sealed class GeneratedImportTests : IDisposable
{
    private const int Customers = 4_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("octant-generated-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(null, 0)]
    [InlineData(5UL, 0.1)]
    public async Task Generated_customers_are_imported_as_they_are_and_every_audience_counts_what_the_generator_says(ulong? seed, double missing)
    {
        var file = Path.Combine(_folder, "customers.csv");
        await GenerateAsync(file, seed, missing);
        await using var server = await OctantProcess.StartAsync(Path.Combine(_folder, "data"));
        string[] access = ["--server", server.Address.ToString(), "--key", OctantProcess.AdministratorKey];

        var imported = await OctantCommand.RunAsync(["import", file, "--id-column", "id", "--define", "infer", .. access]);
        Assert.StartsWith($"{Customers} accepted ({Customers} created, 0 updated, 0 unchanged), 0 rejected", imported.Output, StringComparison.Ordinal);

        var seeds = DataSeeds.Of(seed);
        var customers = new CustomerTable(seeds.Customers, missing).Customers(Customers);
        IEnumerable<Condition> conditions = AudienceQuery.All.Select(query => query.Condition)
            .Concat(RuleTable.Make(6, seeds.Rules).Select(rule => new AnyOf(rule.Clauses[0], new AllOf(rule.Clauses[1], rule.Clauses[2]))));
        foreach (var condition in conditions)
        {
            var text = OctantText.Expression(condition);
            var expected = customers.Count(customer => condition.Holds(customer) == true);

            var counted = await OctantCommand.RunAsync(["count", text, .. access]);

            Assert.True(counted.Output.StartsWith($"{expected} of {Customers} customers", StringComparison.Ordinal), $"{text}: {counted.Output}{counted.Error}");
        }
    }

    private static async Task GenerateAsync(string file, ulong? seed, double missing)
    {
        List<string> arguments =
        [
            typeof(Figure).Assembly.Location, "generate", "--to", file,
            "--customers", Customers.ToString(CultureInfo.InvariantCulture), "--missing", missing.ToString(CultureInfo.InvariantCulture),
        ];
        if (seed is { } number)
        {
            arguments.AddRange(["--seed", number.ToString(CultureInfo.InvariantCulture)]);
        }

        using var generator = Process.Start(new ProcessStartInfo("dotnet", arguments))!;
        await generator.WaitForExitAsync();
        Assert.Equal(0, generator.ExitCode);
    }
}
