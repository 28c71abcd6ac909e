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
        var (before, watch) = (DateTimeOffset.UtcNow, Stopwatch.StartNew());
        Thread.Sleep(Watched);
        var jump = DateTimeOffset.UtcNow - before - watch.Elapsed;
        findings.Judge(
            before >= Built && jump.Duration() < Drift,
            "clock",
            FormattableString.Invariant($"{before:yyyy-MM-ddTHH:mm:ssZ}, {jump.TotalMilliseconds:F0} ms off a steady run of {Watched.TotalMilliseconds:F0} ms"));
        if (FileTime(folder) is { } written)
        {
            var apart = DateTimeOffset.UtcNow - written;
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
}
