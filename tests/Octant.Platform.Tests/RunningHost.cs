using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Octant.Platform.Identity;
using Octant.Server;

namespace Octant.Platform.Tests;

/// <summary>The real host on a free port, over SQLite in a folder of its own, with a manual clock.</summary>
public sealed class RunningHost : IAsyncLifetime
{
    public const string AdministratorKey = "administrator-of-the-tests";
    public const string Start = "2026-03-01T00:00:00Z";

    private readonly string _folder = Directory.CreateTempSubdirectory("octant-test-").FullName;
    private readonly IReadOnlyDictionary<string, string?> _settings;
    private readonly Action<IServiceCollection>? _services;
    private bool _isRunning;

    public RunningHost()
        : this(new Dictionary<string, string?>(StringComparer.Ordinal))
    {
    }

    internal RunningHost(IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection>? services = null)
    {
        _settings = settings;
        _services = services;
    }

    /// <summary>Where the host keeps its data.</summary>
    public string Folder => _folder;

    public WebApplication Application { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    public async Task InitializeAsync() => await StartAsync();

    public async Task DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public async Task StartAsync()
    {
        Application = await OctantHost.BuildAsync(
            ["--urls", "http://127.0.0.1:0", "--data", _folder],
            builder =>
            {
                builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["Octant:Clock"] = "manual",
                    ["Octant:ClockStart"] = Start,
                    ["Octant:Sqlite:Synchronous"] = "off",
                    [KeyRing.BootstrapSetting] = AdministratorKey,
                    ["Logging:LogLevel:Default"] = "Warning",
                });
                builder.Configuration.AddInMemoryCollection(_settings);
                _services?.Invoke(builder.Services);
            });
        await Application.StartAsync();
        _isRunning = true;
        var addresses = Application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        Address = new Uri(addresses.Addresses.Single());
    }

    /// <summary>Does nothing when it was stopped already.</summary>
    public async Task StopAsync()
    {
        if (!_isRunning)
        {
            return;
        }

        _isRunning = false;
        await Application.StopAsync();
        await Application.DisposeAsync();
    }

    /// <summary>A client with this key; null for none.</summary>
    /// <param name="headers">Sent with every request.</param>
    public ApiClient Client(string? key = AdministratorKey, params (string Name, string Value)[] headers) => new(Address, key, headers);

    /// <summary>A client with a new key of these scopes.</summary>
    public async Task<ApiClient> ClientWithAsync(string[] scopes, string? organisation = null)
    {
        var body = new JsonObject { ["name"] = "test", ["scopes"] = new JsonArray([.. scopes.Select(scope => (JsonNode)scope)]) };
        if (organisation is not null)
        {
            body["organisation"] = organisation;
        }

        var created = await Client().PostAsync("/api/v1/keys", body.ToJsonString());
        return Client((string)created.Json["key"]!);
    }
}

/// <summary>What came back.</summary>
public sealed record Answer(HttpStatusCode Status, string Body, string? MediaType, HttpResponseMessage Message)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string? Tag => Message.Headers.ETag?.Tag;

    /// <summary>Fields named by a problem.</summary>
    public IReadOnlyList<string> Fields => [.. (Json["errors"] as JsonArray ?? []).Select(error => (string)error!["field"]!)];

    public string ExpectedOf(string field) =>
        (string)((JsonArray)Json["errors"]!).First(error => (string)error!["field"]! == field)!["expected"]!;
}

/// <summary>Sends JSON text as it is, so that tests can send what is wrong. Keeps cookies, as a browser does.</summary>
public sealed class ApiClient(Uri address, string? key, (string Name, string Value)[] always) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address };

    public void Dispose() => _client.Dispose();

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Answer> PutAsync(string path, string body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, path, body, headers);

    public Task<Answer> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<Answer> DeleteAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Delete, path, null, headers);

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        if (key is not null)
        {
            request.Headers.Add("X-Api-Key", key);
        }

        foreach (var (name, value) in always.Concat(headers))
        {
            if (name == "Content-Type")
            {
                request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            }
            else
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        var response = await _client.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType, response);
    }
}
