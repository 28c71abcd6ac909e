using System.Net;

namespace Octant.EndToEnd.Console;

[Collection(ConsoleTests.Name)]
public sealed class ServingTests(ConsoleWorld world)
{
    [Fact]
    public async Task The_page_is_served_under_every_address_of_the_console_with_a_strict_policy()
    {
        using var client = new HttpClient { BaseAddress = world.Address };
        foreach (var address in (string[])["/", "/campaigns", "/campaigns/a-campaign/effect"])
        {
            using var answer = await client.GetAsync(address);

            Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
            Assert.Equal("no-cache", answer.Headers.CacheControl?.ToString());
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        }
    }

    [Fact]
    public async Task Built_files_are_kept_for_a_year_and_compressed()
    {
        var file = Directory.GetFiles(Path.Combine(Repository.ConsoleFiles, "assets"), "index-*.js").Single();
        using var client = new HttpClient { BaseAddress = world.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/assets/{Path.GetFileName(file)}");
        request.Headers.Add("Accept-Encoding", "br");

        using var answer = await client.SendAsync(request);

        Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal("br", Assert.Single(answer.Content.Headers.ContentEncoding));
    }

    [Theory]
    [InlineData("/api/v1/no-such-thing")]
    [InlineData("/API/v1/no-such-thing")]
    [InlineData("/api")]
    [InlineData("/health/no-such-check")]
    [InlineData("/assets/no-such-bundle.js")]
    public async Task What_belongs_to_the_API_or_is_gone_is_never_answered_with_a_page(string address)
    {
        using var client = new HttpClient { BaseAddress = world.Address };
        using var answer = await client.GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }
}
