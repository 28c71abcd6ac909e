using System.CommandLine;
using System.Globalization;
using Octant.Bench.Generator;
using Spectre.Console;

namespace Octant.Bench;

/// <summary><c>generate</c>: writes generated customers as a file that <c>octant import FILE --id-column id --define infer</c> takes.</summary>
internal static class GenerateCommand
{
    private static readonly Option<long> Customers = new("--customers") { Description = "How many.", Required = true };

    private static readonly Option<FileInfo> To = new("--to") { Description = "The CSV file to write.", Required = true };

    private static readonly Option<ulong?> Seed = new("--seed") { Description = "Another number, other customers." };

    private static readonly Option<double> Missing = new("--missing") { Description = "Share of the numbers and categories that is left blank, 0 to 1." };

    public static Command Create()
    {
        Customers.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long>() < 1)
            {
                result.AddError("--customers is 1 or more.");
            }
        });
        Missing.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0 and <= 1))
            {
                result.AddError("--missing is a share from 0 to 1.");
            }
        });
        var command = new Command("generate", "Writes the benchmark's customers as a CSV file for octant import.") { Customers, To, Seed, Missing };
        command.SetAction(parsed => Write(
            parsed.GetRequiredValue(Customers), parsed.GetRequiredValue(To), DataSeeds.Of(parsed.GetValue(Seed)), parsed.GetValue(Missing)));
        return command;
    }

    private static void Write(long count, FileInfo file, DataSeeds seeds, double missing)
    {
        file.Directory?.Create();
        var customers = new CustomerFile(new CustomerTable(seeds.Customers, missing));
        AnsiConsole.Progress().Start(progress =>
        {
            var task = progress.AddTask($"Writing {file.Name}", maxValue: count);
            using var stream = file.Create();
            customers.WriteImport(stream, 0, count, rows => task.Value = rows);
        });
        file.Refresh();
        AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} customers, {file.Length / 1e6:0.0} MB, in {file.FullName}"));
    }
}
