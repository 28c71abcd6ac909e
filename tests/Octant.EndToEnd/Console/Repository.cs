using System.Reflection;

namespace Octant.EndToEnd.Console;

/// <summary>Where the sources and what was built of them are.</summary>
public static class Repository
{
    public static string Folder { get; } = Path.GetFullPath(
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "RepositoryFolder").Value!);

    public static string ConsoleSource { get; } = Path.Combine(Folder, "src", "Octant.Console");

    public static string ConsoleFiles { get; } = Path.Combine(Folder, "artifacts", "console");

    public static string Screenshots { get; } = Directory.CreateDirectory(Path.Combine(Folder, "artifacts", "screenshots")).FullName;
}
