using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Octant.Bench;

/// <summary>
/// Stops a process as it stands, and lets it go on, so that what it has put off takes nothing from what is measured meanwhile. On Windows
/// nothing happens.
/// </summary>
internal static class StoppedProcess
{
    private static readonly int StopSignal = OperatingSystem.IsMacOS() ? 17 : 19;
    private static readonly int ContinueSignal = OperatingSystem.IsMacOS() ? 19 : 18;

    public static void Stop(int process) => Send(process, StopSignal);

    public static void Continue(int process) => Send(process, ContinueSignal);

    private static void Send(int process, int signal)
    {
        if (!OperatingSystem.IsWindows() && Kill(process, signal) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
