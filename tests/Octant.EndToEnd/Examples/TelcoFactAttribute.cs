namespace Octant.EndToEnd.Examples;

/// <summary>A test that needs the public customer file, which is not shipped: skipped, and saying so, where it is not there.</summary>
public sealed class TelcoFactAttribute : FactAttribute
{
    private const string Place = "../shared/data/telco-ibm/Telco-Customer-Churn.csv";

    public TelcoFactAttribute()
    {
        if (!File.Exists(CustomerFile))
        {
            Skip = $"IBM's Telco Customer Churn sample is not at {Place} beside the repository; examples/telco/README.md says where anybody gets it.";
        }
    }

    public static string Repository { get; } = FindRepository();

    public static string CustomerFile { get; } = Path.GetFullPath(Path.Combine(FindRepository(), Place));

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Octant.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"There is no Octant.slnx in {AppContext.BaseDirectory} nor above it.");
    }
}
