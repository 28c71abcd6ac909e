using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Octant.Examples.Telco;

/// <summary>The rehearsal could not be carried out; the message says why.</summary>
internal sealed class RehearsalException(string message) : Exception(message);

/// <summary>Calls the platform; waits and asks again when it is told to (429 and 503), and fails with the problem otherwise.</summary>
internal sealed class Api : IDisposable
{
    private readonly HttpClient _client;

    public Api(string address, string key)
    {
        _client = new HttpClient { BaseAddress = new Uri(address + "/api/v1/"), Timeout = TimeSpan.FromMinutes(2) };
        _client.DefaultRequestHeaders.Add("X-Api-Key", key);
    }

    public Task<JsonElement> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null, "application/json");

    public Task<JsonElement> PutAsync(string path, JsonNode body) => SendAsync(HttpMethod.Put, path, Bytes(body), "application/json");

    public Task<JsonElement> PostAsync(string path, JsonNode? body = null, string type = "application/json") =>
        SendAsync(HttpMethod.Post, path, body is null ? null : Bytes(body), type);

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, byte[]? body, string type)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
            if (body is not null)
            {
                request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
            }

            using var response = await _client.SendAsync(request);
            if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable && attempt < 20)
            {
                await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1));
                continue;
            }

            var bytes = await response.Content.ReadAsByteArrayAsync();
            if (!response.IsSuccessStatusCode)
            {
                throw new RehearsalException($"{method} {path} answered {(int)response.StatusCode}: {Encoding.UTF8.GetString(bytes)}");
            }

            return bytes.Length == 0 ? default : JsonElement.Parse(bytes);
        }
    }

    public void Dispose() => _client.Dispose();

    private static byte[] Bytes(JsonNode body) => Encoding.UTF8.GetBytes(body.ToJsonString());
}
