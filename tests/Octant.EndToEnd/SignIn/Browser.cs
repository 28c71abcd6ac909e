using System.Net;
using System.Text.RegularExpressions;

namespace Octant.EndToEnd.SignIn;

/// <summary>As much of a browser as signing in takes: keeps cookies, follows redirects, fills in forms.</summary>
internal sealed partial class Browser : IDisposable
{
    private const int MostSteps = 20;

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    /// <summary>Every address it was sent to, in order.</summary>
    public List<Uri> Visited { get; } = [];

    public void Dispose() => _client.Dispose();

    public Task<HttpResponseMessage> GetAsync(Uri address) => _client.GetAsync(address);

    /// <summary>Goes there and wherever it is sent, until something answers that is no redirect, or the stop is asked for.</summary>
    public async Task<(HttpResponseMessage Answer, Uri Address)> FollowAsync(Uri address, Func<Uri, bool> stop)
    {
        for (var step = 0; step < MostSteps; step++)
        {
            Visited.Add(address);
            var answer = await _client.GetAsync(address);
            if (answer.StatusCode is not (HttpStatusCode.Found or HttpStatusCode.SeeOther))
            {
                return (answer, address);
            }

            address = new Uri(address, answer.Headers.Location!);
            if (stop(address))
            {
                return (answer, address);
            }
        }

        throw new InvalidOperationException("Sent round in circles.");
    }

    /// <summary>Fills in the provider's page and sends it; answers where that leads to.</summary>
    public async Task<Uri> SubmitAsync(HttpResponseMessage page, Uri address, params (string Name, string Value)[] values)
    {
        var html = await page.Content.ReadAsStringAsync();
        var action = Action().Match(html) is { Success: true } form ? new Uri(address, WebUtility.HtmlDecode(form.Groups["action"].Value)) : throw new InvalidOperationException(html);
        var hidden = Hidden().Match(html).Groups["prompt"].Value;
        using var content = new FormUrlEncodedContent(values.Append(("prompt", hidden)).Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2)));
        using var answer = await _client.PostAsync(action, content);
        return new Uri(action, answer.Headers.Location!);
    }

    [GeneratedRegex("<form[^>]*action=\"(?<action>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Action();

    [GeneratedRegex("name=\"prompt\" value=\"(?<prompt>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Hidden();
}
