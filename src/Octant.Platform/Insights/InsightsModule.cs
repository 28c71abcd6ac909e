using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Identity.Contracts;
using Octant.Platform.Insights.Tariffs;

namespace Octant.Platform.Insights;

public sealed class InsightsModule : IModule
{
    public string Name => "Insights";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ReadCustomer>();
        services.AddSingleton<AdviseTariff>();
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/tariffs/advice", AdviseTariff.HandleAsync)
            .RequireScope(Scopes.CustomersRead)
            .WithName("adviseTariff")
            .WithSummary("What months of usage cost under every plan a customer may take, and the plan that suits. Nothing is kept.");
        routes.MapGet("/customers/{customerId}", ReadCustomer.HandleAsync)
            .RequireScope(Scopes.CustomersRead)
            .WithName("readCustomer")
            .WithSummary("The whole view of a customer: facts, products, consents, and the latest decisions, contacts and responses.");
    }
}
