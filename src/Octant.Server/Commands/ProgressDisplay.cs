using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Octant.Server.Commands;

/// <summary>How far a long piece of work has come.</summary>
internal interface IWorkProgress
{
    /// <param name="total">Null while it is not known.</param>
    void Report(double done, double? total);
}

/// <summary>
/// Shows the progress of long work on the error output, so that the result alone is on the other: a bar on a terminal, plain
/// lines from time to time elsewhere.
/// </summary>
internal static class ProgressDisplay
{
    public static async Task<T> RunAsync<T>(string title, Func<IWorkProgress, Task<T>> work)
    {
        if (Console.IsErrorRedirected)
        {
            var plain = new PlainLines(title);
            var result = await work(plain);
            plain.End();
            return result;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new SpinnerColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(title));
                task.IsIndeterminate = true;
                var result = await work(new Bar(task));
                task.IsIndeterminate = false;
                task.Value = task.MaxValue;
                return result;
            });
    }

    private sealed class Bar(ProgressTask task) : IWorkProgress
    {
        public void Report(double done, double? total)
        {
            task.IsIndeterminate = total is not > 0;
            if (total is > 0)
            {
                task.MaxValue = total.Value;
                task.Value = Math.Min(done, total.Value);
            }
        }
    }

    private sealed class PlainLines(string title) : IWorkProgress
    {
        private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

        private readonly Stopwatch _whole = Stopwatch.StartNew();
        private readonly Stopwatch _since = Stopwatch.StartNew();

        public void Report(double done, double? total)
        {
            if (_since.Elapsed < Between)
            {
                return;
            }

            _since.Restart();
            var far = total is > 0 ? (done / total.Value).ToString("P0", CultureInfo.InvariantCulture) : done.ToString("N0", CultureInfo.InvariantCulture);
            Console.Error.WriteLine($"{title}: {far}");
        }

        public void End() =>
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: done in {_whole.Elapsed.TotalSeconds:F1} s"));
    }
}
