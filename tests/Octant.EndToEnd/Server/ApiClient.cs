using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Octant.EndToEnd.Server;

/// <summary>What came back.</summary>
/// <param name="RetryAfter">Seconds; null when the header is not there.</param>
public sealed record Answer(HttpStatusCode Status, string Body, string? MediaType, double? RetryAfter)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public bool Succeeded => (int)Status is >= 200 and < 300;

    public Answer RequireSuccess() => Succeeded ? this : throw new InvalidOperationException($"{(int)Status}: {Body}");
}

/// <summary>
/// Sends JSON text, as it is, to a server. Get, Put, Post and Delete come again when a busy server says when to; <see cref="SendAsync"/>
/// answers whatever comes first.
/// </summary>
public sealed class ApiClient(Uri address, string? key = OctantProcess.AdministratorKey) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromMinutes(5),
    };

    public void Dispose() => _client.Dispose();

    public Task<Answer> GetAsync(string path) => SendPatientlyAsync(HttpMethod.Get, path, null);

    public Task<Answer> PutAsync(string path, string body) => SendPatientlyAsync(HttpMethod.Put, path, body);

    public Task<Answer> PostAsync(string path, string body, string mediaType = "application/json") =>
        SendPatientlyAsync(HttpMethod.Post, path, body, mediaType);

    public Task<Answer> DeleteAsync(string path) => SendPatientlyAsync(HttpMethod.Delete, path, null);

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body, string mediaType = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(mediaType));
        }

        if (key is not null)
        {
            request.Headers.Add("X-Api-Key", key);
        }

        using var response = await _client.SendAsync(request);
        return new Answer(
            response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Content.Headers.ContentType?.MediaType,
            response.Headers.RetryAfter?.Delta?.TotalSeconds);
    }

    private async Task<Answer> SendPatientlyAsync(HttpMethod method, string path, string? body, string mediaType = "application/json")
    {
        var waited = TimeSpan.Zero;
        while (true)
        {
            var answer = await SendAsync(method, path, body, mediaType);
            if (answer is not { Status: HttpStatusCode.ServiceUnavailable, RetryAfter: { } seconds } || waited >= Patience)
            {
                return answer;
            }

            await Task.Delay(TimeSpan.FromSeconds(seconds));
            waited += TimeSpan.FromSeconds(seconds);
        }
    }
}
