using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Octant.Engine.Channels;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;

namespace Octant.Platform.Channels;

public sealed class ChannelsModule : IModule
{
    public string Name => "Channels";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IChannels, ChannelStorage>();
        services.AddDocuments<ChannelResource, Channel>();
        services.AddDocuments<OutletResource, Outlet>();
        services.AddDocuments<TouchpointResource, Touchpoint>();
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapDocuments<ChannelResource, Channel>();
        routes.MapDocuments<OutletResource, Outlet>();
        routes.MapDocuments<TouchpointResource, Touchpoint>();
    }
}
