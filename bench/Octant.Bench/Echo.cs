namespace Octant.Bench;

/// <summary>The peer of a decision over HTTP: bare Kestrel that reads a JSON body and writes a small one. It decides nothing and keeps nothing.</summary>
public static class Echo
{
    private static readonly byte[] Answer = """{"decisionId":null,"recommendations":[]}"""u8.ToArray();

    public static async Task RunAsync(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var application = builder.Build();
        application.Run(async context =>
        {
            using var body = await System.Text.Json.JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = Answer.Length;
            await context.Response.Body.WriteAsync(Answer, context.RequestAborted);
        });
        await application.RunAsync();
    }
}
