using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Json;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Server.Commands;

/// <summary>The server refused.</summary>
internal sealed class RefusedException(HttpStatusCode status, ProblemDocument problem) : Exception(problem.Detail)
{
    public HttpStatusCode Status { get; } = status;

    public ProblemDocument Problem { get; } = problem;
}

/// <summary>
/// Speaks to a server over HTTP, as any other program would. What is busy is asked again as late as it says; what is refused
/// comes back as an exception that a person can read.
/// </summary>
internal sealed class OctantClient : IDisposable
{
    private const int Attempts = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Tolerant where the server is strict: a newer one may answer more than this client knows.</summary>
    private static readonly JsonSerializerOptions Json = new(JsonConventions.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    private readonly HttpClient _http;

    public OctantClient(Uri address, string? key)
    {
        _http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        if (key is not null)
        {
            _http.DefaultRequestHeaders.Add("X-Api-Key", key);
        }
    }

    public Uri Address => _http.BaseAddress!;

    public void Dispose() => _http.Dispose();

    public Task<T> GetAsync<T>(string path, CancellationToken cancellation) => SendAsync<T>(HttpMethod.Get, path, null, cancellation);

    public Task<T> PostAsync<T>(string path, object? body, CancellationToken cancellation) =>
        SendAsync<T>(HttpMethod.Post, path, body is null ? null : () => ContentOf(body), cancellation);

    public Task PutAsync(string path, object body, CancellationToken cancellation) =>
        SendAsync<JsonElement>(HttpMethod.Put, path, () => ContentOf(body), cancellation);

    public Task DeleteAsync(string path, CancellationToken cancellation) => SendAsync<JsonElement>(HttpMethod.Delete, path, null, cancellation);

    /// <param name="path">Below <c>/api/v1</c>.</param>
    /// <param name="content">Made anew for every attempt; null for no body.</param>
    /// <exception cref="RefusedException">The server answered with a problem.</exception>
    /// <exception cref="CommandFailedException">There was no answer.</exception>
    public async Task<T> SendAsync<T>(HttpMethod method, string path, Func<HttpContent>? content, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, EndpointConventions.BasePath + path) { Content = content?.Invoke() };
            using var response = await TrySendAsync(request, cancellation);
            var body = await response.Content.ReadAsByteArrayAsync(cancellation);
            if (response.IsSuccessStatusCode)
            {
                return body.Length == 0 ? default! : JsonSerializer.Deserialize<T>(body, Json)!;
            }

            if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable && attempt < Attempts)
            {
                await Task.Delay(response.Headers.RetryAfter?.Delta ?? Pause, cancellation);
                continue;
            }

            throw new RefusedException(response.StatusCode, ProblemOf(response, body));
        }
    }

    /// <summary>A refusal in words: the whole, then each field on a line of its own.</summary>
    public static string Explain(RefusedException refused)
    {
        var lines = new List<string> { refused.Problem.Detail };
        if (refused.Problem.Errors is { Count: > 0 } errors && !(errors.Count == 1 && refused.Problem.Detail.Contains(errors[0].Expected, StringComparison.Ordinal)))
        {
            lines.AddRange(errors.Select(Line));
        }

        if (refused.Status == HttpStatusCode.Unauthorized)
        {
            lines.Add("Give a key with --key or in OCTANT_KEY.");
        }

        return string.Join(Environment.NewLine, lines);
    }

    private static string Line(FieldError error) =>
        error.Actual is null ? $"  {error.Field}: expected {error.Expected}" : $"  {error.Field}: expected {error.Expected}; it is {error.Actual}";

    private async Task<HttpResponseMessage> TrySendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellation);
        }
        catch (HttpRequestException exception)
        {
            throw new CommandFailedException($"No answer from {Address}: {exception.Message}");
        }
    }

    private static ProblemDocument ProblemOf(HttpResponseMessage response, byte[] body)
    {
        try
        {
            if (response.Content.Headers.ContentType?.MediaType == ProblemDocument.ContentType)
            {
                return JsonSerializer.Deserialize<ProblemDocument>(body, Json)!;
            }
        }
        catch (JsonException)
        {
            // Not what an Octant server writes; the status says what there is to say.
        }

        var status = (int)response.StatusCode;
        return new ProblemDocument("about:blank", "", status, $"The server answered {status} {response.ReasonPhrase}.", null);
    }

    private static ByteArrayContent ContentOf(object body)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), JsonConventions.Options));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
