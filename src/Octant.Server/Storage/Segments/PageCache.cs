using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Octant.Server.Storage.Segments;

/// <summary>
/// What the operating system keeps in memory of files. A journal that grows by tens of megabytes a second would otherwise have it find new
/// memory for each page, the pages of others among it, where those of its own older files serve; see decision record 0031.
/// </summary>
internal static class PageCache
{
    private const int DontNeed = 4;

    /// <summary>Gives back what is kept of a file and stands on the disk. Where the system cannot be told, nothing happens.</summary>
    public static void Leave(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = Advise(file, 0, 0, DontNeed);
        }
        catch (ObjectDisposedException)
        {
            // The file has been dropped meanwhile, and its pages with it.
        }
    }

    [DllImport("libc", EntryPoint = "posix_fadvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Advise(SafeFileHandle file, nint offset, nint length, int advice);
}
