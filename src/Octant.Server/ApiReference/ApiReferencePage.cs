
using Microsoft.AspNetCore.OpenApi;

namespace Octant.Server.ApiReference;

/// <summary>The API's description at <c>/openapi/v1.json</c> and the page made of it at <c>/docs</c>, all served from here.</summary>
public static class ApiReferencePage
{
    private const string DocumentName = "v1";
    private const string PageRoute = "docs";

    public static void AddApiReference(this IServiceCollection services) =>
        services.AddOpenApi(DocumentName, options =>
        {
            options.CreateSchemaReferenceId = type => ApiDescription.FormOf(type.Type) is null ? OpenApiOptions.CreateDefaultSchemaReferenceId(type) : null;
            options.AddDocumentTransformer(ApiDescription.DescribeDocumentAsync);
            options.AddOperationTransformer(ApiDescription.DescribeOperationAsync);
            options.AddSchemaTransformer(ApiDescription.DescribeSchemaAsync);
        });

    public static void MapApiReference(this WebApplication application)
    {
        // On a branch of its own, so that no decision passes through the page's own matching of paths.
        application.UseWhen(
            context => context.Request.Path.StartsWithSegments($"/{PageRoute}", StringComparison.Ordinal),
            branch => branch.UseSwaggerUI(page =>
            {
                page.RoutePrefix = PageRoute;
                page.DocumentTitle = "Octant API";
                page.SwaggerEndpoint($"/openapi/{DocumentName}.json", "Octant API");
                page.DefaultModelsExpandDepth(-1);
            }));
        application.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        application.MapGet("/", () => TypedResults.Redirect($"/{PageRoute}/")).AllowAnonymous().ExcludeFromDescription();
    }
}
