using System.CommandLine;

namespace Octant.Server.Commands;

internal static class DemoCommand
{
    public static Command Create() => new("demo", "x");
}
