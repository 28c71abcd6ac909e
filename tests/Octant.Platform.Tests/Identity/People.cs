using System.Net;
using System.Text.Json.Nodes;
using Octant.Platform.Identity.Sessions;

namespace Octant.Platform.Tests.Identity;

/// <summary>Operators for tests, and ways to be one.</summary>
internal static class People
{
    public const string Password = "Correct-horse-7";

    /// <summary>Makes an operator who may sign in with <see cref="Password"/> at once.</summary>
    public static async Task AddAsync(RunningHost host, string staffNumber, string[] roles, string? organisation = null)
    {
        using var client = host.Client();
        var body = new JsonObject { ["name"] = "Name of " + staffNumber, ["roles"] = new JsonArray([.. roles.Select(role => (JsonNode)role)]) };
        if (organisation is not null)
        {
            body["organisation"] = organisation;
        }

        var put = await client.PutAsync("/api/v1/operators/" + staffNumber, body.ToJsonString());
        Assert.True(put.Status is HttpStatusCode.Created, put.Body);
        var set = await client.PutAsync($"/api/v1/operators/{staffNumber}/password", $$"""{"password":"{{Password}}","mustChange":false}""");
        Assert.True(set.Status is HttpStatusCode.NoContent, set.Body);
    }

    /// <summary>Makes an operator and signs them in; the client keeps the cookie and sends the header.</summary>
    public static async Task<ApiClient> SignInNewAsync(RunningHost host, string staffNumber, string[] roles, string? organisation = null)
    {
        await AddAsync(host, staffNumber, roles, organisation);
        var client = Browser(host);
        var answer = await SignInAsync(client, staffNumber, Password);
        Assert.True(answer.Status is HttpStatusCode.OK, answer.Body);
        return client;
    }

    public static Task<Answer> SignInAsync(ApiClient client, string staffNumber, string password) =>
        client.PostAsync("/api/v1/session", new JsonObject { ["staffNumber"] = staffNumber, ["password"] = password }.ToJsonString());

    /// <summary>A client that sends what the console sends with every request.</summary>
    public static ApiClient Browser(RunningHost host) => host.Client(key: null, (SessionCookie.RequestHeader, "console"));
}
