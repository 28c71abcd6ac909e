using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Octant.Engine.Offers;
using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;

namespace Octant.Platform.Catalog;

public sealed class CatalogModule : IModule
{
    public string Name => "Catalog";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ICatalog, CatalogStorage>();
        services.AddDocuments<OfferingResource, Offering>();
        services.AddDocuments<PromotionResource, Promotion>();
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapDocuments<OfferingResource, Offering>();
        routes.MapDocuments<PromotionResource, Promotion>();
    }
}
