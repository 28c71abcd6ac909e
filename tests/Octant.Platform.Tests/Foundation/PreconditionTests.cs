using System.Net;

namespace Octant.Platform.Tests.Foundation;

public sealed class PreconditionTests(RunningHost host) : IClassFixture<RunningHost>
{
    private readonly string _path = "/api/v1/offerings/" + Guid.NewGuid().ToString("N");

    [Fact]
    public async Task The_version_grows_with_each_change_and_is_the_entity_tag()
    {
        using var client = host.Client();

        var created = await client.PutAsync(_path, """{"name":"one"}""");
        var replaced = await client.PutAsync(_path, """{"name":"two"}""");
        var read = await client.GetAsync(_path);

        Assert.Equal((HttpStatusCode.Created, "\"1\""), (created.Status, created.Tag));
        Assert.Equal(new Uri(_path, UriKind.Relative), created.Message.Headers.Location);
        Assert.Equal((HttpStatusCode.OK, "\"2\""), (replaced.Status, replaced.Tag));
        Assert.Equal((HttpStatusCode.OK, "\"2\""), (read.Status, read.Tag));
        Assert.Equal("two", (string)read.Json["name"]!);
    }

    [Fact]
    public async Task Putting_what_is_there_changes_nothing()
    {
        using var client = host.Client();
        await client.PutAsync(_path, """{"name":"one"}""");

        var again = await client.PutAsync(_path, """{"name":"one","price":0}""");

        Assert.Equal((HttpStatusCode.OK, "\"1\""), (again.Status, again.Tag));
    }

    [Theory]
    [InlineData("If-Match", "\"1\"", HttpStatusCode.OK)]
    [InlineData("If-Match", "\"7\", \"1\"", HttpStatusCode.OK)]
    [InlineData("If-Match", "*", HttpStatusCode.OK)]
    [InlineData("If-Match", "\"2\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("If-None-Match", "*", HttpStatusCode.PreconditionFailed)]
    [InlineData("If-Match", "1", HttpStatusCode.BadRequest)]
    [InlineData("If-Match", "W/\"1\"", HttpStatusCode.BadRequest)]
    [InlineData("If-None-Match", "\"1\"", HttpStatusCode.BadRequest)]
    public async Task A_precondition_is_kept_on_what_is_there(string header, string value, HttpStatusCode expected)
    {
        using var client = host.Client();
        await client.PutAsync(_path, """{"name":"one"}""");

        var answer = await client.PutAsync(_path, """{"name":"two"}""", (header, value));

        Assert.Equal(expected, answer.Status);
        Assert.Equal(expected == HttpStatusCode.OK ? "two" : "one", (string)(await client.GetAsync(_path)).Json["name"]!);
    }

    [Theory]
    [InlineData("If-Match", "\"1\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("If-Match", "*", HttpStatusCode.PreconditionFailed)]
    [InlineData("If-None-Match", "*", HttpStatusCode.Created)]
    public async Task A_precondition_is_kept_on_what_is_not_there(string header, string value, HttpStatusCode expected)
    {
        using var client = host.Client();

        Assert.Equal(expected, (await client.PutAsync(_path, """{"name":"one"}""", (header, value))).Status);
    }

    [Fact]
    public async Task Deleting_keeps_the_precondition_too()
    {
        using var client = host.Client();
        await client.PutAsync(_path, """{"name":"one"}""");

        Assert.Equal(HttpStatusCode.PreconditionFailed, (await client.DeleteAsync(_path, ("If-Match", "\"2\""))).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync(_path, ("If-Match", "\"1\""))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(_path)).Status);
    }

    [Fact]
    public async Task Reading_what_is_known_already_answers_304()
    {
        using var client = host.Client();
        await client.PutAsync(_path, """{"name":"one"}""");

        Assert.Equal(HttpStatusCode.NotModified, (await client.GetAsync(_path, ("If-None-Match", "\"1\""))).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(_path, ("If-None-Match", "\"2\""))).Status);
    }

    [Fact]
    public async Task Of_many_who_create_at_once_one_succeeds()
    {
        using var client = host.Client();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(
            number => client.PutAsync(_path, $$"""{"name":"number {{number}}"}""", ("If-None-Match", "*"))));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.Equal(15, answers.Count(answer => answer.Status == HttpStatusCode.PreconditionFailed));
    }

    [Fact]
    public async Task Of_many_who_replace_one_version_one_succeeds()
    {
        using var client = host.Client();
        await client.PutAsync(_path, """{"name":"one"}""");

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(
            number => client.PutAsync(_path, $$"""{"name":"number {{number}}"}""", ("If-Match", "\"1\""))));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(15, answers.Count(answer => answer.Status == HttpStatusCode.PreconditionFailed));
    }
}
