using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Octant.Engine.Behaviour;
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
        services.AddSingleton<ICustomerScope, CustomerScope>();
        services.AddSingleton<CustomerDesk>();
        services.AddSingleton<PutCustomer>();
        services.AddSingleton<EraseCustomer>();
        services.AddSingleton<ICustomerTexts, CustomerTexts>();
        services.AddSingleton<INamedCustomers, NamedCustomers>();
        services.AddDocuments<EventTypeResource, CustomerEventType>();
        services.AddDocuments<EventSourceResource, CustomerEventSource>();
        services.AddDocuments<ContextFieldResource, FieldDefinition>();
        services.AddDocuments<AreaResource, AreaDefinition>();
    }

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/attributes/{name}", DeclareAttribute.HandleAsync)
            .RequireScope(Scopes.DictionaryWrite)
            .RequireWholeOrganisation()
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
            .RequireWholeOrganisation()
            .WithName("importCustomers")
            .WithSummary("Takes in a file of customers, one a line; good lines are kept, bad ones come back with their number.")
            .WithMetadata(new DisableRequestSizeLimitAttribute());
        routes.MapPost("/customers/search", SearchCustomers.HandleAsync)
            .RequireScope(Scopes.CustomersRead)
            .WithName("searchCustomers")
            .WithSummary("Finds customers by a telephone number; each found is in the audit trail.");
        routes.MapPut("/customers/{customerId}", PutCustomer.HandleAsync)
            .RequireScope(Scopes.CustomersWrite)
            .WithName("putCustomer")
            .WithSummary("Creates a customer or changes what the body names.")
            .Produces<CustomerChange>()
            .Produces<CustomerChange>(StatusCodes.Status201Created);
        routes.MapPut("/customers/{customerId}/attributes", PutCustomer.HandleAttributesAsync)
            .RequireScope(Scopes.CustomersWrite)
            .WithName("putCustomerAttributes")
            .WithSummary("Changes attributes of a customer by name; null clears one.")
            .Produces<CustomerChange>();
        routes.MapPut("/customers/{customerId}/products", PutProducts.HandleAsync)
            .RequireScope(Scopes.CustomersWrite)
            .WithName("putCustomerProducts")
            .WithSummary("Replaces all that a customer owns or has ordered.");
        routes.MapPut("/customers/{customerId}/consents/{messageClass}", PutConsent.HandleAsync)
            .RequireScope(Scopes.CustomersWrite)
            .WithName("putCustomerConsent")
            .WithSummary("Records what a customer said about a class of messages; what was said last holds.");
        routes.MapPut("/customers/{customerId}/lists", PutLists.HandleAsync)
            .RequireScope(Scopes.CustomersWrite)
            .WithName("putCustomerLists")
            .WithSummary("Puts a customer on the red list (never disturb) or the black list (never offer), or takes them off.");
        routes.MapDelete("/customers/{customerId}", EraseCustomer.HandleAsync)
            .RequireScope(Scopes.CustomersErase)
            .WithName("eraseCustomer")
            .WithSummary("Forgets a customer: identity, texts, state and decision records.")
            .Produces(StatusCodes.Status204NoContent);
        routes.MapDocuments<EventTypeResource, CustomerEventType>();
        routes.MapDocuments<EventSourceResource, CustomerEventSource>();
        routes.MapDocuments<ContextFieldResource, FieldDefinition>();
        routes.MapDocuments<AreaResource, AreaDefinition>();
    }
}
