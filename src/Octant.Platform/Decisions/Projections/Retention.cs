using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Decisions.Projections;

/// <summary>
/// Lets go of what has been kept long enough. A journal row goes only when a checkpoint covers it (the journal sees to
/// that) and the views have it, the records of its decisions too; erased people thus leave journal and checkpoints with time.
/// </summary>
public sealed partial class Retention(
    IJournal journal, IProjectionStore projections, ISurveyStore surveys, IPolicies policies, IClock clock, ILogger<Retention> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>One round; answers how many journal rows went.</summary>
    public async Task<long> RunOnceAsync(CancellationToken cancellation)
    {
        var settings = await policies.ReadSettingsAsync(cancellation).ConfigureAwait(false);
        await projections.DeleteOlderAsync(clock.Now - settings.DecisionRetention, clock.Now - settings.ContactRetention, cancellation)
            .ConfigureAwait(false);
        await surveys.DeleteOlderAsync(clock.Now - settings.ContactRetention, cancellation).ConfigureAwait(false);
        var (deleted, before) = (0L, clock.Now - settings.JournalRetention);
        foreach (var (partition, written) in await projections.ReadWatermarksAsync(cancellation).ConfigureAwait(false))
        {
            var last = await projections.TakeRecordsAsync(partition, written, before, cancellation).ConfigureAwait(false);
            deleted += await journal.DeleteAsync(partition, last, before, cancellation).ConfigureAwait(false);
        }

        return deleted;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                LogDone(await RunOnceAsync(stoppingToken).ConfigureAwait(false));
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogFailed(error);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Retention: {Rows} journal rows were old enough to go.")]
    private partial void LogDone(long rows);

    [LoggerMessage(LogLevel.Warning, "Retention could not finish; the next round tries again.")]
    private partial void LogFailed(Exception error);
}
