using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Octant.EndToEnd.CommandLine;

public sealed partial class DemoTests(DemoFolder demo) : IClassFixture<DemoFolder>
{
    [Fact]
    public void The_demonstration_loads_and_says_what_it_made()
    {
        Assert.True(demo.Loaded.ExitCode == 0, demo.Loaded.Error);
        Assert.Contains("2000 customers, 40 offerings, 10 channels, 60 outlets, 17 campaigns", demo.Loaded.Output, StringComparison.Ordinal);
        Assert.Contains("2,000 customers: done", demo.Loaded.Error, StringComparison.Ordinal);
        Assert.Contains("Channel steering: done", demo.Loaded.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Some_of_who_saw_to_their_bills_at_the_counter_and_knew_the_app_went_there_afterwards()
    {
        var led = await CountAsync("customer.billsHallBefore > 0 && customer.appVisits > 0");
        var followed = await CountAsync("customer.billsHallBefore > 0 && customer.appVisits > 0 && customer.billsAppAfter > 0");

        Assert.InRange((double)followed / led, 0.15, 0.4);
    }

    [Fact]
    public async Task Every_printed_command_works_when_it_is_typed_and_shows_what_was_promised()
    {
        var promises = Promises();
        Assert.Equal(6, promises.Count);

        var count = await TypeAsync(promises, "How many");
        var counted = Counted().Match(count.Output);
        Assert.True(counted.Success, count.Output + count.Error);
        Assert.InRange(int.Parse(counted.Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture), 1, DemoFolder.Customers - 1);

        var offer = await TypeAsync(promises, "An offer, four slots");
        Assert.Matches("^decision [0-9]+-[0-9]+-[0-9]+\n1\\. ", offer.Output);
        Assert.Contains("\n3. ", offer.Output, StringComparison.Ordinal);

        var why = await TypeAsync(promises, "Why these");
        Assert.StartsWith("dry run", why.Output, StringComparison.Ordinal);
        Assert.Contains(": audience: condition-false\n   needs ", why.Output, StringComparison.Ordinal);

        var excluded = await TypeAsync(promises, "An offer that something owned excludes");
        Assert.Contains("productCheck: excluded-by-owned (", excluded.Output, StringComparison.Ordinal);

        var silence = await TypeAsync(promises, "Silence");
        Assert.Contains("silence: consent-refused\n", silence.Output, StringComparison.Ordinal);

        var replay = await TypeAsync(promises, "Every decision");
        Assert.Matches("^[1-9][0-9]* decisions replayed: [1-9][0-9]* the same, 0 different, 0 altered, 0 unreadable, 0 by another", replay.Output);
        foreach (var shown in (OctantCommand[])[demo.Loaded, count, offer, why, excluded, silence, replay])
        {
            Assert.DoesNotMatch("120[0-9]{8}", shown.Output + shown.Error);
        }
    }

    [Fact]
    public async Task Loading_again_changes_nothing()
    {
        var again = await OctantCommand.RunAsync("demo", "--data", demo.Path, "--customers", "2000", "--only-load");
        Assert.Equal(0, again.ExitCode);
        Assert.StartsWith("The province is there already.", again.Output, StringComparison.Ordinal);
        var counted = await OctantCommand.RunAsync("count", "true", "--data", demo.Path);
        Assert.StartsWith("2000 of 2000 customers, as of ", counted.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demonstration_serves_with_the_key_it_prints_until_it_is_stopped()
    {
        using var process = Process.Start(new ProcessStartInfo(
            OctantProcess.Command[0],
            [.. OctantProcess.Command.Skip(1), "demo", "--data", demo.Path + "-served", "--customers", "30", "--urls", "http://127.0.0.1:0"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(10));
            var serving = Serving().Match("");
            while (!serving.Success && await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                serving = Serving().Match(line);
            }

            var counted = await OctantCommand.RunAsync("count", "true", "--server", serving.Groups["address"].Value, "--key", serving.Groups["key"].Value);
            Assert.StartsWith("30 of 30 customers, as of ", counted.Output, StringComparison.Ordinal);

            await OctantCommand.TypeAsync(FormattableString.Invariant($"kill -TERM {process.Id}"));
            await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private async Task<int> CountAsync(string expression)
    {
        var count = await OctantCommand.RunAsync("count", expression, "--data", demo.Path);
        var counted = Counted().Match(count.Output);
        Assert.True(counted.Success, count.Output + count.Error);
        return int.Parse(counted.Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<OctantCommand> TypeAsync(Dictionary<string, string> promises, string promise)
    {
        var line = promises.Single(pair => pair.Key.StartsWith(promise, StringComparison.Ordinal)).Value;
        var done = await OctantCommand.TypeAsync(line);
        Assert.True(done.ExitCode == 0, $"{line}\n{done.Output}{done.Error}");
        return done;
    }

    /// <summary>What is promised → the command that shows it.</summary>
    private Dictionary<string, string> Promises()
    {
        var lines = demo.Loaded.Lines;
        var promises = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < lines.Count; i++)
        {
            if (lines[i].StartsWith("  # ", StringComparison.Ordinal))
            {
                promises.Add(lines[i][4..], lines[i + 1].Trim());
            }
        }

        return promises;
    }

    [GeneratedRegex("^Serving (?<address>[^ ]+) with the key (?<key>[^ ;]+);", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Serving();

    [GeneratedRegex("^(?<count>[0-9]+) of 2000 customers, as of ", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Counted();
}
