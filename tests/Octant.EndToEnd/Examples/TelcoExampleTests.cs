using System.Collections;
using System.Diagnostics;

namespace Octant.EndToEnd.Examples;

/// <summary>The example as a reader runs it: its own command, the built server, the real customer file.</summary>
public sealed class TelcoExampleTests
{
    /// <summary>One of each; a line that is missing is a check that no longer happens.</summary>
    private static readonly string[] Promises =
    [
        "7,043 customers imported, 0 rejected",
        "imported again, 7,043 are unchanged",
        "916 customers: customer.Contract == \"Month-to-month\" && customer.InternetService == \"Fiber optic\" && customer.tenure <= 12",
        "1,274 customers: customer.Contract == \"Month-to-month\" && customer.MonthlyCharges >= 70 && customer.PaymentMethod == \"Electronic check\"",
        "1,695 customers: customer.Contract == \"Two year\"",
        "11 customers: !has(customer.TotalCharges)",
        "0 customers: !(customer.TotalCharges > 0)",
        "on web and on SMS for each of 7,043 customers",
        "customers received offers",
        "the stage audience removed",
        "the stage eligibility removed",
        "the stage applicability removed",
        "the stage suitability removed",
        "the stage productCheck removed",
        "the stage consent removed",
        "the stage contactPolicy removed",
        "the stage channelFit removed",
        "the stage capacity removed",
        "the stage arbitration removed",
        "the stage holdout removed",
        "caps alone removed",
        "offers exceeded a cap: with each, at most 1 contact that day and 4 that month",
        "planned = pending + sent + unconfirmed + suppressed + failed for all 10 campaigns",
        "messages were set off by late payments",
        "requests that came again were answered with the same decision",
        "decisions replay to the same bytes",
        "decisions replay to the same bytes by the reference interpreter, too",
        "sampled decisions are explained as when they were made",
    ];

    [TelcoFact]
    public async Task Ten_days_with_seven_thousand_real_customers_keep_every_promise()
    {
        var (exitCode, output) = await RunAsync("--customers", TelcoFactAttribute.CustomerFile);

        var lines = output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.DoesNotContain(lines, line => line.StartsWith("FAIL", StringComparison.Ordinal));
        Assert.All(Promises, promise => Assert.Contains(lines, line => line.StartsWith("PASS", StringComparison.Ordinal) && line.Contains(promise, StringComparison.Ordinal)));
        Assert.Equal(Promises.Length, lines.Count(line => line.StartsWith("PASS", StringComparison.Ordinal)));
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task Without_a_customer_file_the_example_says_how_it_is_run()
    {
        var (exitCode, output) = await RunAsync();

        Assert.Equal(2, exitCode);
        Assert.Contains("--customers FILE", output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["run", "examples/telco/run.cs", "--", .. arguments])
        {
            WorkingDirectory = TelcoFactAttribute.Repository,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the build tool tells its children is about this build, not about that of the example.
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (((string)variable.Key).StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
            {
                start.Environment.Remove((string)variable.Key);
            }
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
