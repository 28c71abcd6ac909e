using System.Diagnostics;
using Octant.Platform.Decisions.Strategies;

namespace Octant.Server.Commands;

/// <summary>Whether the machine's clock can be believed and knows the time zones.</summary>
internal static class MachineExamination
{
    private static readonly TimeSpan Watched = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Drift = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FileDrift = TimeSpan.FromSeconds(5);
    private static readonly DateTimeOffset Built = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Examine(string folder, DoctorFindings findings)
    {
        var began = Reading.Take();
        Thread.Sleep(Watched);
        var ended = Reading.Take();
        var jump = ended.Clock - began.Clock - Stopwatch.GetElapsedTime(began.Steady, ended.Steady);
        findings.Judge(
            began.Clock >= Built && jump.Duration() < Drift + began.Doubt + ended.Doubt,
            "clock",
            FormattableString.Invariant($"{began.Clock:yyyy-MM-ddTHH:mm:ssZ}, {jump.TotalMilliseconds:F0} ms off a steady run of {Watched.TotalMilliseconds:F0} ms"));
        var before = DateTimeOffset.UtcNow;
        if (FileTime(folder) is { } written)
        {
            // However long the writing took, only what lies outside of it is apart.
            var after = DateTimeOffset.UtcNow;
            var apart = written < before ? before - written : written > after ? after - written : TimeSpan.Zero;
            findings.Judge(
                apart.Duration() < FileDrift, "file system time", FormattableString.Invariant($"{apart.TotalSeconds:F1} s from the clock"));
        }

        findings.Judge(ZoneTables.Find("Asia/Shanghai") is not null, "time zone data", "zones can be looked up by name");
    }

    /// <summary>Null where nothing can be written; that is found elsewhere.</summary>
    private static DateTimeOffset? FileTime(string folder)
    {
        var probe = Path.Combine(folder, $"probe-{Guid.NewGuid():N}");
        try
        {
            File.WriteAllText(probe, "");
            var written = new DateTimeOffset(File.GetLastWriteTimeUtc(probe), TimeSpan.Zero);
            File.Delete(probe);
            return written;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The machine's clock beside one that never jumps.</summary>
    /// <param name="Clock">What the machine says the time is.</param>
    /// <param name="Steady">Timestamp of the steady clock.</param>
    /// <param name="Doubt">How far apart the two may have been read: a busy machine may pause between them.</param>
    private readonly record struct Reading(DateTimeOffset Clock, long Steady, TimeSpan Doubt)
    {
        private const int Attempts = 10;

        /// <summary>The reading of several that leaves the least doubt.</summary>
        public static Reading Take()
        {
            var best = TakeOne();
            for (var attempt = 1; attempt < Attempts; attempt++)
            {
                var another = TakeOne();
                best = another.Doubt < best.Doubt ? another : best;
            }

            return best;
        }

        private static Reading TakeOne()
        {
            var before = Stopwatch.GetTimestamp();
            var clock = DateTimeOffset.UtcNow;
            return new Reading(clock, before, Stopwatch.GetElapsedTime(before));
        }
    }
}
