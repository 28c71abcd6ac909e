using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Octant.Engine.Policies;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Decisions;

public sealed class DecisionsModule : IModule
{
    public string Name => "Decisions";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IPolicies, PolicyStorage>();
        services.AddDocuments<ContactPolicyResource, ContactPolicy>();
        services.AddDocuments<SettingsResource, PlatformSettings>();
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapDocuments<ContactPolicyResource, ContactPolicy>();
        routes.MapSingleDocument<SettingsResource, PlatformSettings>(PlatformSettings.Id, new PlatformSettings());
        routes.MapGet("/matching", ReadMatching.HandleAsync)
            .RequireScope(Scopes.CatalogRead)
            .WithName("readMatching")
            .WithSummary("Which channel carries which offering, and which property fails; in order of offering, then channel.");
    }
}
