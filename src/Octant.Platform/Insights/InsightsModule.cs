using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Insights;

public sealed class InsightsModule : IModule
{
    public string Name => "Insights";

    public void AddServices(IServiceCollection services, IConfiguration configuration) => services.AddSingleton<ReadCustomer>();

    public void MapRoutes(IEndpointRouteBuilder routes) =>
        routes.MapGet("/customers/{customerId}", ReadCustomer.HandleAsync)
            .RequireScope(Scopes.CustomersRead)
            .WithName("readCustomer")
            .WithSummary("The whole view of a customer: facts, products, consents, and the latest decisions, contacts and responses.");
}
