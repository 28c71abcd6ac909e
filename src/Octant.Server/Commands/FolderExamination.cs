namespace Octant.Server.Commands;

/// <summary>Whether a data folder is there and can be used.</summary>
internal static class FolderExamination
{
    private const long LeastFree = 1L << 30;

    public static void Examine(string data, DoctorFindings findings)
    {
        var folder = Path.GetFullPath(data);
        if (!Directory.Exists(folder))
        {
            findings.Wrong("data folder", $"there is no {folder}");
            return;
        }

        if (!File.Exists(Path.Combine(folder, "journal.db")))
        {
            findings.Wrong("data folder", $"{folder} holds no journal: it is not a data folder, or one that was never served");
            return;
        }

        findings.Judge(IsWritable(folder), "data folder", $"{folder} can be read and written");
        var free = new DriveInfo(folder).AvailableFreeSpace;
        findings.Judge(free >= LeastFree, "free disk", FormattableString.Invariant($"{free / (double)LeastFree:F1} GiB; at least 1 is needed"));
    }

    private static bool IsWritable(string folder)
    {
        var probe = Path.Combine(folder, $"probe-{Guid.NewGuid():N}");
        try
        {
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
