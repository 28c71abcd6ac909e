namespace Octant.EndToEnd.CommandLine;

/// <summary>A small province, loaded once for all tests of a class.</summary>
public sealed class DemoFolder : IAsyncLifetime
{
    public const int Customers = 2_000;

    public string Path { get; } = System.IO.Path.Combine(Directory.CreateTempSubdirectory("octant-demo-").FullName, "data");

    /// <summary>What the command that loaded it said.</summary>
    public OctantCommand Loaded { get; private set; } = null!;

    public async Task InitializeAsync() =>
        Loaded = await OctantCommand.RunAsync("demo", "--data", Path, "--customers", "2000", "--only-load");

    public Task DisposeAsync()
    {
        Directory.Delete(System.IO.Path.GetDirectoryName(Path)!, recursive: true);
        return Task.CompletedTask;
    }
}
