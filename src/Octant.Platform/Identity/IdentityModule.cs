using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Identity;

public sealed class IdentityModule : IModule
{
    public string Name => "Identity";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<KeyStorage>();
        services.AddSubscriber<KeysChanged, KeyRing>();
        services.AddSingleton<ICallerSource>(provider => provider.GetRequiredService<KeyRing>());
        services.AddHostedService(provider => provider.GetRequiredService<KeyRing>());
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/keys", CreateKey.HandleAsync)
            .RequireScope(Scopes.Admin)
            .WithName("createKey")
            .WithSummary("Makes a key and shows its secret, this once.")
            .Produces<KeyCreated>(StatusCodes.Status201Created);
        routes.MapGet("/keys", ListKeys.HandleAsync)
            .RequireScope(Scopes.Admin)
            .WithName("listKeys")
            .WithSummary("Lists keys without their secrets.");
        routes.MapDelete("/keys/{id}", WithdrawKey.HandleAsync)
            .RequireScope(Scopes.Admin)
            .WithName("withdrawKey")
            .WithSummary("Makes a key invalid at once.")
            .Produces(StatusCodes.Status204NoContent);
        routes.MapGet("/audit", ReadAudit.HandleAsync)
            .RequireScope(Scopes.AuditRead)
            .WithName("readAudit")
            .WithSummary("Who changed what, newest first, with from ≤ time < to.");
    }
}
