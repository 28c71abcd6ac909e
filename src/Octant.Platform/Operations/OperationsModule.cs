using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Operations;

public sealed class OperationsModule : IModule
{
    public string Name => "Operations";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/clock", AdvanceClock.HandleAsync)
            .RequireScope(Scopes.Admin)
            .RequireWholeOrganisation()
            .WithName("advanceClock")
            .WithSummary("Advances the clock of a rehearsal (a server started with --clock manual); never back.")
            .ProducesProblem(StatusCodes.Status409Conflict);
        routes.MapGet("/clock", AdvanceClock.Read)
            .RequireScope(Scopes.OperationsRead)
            .WithName("readClock")
            .WithSummary("What time it is for the platform.");
    }
}
