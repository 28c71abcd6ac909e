using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Units;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Organisation;

public sealed class OrganisationModule : IModule
{
    public string Name => "Organisation";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddHostedService<DeliveredLevels>();
        services.AddSubscriber<OrganisationChanged, OrganisationDirectory>();
        services.AddSingleton<IOrganisationUnits>(provider => provider.GetRequiredService<OrganisationDirectory>());
        services.AddHostedService(provider => provider.GetRequiredService<OrganisationDirectory>());
        services.AddDocuments<LevelResource, OrganisationLevel>();
        services.AddDocuments<UnitResource, OrganisationUnit>();
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapDocuments<LevelResource, OrganisationLevel>();
        routes.MapDocuments<UnitResource, OrganisationUnit>();
        routes.MapGet("/organisation/tree", ReadTree.Handle)
            .RequireScope(Scopes.OrganisationRead)
            .WithName("readOrganisation")
            .WithSummary("The caller's part of the organisation as a tree.");
        routes.MapPost("/organisation/moves", MoveUnit.HandleAsync)
            .RequireScope(Scopes.OrganisationWrite)
            .WithName("moveOrganisationUnit")
            .WithSummary("Moves a unit with everything below it and everything that belongs to it.");
    }
}
