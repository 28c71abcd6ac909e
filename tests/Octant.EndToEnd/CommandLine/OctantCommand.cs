using System.Diagnostics;

namespace Octant.EndToEnd.CommandLine;

/// <summary>One call of the command line in a process of its own, with its output not on a terminal.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="Error">The error output, where progress is.</param>
public sealed record OctantCommand(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static Task<OctantCommand> RunAsync(params string[] arguments) =>
        RunAsync(new ProcessStartInfo(OctantProcess.Command[0], [.. OctantProcess.Command.Skip(1), .. arguments]));

    /// <summary>A line as a person would type it.</summary>
    public static Task<OctantCommand> TypeAsync(string line) => RunAsync(new ProcessStartInfo("/bin/sh", ["-c", line]));

    private static async Task<OctantCommand> RunAsync(ProcessStartInfo start)
    {
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment.Remove("OCTANT_SERVER");
        start.Environment.Remove("OCTANT_KEY");
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return new OctantCommand(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
