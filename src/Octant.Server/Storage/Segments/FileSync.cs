using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Octant.Server.Storage.Segments;

/// <summary>Makes what was written to a file survive power loss.</summary>
internal static class FileSync
{
    // Found as the program itself would find it, so that whoever stands before the C library (a test that loses what was not synced) is asked.
    private static readonly SyncData? Native =
        OperatingSystem.IsLinux() && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "fdatasync", out var address)
            ? Marshal.GetDelegateForFunctionPointer<SyncData>(address)
            : null;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl, SetLastError = true)]
    private delegate int SyncData(int file);

    /// <summary>
    /// The content and, where it changed, the length; not the times, which would have the file system write its own journal at each commit.
    /// </summary>
    /// <exception cref="IOException">Nobody knows what is on the disk.</exception>
    public static void Content(SafeFileHandle file)
    {
        if (Native is null)
        {
            RandomAccess.FlushToDisk(file);
            return;
        }

        var held = false;
        try
        {
            file.DangerousAddRef(ref held);
            if (Native((int)file.DangerousGetHandle()) != 0)
            {
                throw new IOException($"The journal could not be made durable: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
            }
        }
        finally
        {
            if (held)
            {
                file.DangerousRelease();
            }
        }
    }
}
