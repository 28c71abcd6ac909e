using Microsoft.Extensions.Logging.Console;

namespace Octant.Server;

/// <summary>
/// Logs on standard output: for people on a terminal, one JSON object a line otherwise. The framework's own request lines
/// are off, since they show paths and queries.
/// </summary>
public static class StructuredLogs
{
    public static void AddStructuredLogs(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);

        // It would make an activity for every request, which nothing here reads; failures are logged by the boundary.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        if (Console.IsOutputRedirected)
        {
            builder.Logging.AddJsonConsole(json =>
            {
                json.UseUtcTimestamp = true;
                json.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
                json.IncludeScopes = false;
            });
        }
        else
        {
            builder.Logging.AddSimpleConsole(simple =>
            {
                simple.SingleLine = true;
                simple.TimestampFormat = "HH:mm:ss ";
                simple.IncludeScopes = false;
                simple.ColorBehavior = LoggerColorBehavior.Default;
            });
        }
    }
}
