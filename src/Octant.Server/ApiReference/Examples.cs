namespace Octant.Server.ApiReference;

/// <summary>One worked request body per operation, from <c>docs/api/examples/&lt;operation&gt;.json</c>, shown on the reference page.</summary>
public static class Examples
{
    private const string Folder = "examples/";

    /// <summary>Operations with an example.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(Examples).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name[Folder.Length..]))
            .Order(StringComparer.Ordinal),
    ];

    public static string? Find(string operation)
    {
        using var stream = typeof(Examples).Assembly.GetManifestResourceStream($"{Folder}{operation}.json");
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
