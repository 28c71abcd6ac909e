using System.Diagnostics;
using System.Globalization;
using Octant.EndToEnd.Server;
using Xunit.Abstractions;

namespace Octant.EndToEnd.Durability;

/// <summary>
/// Loses at each kill every write that was not synced, by a library loaded into the server (<c>PowerLoss/powerloss.c</c>). With full
/// sync nothing acknowledged is lost; without, it must be: else the library would lose nothing and the first test prove nothing.
/// </summary>
[Collection(nameof(Durability))]
public sealed class PowerLossTests(ITestOutputHelper output)
{
    private const int Rounds = 10;

    [Fact]
    public async Task Ten_power_losses_under_load_lose_nothing_that_was_acknowledged()
    {
        using var folder = new DataFolder();
        using var power = await PowerLoss.CompileAsync(folder.Path);
        await using var run = new DurabilityRun(folder, database: null, power.Settings);
        await run.BeginAsync();
        var undone = 0L;
        for (var round = 1; round <= Rounds; round++)
        {
            await run.GoOnAsync();
            await run.Server.KillAsync();
            undone += await power.LoseUnsyncedAsync();
            var lost = await run.StartAgainAsync();
            Assert.True(lost.Count == 0, $"Lost in round {round}, {run}:\n{string.Join('\n', lost)}");
            run.Server.Open();
        }

        var wrong = await run.EndAsync();
        output.WriteLine($"{Rounds} power losses, {undone} writes undone, {run}");
        Assert.True(wrong.Count == 0, $"{run}:\n{string.Join('\n', wrong.Take(20))}");
        Assert.True(undone > 0, "No write was under way at any of the power losses.");
    }

    [Fact]
    public async Task Without_full_sync_a_power_loss_is_found_out()
    {
        using var folder = new DataFolder();
        using var power = await PowerLoss.CompileAsync(folder.Path);
        await using var run = new DurabilityRun(folder, database: null, [.. power.Settings, ("Octant__Sqlite__Synchronous", "off")]);
        await run.BeginAsync();
        while (run.Acknowledged.All.Count < 100)
        {
            await run.GoOnAsync();
        }

        await run.Server.KillAsync();
        Assert.True(await power.LoseUnsyncedAsync() > 0);
        var lost = await run.StartAgainAsync();
        Assert.NotEmpty(lost);
    }

    /// <summary>The library and the program that plays its records back, compiled for this run.</summary>
    private sealed class PowerLoss : IDisposable
    {
        private readonly DataFolder _tools = new();
        private readonly string _watched;

        private PowerLoss(string watched) => _watched = watched;

        public (string Name, string Value)[] Settings =>
            [("LD_PRELOAD", _tools.File("powerloss.so")), ("POWERLOSS_FOLDER", _watched), ("POWERLOSS_UNDO", _tools.File("undo-records"))];

        public static async Task<PowerLoss> CompileAsync(string watched)
        {
            var power = new PowerLoss(watched);
            Directory.CreateDirectory(power._tools.File("undo-records"));
            var source = Path.Combine(AppContext.BaseDirectory, "Durability", "PowerLoss", "powerloss.c");
            await RunAsync("gcc", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o", power._tools.File("powerloss.so"), source, "-ldl");
            await RunAsync("gcc", "-O2", "-Wall", "-Wextra", "-Werror", "-DUNDO", "-o", power._tools.File("undo"), source);
            return power;
        }

        /// <summary>Takes back every write that was not synced; answers how many there were.</summary>
        public async Task<long> LoseUnsyncedAsync() => long.Parse(
            await RunAsync(_tools.File("undo"), _watched, _tools.File("undo-records")), NumberStyles.Integer, CultureInfo.InvariantCulture);

        public void Dispose() => _tools.Dispose();

        private static async Task<string> RunAsync(string program, params string[] arguments)
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
                var text = await process.StandardOutput.ReadToEndAsync();
                await process.WaitForExitAsync();
                return process.ExitCode == 0 ? text : throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
            }
            catch (System.ComponentModel.Win32Exception missing)
            {
                throw new InvalidOperationException($"This test needs {program}: run eng/install-test-tools.sh as root.", missing);
            }
        }
    }
}
