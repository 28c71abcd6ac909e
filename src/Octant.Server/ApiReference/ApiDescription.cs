using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Identity.Contracts;
using Octant.Platform.Identity.Sessions;

namespace Octant.Server.ApiReference;

/// <summary>What the generated description cannot know by itself: keys, scopes, headers, examples, and our own types' forms.</summary>
public static class ApiDescription
{
    private const string HeaderScheme = "apiKey";
    private const string BearerScheme = "bearer";
    private const string SessionScheme = "session";

    public static Task DescribeDocumentAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Octant",
            Version = "v1",
            Description =
                """
                Which offer to make to which customer, through which channel, at which moment, or to stay silent.

                Times are RFC 3339, durations ISO 8601, money integers of minor units. What is wrong with a request is told as
                `application/problem+json` (RFC 9457) with the wrong fields in `errors`. A PUT creates or replaces; `If-Match`
                with the ETag of a GET guards against changes in between, `If-None-Match: *` against replacing.

                Scopes of keys and roles:

                """ + string.Join("\n", Scopes.All.OrderBy(scope => scope.Key, StringComparer.Ordinal).Select(scope => $"- `{scope.Key}`: {scope.Value}")),
        };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [HeaderScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "X-Api-Key",
                Description = "A key made by POST /api/v1/keys.",
            },
            [BearerScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The same key as a bearer token.",
            },
            [SessionScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = SessionCookie.Name,
                Description = $"Set by POST /api/v1/session. Whatever changes something must then carry the header {SessionCookie.RequestHeader} with any value.",
            },
        };
        return Task.CompletedTask;
    }

    public static Task DescribeOperationAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (var parameter in metadata.OfType<RouteParameter>())
        {
            Add(operation, parameter.Name, ParameterLocation.Path, "1 to 64 of the characters A-Z a-z 0-9 . _ -");
        }

        if (metadata.OfType<PagedAnswer>().Any())
        {
            Add(operation, "offset", ParameterLocation.Query, "How many to leave out; 0 when not given.");
            Add(operation, "limit", ParameterLocation.Query, $"How many at most, up to {PageRequest.MostAtOnce}; {PageRequest.DefaultLimit} when not given.");
        }

        if (!metadata.OfType<IAllowAnonymous>().Any())
        {
            var needed = metadata.OfType<RequiredScope>().FirstOrDefault() is { } scope ? $"Needs the scope `{scope.Scope}`." : "Needs no scope.";
            operation.Description = $"{needed} {operation.Description}".TrimEnd();
            operation.Security =
            [
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(HeaderScheme, context.Document)] = [] },
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(BearerScheme, context.Document)] = [] },
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SessionScheme, context.Document)] = [] },
            ];
        }

        if (operation.RequestBody?.Content is { } content
            && operation.OperationId is { } name
            && Examples.Find(name) is { } example
            && content.TryGetValue("application/json", out var media))
        {
            media.Example = JsonNode.Parse(example);
        }

        return Task.CompletedTask;
    }

    public static Task DescribeSchemaAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        if (FormOf(context.JsonTypeInfo.Type) is { } form)
        {
            var mayBeNull = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) is not null;
            schema.Type = mayBeNull ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
            schema.Format = form;
            schema.Pattern = null;
        }

        return Task.CompletedTask;
    }

    /// <summary>The format of what is a string on the wire and a type of its own here; null for all others.</summary>
    public static string? FormOf(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return bare == typeof(Instant) ? "date-time" : bare == typeof(TimeSpan) ? "duration" : bare == typeof(TimeOnly) ? "time" : null;
    }

    private static void Add(OpenApiOperation operation, string name, ParameterLocation where, string description)
    {
        operation.Parameters ??= [];
        if (operation.Parameters.Any(parameter => parameter.Name == name))
        {
            return;
        }

        operation.Parameters.Add(new OpenApiParameter
        {
            Name = name,
            In = where,
            Required = where == ParameterLocation.Path,
            Description = description,
            Schema = new OpenApiSchema { Type = where == ParameterLocation.Path ? JsonSchemaType.String : JsonSchemaType.Integer },
        });
    }
}
