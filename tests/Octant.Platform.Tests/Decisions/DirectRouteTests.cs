using System.Net;
using System.Text;

namespace Octant.Platform.Tests.Decisions;

/// <summary>A request for a decision that is taken to its route at once is answered as one that the general routing finds.</summary>
public sealed class DirectRouteTests(DecisionWorld world) : IClassFixture<DecisionWorld>
{
    private const string Address = "/api/v1/decisions";

    /// <summary>The same route, in forms that only the general routing knows.</summary>
    private static readonly string[] OtherForms = ["/api/v1/decisions/", "/API/v1/Decisions", "/api/v1/decisions?", "/api/v1/decisions?limit=2"];

    [Theory]
    [InlineData("""{"dryRun":true}""", HttpStatusCode.OK)]
    [InlineData("""{"dryRun":true,"explain":true,"limit":1}""", HttpStatusCode.OK)]
    [InlineData("""{"dryRun":true,"actor":{"authentication":"c"}}""", HttpStatusCode.OK)]
    [InlineData("""{"dryRun":true,"context":{"undeclared":1}}""", HttpStatusCode.OK)]
    [InlineData("""{"channel":"nowhere"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"limit":0}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"colour":"red"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"customerId":"nobody"}""", HttpStatusCode.NotFound)]
    public async Task A_request_is_answered_the_same_in_every_form_of_the_address(string members, HttpStatusCode expected)
    {
        var stage = await world.StageAsync("direct");
        var customer = await world.CustomerAsync();
        await world.LaunchAsync(stage);
        var body = DecisionWorld.Merged($$"""{"customerId":"{{customer}}","channel":"{{stage}}"}""", members);

        var direct = await world.Client.PostAsync(Address, body);

        Assert.Equal(expected, direct.Status);
        foreach (var form in OtherForms)
        {
            AssertSame(direct, await world.Client.PostAsync(form, body));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"customerId\":")]
    public async Task A_body_that_cannot_be_read_is_refused_the_same_in_every_form_of_the_address(string body)
    {
        var direct = await world.Client.PostAsync(Address, body);

        Assert.Equal(HttpStatusCode.BadRequest, direct.Status);
        foreach (var form in OtherForms)
        {
            AssertSame(direct, await world.Client.PostAsync(form, body));
        }
    }

    [Fact]
    public async Task A_body_larger_than_the_server_takes_is_refused()
    {
        // Announced, so that the refusal comes instead of the body and not in the middle of it.
        var answer = await world.Client.SendAsync(HttpMethod.Post, Address, new string(' ', (8 * 1024 * 1024) + 1), ("Expect", "100-continue"));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.Equal("application/problem+json", answer.MediaType);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_body_that_comes_in_pieces_is_answered(bool chunked, bool announced)
    {
        var stage = await world.StageAsync("pieces");
        var customer = await world.CustomerAsync();
        await world.LaunchAsync(stage);
        var body = Encoding.UTF8.GetBytes($$"""{"customerId":"{{customer}}","channel":"{{stage}}","dryRun":true}""");
        using var client = new HttpClient { BaseAddress = world.Host.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = new StreamContent(new SlowStream(body)) };
        request.Headers.Add("X-Api-Key", RunningHost.AdministratorKey);
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = announced;
        request.Content.Headers.ContentLength = chunked ? null : body.Length;
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");

        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(stage, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.OK)]
    [InlineData("application/JSON", HttpStatusCode.OK)]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/cloudevents+json", HttpStatusCode.OK)]
    public async Task Another_content_type_goes_to_the_general_routing(string type, HttpStatusCode expected)
    {
        var stage = await world.StageAsync("type");
        var customer = await world.CustomerAsync();
        var body = $$"""{"customerId":"{{customer}}","channel":"{{stage}}","dryRun":true}""";

        var answer = await world.Client.SendAsync(HttpMethod.Post, Address, body, ("Content-Type", type));

        Assert.Equal(expected, answer.Status);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Another_method_is_refused_with_the_one_that_is_taken(string method)
    {
        var answer = await world.Client.SendAsync(new HttpMethod(method), Address, method is "GET" or "HEAD" ? null : "{}");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.Status);
        Assert.Equal("POST", Assert.Single(answer.Message.Content.Headers.Allow));
    }

    [Fact]
    public async Task Whoever_may_not_ask_is_refused_the_same_in_every_form_of_the_address()
    {
        using var nobody = world.Host.Client(key: null);
        using var stranger = world.Host.Client("oct_unknown");
        using var reader = await world.Host.ClientWithAsync(["decisions:read"]);
        foreach (var (client, expected) in new[] { (nobody, HttpStatusCode.Unauthorized), (stranger, HttpStatusCode.Unauthorized), (reader, HttpStatusCode.Forbidden) })
        {
            var direct = await client.PostAsync(Address, "{}");

            Assert.Equal(expected, direct.Status);
            Assert.Contains("'decisions:write'", direct.Body, StringComparison.Ordinal);
            foreach (var form in OtherForms)
            {
                AssertSame(direct, await client.PostAsync(form, "{}"));
            }
        }
    }

    private static void AssertSame(Answer expected, Answer actual)
    {
        Assert.Equal((expected.Status, expected.Body), (actual.Status, actual.Body));
        Assert.Equal(HeadersOf(expected), HeadersOf(actual));
    }

    private static IEnumerable<string> HeadersOf(Answer answer) =>
        answer.Message.Headers.Concat(answer.Message.Content.Headers)
            .Where(header => header.Key != "Date")
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
            .Order(StringComparer.Ordinal);

    /// <summary>Gives one byte after the other, some of them late.</summary>
    private sealed class SlowStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position % 16 == 0)
            {
                await Task.Delay(5, cancellationToken);
            }

            return await base.ReadAsync(buffer[..1], cancellationToken);
        }
    }
}
