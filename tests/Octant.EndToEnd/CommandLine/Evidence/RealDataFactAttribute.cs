using Octant.EndToEnd.Examples;

namespace Octant.EndToEnd.CommandLine.Evidence;

/// <summary>A test on real data that is not shipped: skipped, and saying so, where it is not beside the repository.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute(string path)
    {
        if (!File.Exists(PathOf(path)))
        {
            Skip = $"The data file {path} is not in ../shared/data beside the repository.";
        }
    }

    public static string PathOf(string path) => Path.GetFullPath(Path.Combine(TelcoFactAttribute.Repository, "..", "shared", "data", path));
}
