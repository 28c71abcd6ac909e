using Microsoft.Extensions.DependencyInjection;

namespace Octant.Platform.Tests.Customers;

/// <summary>The real host with its partitions, and short ways to import and to ask.</summary>
public sealed class CustomerHost : IAsyncLifetime
{
    private readonly RunningHost _host = new();

    public ApiClient Administrator { get; private set; } = null!;

    public RunningHost Running => _host;

    public T Service<T>()
        where T : notnull => _host.Application.Services.GetRequiredService<T>();

    public async Task InitializeAsync()
    {
        await _host.InitializeAsync();
        Administrator = _host.Client();
    }

    public async Task DisposeAsync()
    {
        Administrator.Dispose();
        await _host.DisposeAsync();
    }

    public async Task RestartAsync()
    {
        Administrator.Dispose();
        await _host.StopAsync();
        await _host.StartAsync();
        Administrator = _host.Client();
    }

    public Task<Answer> ImportAsync(string text, string query) =>
        Administrator.SendAsync(HttpMethod.Post, $"/api/v1/customers/import?{query}", text, ("Content-Type", "text/csv"));

    public async Task<ImportCounts> ImportWellAsync(string text, string query)
    {
        var answer = await ImportAsync(text, query);
        Assert.True(answer.Status == System.Net.HttpStatusCode.OK, answer.Body);
        return ImportCounts.Of(answer);
    }
}

/// <summary>The counts of an import, to be compared at once.</summary>
public sealed record ImportCounts(long Accepted, long Rejected, long Created, long Updated, long Unchanged)
{
    public static ImportCounts Of(Answer answer) => new(
        (long)answer.Json["accepted"]!,
        (long)answer.Json["rejected"]!,
        (long)answer.Json["created"]!,
        (long)answer.Json["updated"]!,
        (long)answer.Json["unchanged"]!);
}

/// <summary>Real data that is not shipped: in <c>shared/data</c> beside the repository.</summary>
public static class RealData
{
    public static string? Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Octant.slnx")))
            {
                var file = Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "data", path));
                return File.Exists(file) ? file : null;
            }
        }

        return null;
    }

    public static string Read(string path) => File.ReadAllText(Find(path)!);
}

/// <summary>A test on real data; it is skipped, and says so, where the data is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute(string path) =>
        Skip = RealData.Find(path) is null ? $"The data file {path} is not in ../shared/data beside the repository." : null!;
}
