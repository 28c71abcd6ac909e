using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Octant.Engine.Expressions;
using Octant.Engine.Partitions;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Customers.Identities;
using Octant.Platform.Customers.Import;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Customers;

public sealed class CustomersModule : IModule
{
    public string Name => "Customers";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ICustomerDictionary, DictionaryStorage>();
        services.AddSingleton<IdentityDirectory>();
        services.AddSingleton<ICustomerDirectory>(provider => provider.GetRequiredService<IdentityDirectory>());
        services.AddHostedService(provider => provider.GetRequiredService<IdentityDirectory>());
        services.AddSingleton(PhoneNumbers.Of(configuration));
        services.AddSingleton<CustomerCommands>();
        services.AddSingleton<ImportCustomers>();
        services.AddDocuments<EventTypeResource, CustomerEventType>();
        services.AddDocuments<EventSourceResource, CustomerEventSource>();
        services.AddDocuments<ContextFieldResource, FieldDefinition>();
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/attributes/{name}", DeclareAttribute.HandleAsync)
            .RequireScope(Scopes.DictionaryWrite)
            .WithName("putAttribute")
            .WithSummary("Declares an attribute of customers. Its kind never changes: another one is 409.")
            .Produces<AttributeDeclaration>()
            .Produces<AttributeDeclaration>(StatusCodes.Status201Created);
        routes.MapGet("/attributes/{name}", ReadAttributes.OneAsync)
            .RequireScope(Scopes.DictionaryRead)
            .WithName("getAttribute")
            .WithSummary("Reads one attribute.");
        routes.MapGet("/attributes", ReadAttributes.ListAsync)
            .RequireScope(Scopes.DictionaryRead)
            .WithName("listAttributes")
            .WithSummary("Lists attributes in order of name.");
        routes.MapPost("/customers/import", ImportCustomers.HandleAsync)
            .RequireScope(Scopes.CustomersWrite)
            .WithName("importCustomers")
            .WithSummary("Takes in a file of customers, one a line; good lines are kept, bad ones come back with their number.")
            .WithMetadata(new DisableRequestSizeLimitAttribute());
        routes.MapDocuments<EventTypeResource, CustomerEventType>();
        routes.MapDocuments<EventSourceResource, CustomerEventSource>();
        routes.MapDocuments<ContextFieldResource, FieldDefinition>();
    }
}
