using Microsoft.AspNetCore.Server.Kestrel.Core;
using Octant.Platform.Campaigns;
using Octant.Platform.Catalog;
using Octant.Platform.Channels;
using Octant.Platform.Customers;
using Octant.Platform.Decisions;
using Octant.Platform.Decisions.Events;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Json;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;
using Octant.Platform.Identity;
using Octant.Platform.Insights;
using Octant.Platform.Operations;
using Octant.Platform.Organisation;
using Octant.Server.ApiReference;
using Octant.Server.WebConsole;
using Octant.Server.Storage;

namespace Octant.Server;

/// <summary>
/// Puts the platform together: storage, clock, the modules of all capabilities, and the way of every request through
/// boundary, admission and access to its route.
/// </summary>
public static class OctantHost
{
    private const long LargestBody = 8 * 1024 * 1024;

    /// <summary>Lower capabilities first: they are started first and stopped last.</summary>
    public static IReadOnlyList<IModule> Modules { get; } =
    [
        new IdentityModule(),
        new OrganisationModule(),
        new CustomersModule(),
        new CatalogModule(),
        new ChannelsModule(),
        new DecisionsModule(),
        new CampaignsModule(),
        new InsightsModule(),
        new OperationsModule(),
    ];

    /// <param name="arguments">Options as in <see cref="HostSettings.Options"/>, and any setting as <c>--Octant:Name=value</c>.</param>
    /// <param name="configure">Last word on settings and services.</param>
    /// <exception cref="SettingException">A setting cannot be.</exception>
    /// <exception cref="StorageRefusedException">The storage cannot be used as it is.</exception>
    public static async Task<WebApplication> BuildAsync(
        string[] arguments,
        Action<WebApplicationBuilder>? configure = null,
        CancellationToken cancellation = default)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddCommandLine(arguments, new Dictionary<string, string>(HostSettings.Options));
        builder.AddStructuredLogs();
        configure?.Invoke(builder);
        var settings = HostSettings.Read(builder.Configuration);

        builder.WebHost.ConfigureKestrel(kestrel => Limit(kestrel, settings));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(settings.ShutdownSeconds));
        builder.Services.ConfigureHttpJsonOptions(json => JsonConventions.Apply(json.SerializerOptions));
        builder.Services.AddApiReference();
        builder.Services.AddConsole();

        var storage = await StorageDrivers.OpenAsync(
            settings.DataFolder, settings.Database, new StorageOptions(settings.Synchronous, AuditKeys: settings.AuditKeys), cancellation);
        try
        {
            builder.Services.AddSingleton(settings);
            builder.Services.AddSingleton(new DataFolder(settings.DataFolder));
            AddFoundation(builder.Services, storage, await OpenClockAsync(settings, storage.Documents, cancellation));
            if (settings.EventBytesAtOnce is { } bytes)
            {
                builder.Services.AddSingleton(new EventGateOptions { MostBytes = bytes });
            }

            foreach (var module in Modules)
            {
                module.AddServices(builder.Services, builder.Configuration);
            }

            // After the modules, so that their subscribers run when messages of an earlier run are delivered.
            builder.Services.AddHostedService(provider => provider.GetRequiredService<MessageDelivery>());
            var application = builder.Build();
            Route(application, settings);
            return application;
        }
        catch
        {
            await storage.DisposeAsync();
            throw;
        }
    }

    private static void AddFoundation(IServiceCollection services, IStorage storage, IClock clock)
    {
        // By factory, so that the container closes it.
        services.AddSingleton(_ => storage);
        services.AddSingleton(provider => provider.GetRequiredService<IStorage>().Documents);
        services.AddSingleton(provider => provider.GetRequiredService<IStorage>().Journal);
        services.AddSingleton(provider => provider.GetRequiredService<IStorage>().Identities);
        services.AddSingleton(provider => provider.GetRequiredService<IStorage>().Projections);
        services.AddSingleton(provider => provider.GetRequiredService<IStorage>().Surveys);
        services.AddSingleton(clock);
        services.AddSingleton<MessageDelivery>();
        services.AddSingleton<BackOffice>();
        services.AddSingleton<IReadinessCheck, StorageReadiness>();
    }

    private static async ValueTask<IClock> OpenClockAsync(HostSettings settings, IDocumentStore documents, CancellationToken cancellation)
    {
        if (!settings.ManualClock)
        {
            return new SystemClock();
        }

        var kept = await new DocumentReader<ClockPosition>(documents, ClockPosition.Kind).ReadAsync(ClockPosition.Id, cancellation);
        return new ManualClock(kept?.Value.Now ?? settings.ClockStart ?? new SystemClock().Now);
    }

    private static void Limit(KestrelServerOptions kestrel, HostSettings settings)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = LargestBody;
        kestrel.Limits.MaxConcurrentConnections = Math.Max(4096, settings.RequestsAtOnce * 4L);
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
    }

    private static void Route(WebApplication application, HostSettings settings)
    {
        application.UseMiddleware<RequestBoundary>();
        application.UseConsole(settings.ConsoleFolder);
        application.UseWhen(
            context => !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal),
            branch => branch.UseMiddleware<Admission>(settings.RequestsAtOnce));
        ICallerSource[]? sources = null;
        Task CheckAsync(HttpContext context, RequestDelegate next) =>
            Access.CheckAsync(context, next, sources ??= [.. application.Services.GetServices<ICallerSource>()]);
        application.UseDirectRoutes(CheckAsync);
        application.UseRouting();
        application.Use(next => context => CheckAsync(context, next));
        application.MapHealth();
        application.MapApiReference();
        var api = application.MapApi();
        foreach (var module in Modules)
        {
            module.MapRoutes(api.MapGroup("").WithTags(module.Name));
        }
    }
}
