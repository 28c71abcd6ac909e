using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Octant.Platform.Foundation.Http;

/// <summary>One capability as the host sees it: what it registers, and every route it answers, on one screen.</summary>
public interface IModule
{
    /// <summary>The capability's name; groups its routes on the reference page.</summary>
    string Name { get; }

    void AddServices(IServiceCollection services, IConfiguration configuration);

    /// <param name="routes">Already under <c>/api/v1</c>; each route names its scope with <see cref="Access.RequireScope{T}"/>.</param>
    void MapRoutes(IEndpointRouteBuilder routes);
}
