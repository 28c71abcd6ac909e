using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Json;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Units;

namespace Octant.Platform.Foundation.Documents;

/// <summary>
/// The routes of a <see cref="DocumentResource{T}"/>: PUT (with <c>If-Match</c> or <c>If-None-Match: *</c>), GET one with
/// its ETag, GET a page, DELETE.
/// </summary>
public static class DocumentRoutes
{
    public static IServiceCollection AddDocuments<TResource, T>(this IServiceCollection services)
        where TResource : DocumentResource<T>
        where T : class =>
        services.AddSingleton<TResource>()
            .AddSingleton<IReferenceHolder>(provider => provider.GetRequiredService<TResource>())
            .AddSingleton<IUnitMember>(provider => provider.GetRequiredService<TResource>())
            .AddSingleton<IDraftCheck<T>>(provider => provider.GetRequiredService<TResource>());

    public static void MapDocuments<TResource, T>(this IEndpointRouteBuilder routes)
        where TResource : DocumentResource<T>
        where T : class
    {
        var resource = routes.ServiceProvider.GetRequiredService<TResource>();
        var one = $"/{resource.Route}/{{{resource.KeyPattern}}}";
        var singular = NameOf(resource.Kind);
        var plural = NameOf(resource.Route.Replace('/', '-'));

        routes.MapPut(one, (HttpContext http, CancellationToken cancellation) => PutAsync(resource, KeyOf(resource, http), resource.KeyMember, http, cancellation))
            .RequireScope(resource.WriteScope)
            .WithName("put" + singular)
            .WithSummary($"Creates or replaces. {resource.Summary}")
            .WithParameter(resource.KeyMember)
            .Accepts<T>("application/json")
            .Produces<T>()
            .Produces<T>(StatusCodes.Status201Created);

        routes.MapGet(one, (HttpContext http, CancellationToken cancellation) => GetAsync(resource, KeyOf(resource, http), null, http, cancellation))
            .RequireScope(resource.ReadScope)
            .WithName("get" + singular)
            .WithSummary($"Reads one. {resource.Summary}")
            .WithParameter(resource.KeyMember)
            .Produces<T>();

        routes.MapGet($"/{resource.Route}", (HttpContext http, PageRequest page, CancellationToken cancellation, string? search = null) =>
                ListAsync(resource, http, page, search, cancellation))
            .RequireScope(resource.ReadScope)
            .WithName("list" + plural)
            .WithSummary($"Lists in order of {resource.KeyMember}; search finds by words in id and name. {resource.Summary}");

        if (resource.KeepsVersions)
        {
            routes.MapGet(one + "/versions", async (HttpContext http, PageRequest page, CancellationToken cancellation) =>
                    await resource.ReadVersionsAsync(http.GetCaller(), KeyOf(resource, http), page, cancellation))
                .RequireScope(resource.ReadScope)
                .WithName($"list{singular}Versions")
                .WithSummary($"How it was after each change, who made it and when, the newest first. {resource.Summary}")
                .WithParameter(resource.KeyMember);
        }

        if (resource.CanBeDeleted)
        {
            routes.MapDelete(one, (HttpContext http, CancellationToken cancellation) => DeleteAsync(resource, http, cancellation))
                .RequireScope(resource.WriteScope)
                .WithName("delete" + singular)
                .WithSummary($"Deletes, unless something else uses it. {resource.Summary}")
                .WithParameter(resource.KeyMember)
                .Produces(StatusCodes.Status204NoContent);
        }
    }

    /// <summary>PUT and GET of the only document of its kind, which is <paramref name="otherwise"/> until somebody puts another.</summary>
    public static void MapSingleDocument<TResource, T>(this IEndpointRouteBuilder routes, string id, T otherwise)
        where TResource : DocumentResource<T>
        where T : class
    {
        var resource = routes.ServiceProvider.GetRequiredService<TResource>();
        var name = NameOf(resource.Kind);
        routes.MapPut($"/{resource.Route}", (HttpContext http, CancellationToken cancellation) => PutAsync(resource, id, null, http, cancellation))
            .RequireScope(resource.WriteScope)
            .WithName("put" + name)
            .WithSummary($"Replaces as a whole. {resource.Summary}")
            .Accepts<T>("application/json")
            .Produces<T>()
            .Produces<T>(StatusCodes.Status201Created);
        routes.MapGet($"/{resource.Route}", (HttpContext http, CancellationToken cancellation) => GetAsync(resource, id, otherwise, http, cancellation))
            .RequireScope(resource.ReadScope)
            .WithName("get" + name)
            .WithSummary($"Reads. {resource.Summary}")
            .Produces<T>();
    }

    /// <param name="keyMember">The member of the body that repeats the id of the address; null when there is none.</param>
    private static async Task<IResult> PutAsync<T>(
        DocumentResource<T> resource, string id, string? keyMember, HttpContext http, CancellationToken cancellation)
        where T : class
    {
        if (!Preconditions.Read(http.Request).TryGet(out var preconditions, out var problem)
            || !(await RequestBody.ReadAsync(http.Request)).TryGet(out var utf8, out problem)
            || !JsonReading.Parse(utf8).TryGet(out var element, out problem)
            || !WithKey(element, keyMember, id).TryGet(out element, out problem)
            || !JsonReading.Read<T>(element).TryGet(out var candidate, out problem)
            || !(await resource.PutAsync(http.GetCaller(), id, candidate, preconditions, cancellation)).TryGet(out var outcome, out problem))
        {
            return new ProblemResponse(problem);
        }

        http.Response.Headers.ETag = Preconditions.Tag(outcome.Version);
        return outcome.Created ? TypedResults.Created(http.Request.Path, outcome.Value) : TypedResults.Ok(outcome.Value);
    }

    private static async Task<IResult> GetAsync<T>(
        DocumentResource<T> resource, string id, T? otherwise, HttpContext http, CancellationToken cancellation)
        where T : class
    {
        if (await resource.Reader.ReadAsync(id, cancellation) is not { } stored || !await resource.MaySeeAsync(http.GetCaller(), stored.Value, cancellation))
        {
            return otherwise is null ? new ProblemResponse(Problem.NotFound(resource.Kind, id)) : TypedResults.Ok(otherwise);
        }

        var tag = Preconditions.Tag(stored.Version);
        http.Response.Headers.ETag = tag;
        return http.Request.Headers.IfNoneMatch == tag ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(await resource.ShowAsync(stored.Value, cancellation));
    }

    private static async Task<Result<Page<T>>> ListAsync<T>(
        DocumentResource<T> resource, HttpContext http, PageRequest page, string? search, CancellationToken cancellation)
        where T : class
    {
        if (search?.Length > DocumentSearch.LongestText)
        {
            return Problem.Invalid("search", $"at most {DocumentSearch.LongestText} characters", search);
        }

        var found = await resource.ReadPageAsync(http.GetCaller(), page, DocumentSearch.Of(search), cancellation);
        http.Response.Headers["X-Total-Count"] = found.Total.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return found;
    }

    private static async Task<IResult> DeleteAsync<T>(DocumentResource<T> resource, HttpContext http, CancellationToken cancellation)
        where T : class
    {
        if (!Preconditions.Read(http.Request).TryGet(out var preconditions, out var problem))
        {
            return new ProblemResponse(problem);
        }

        problem = await resource.DeleteAsync(http.GetCaller(), KeyOf(resource, http), preconditions, cancellation);
        return problem is null ? TypedResults.NoContent() : new ProblemResponse(problem);
    }

    private static string KeyOf<T>(DocumentResource<T> resource, HttpContext http)
        where T : class => (string)http.Request.RouteValues[resource.KeyMember]!;

    /// <summary>The body with its id; one that says another than the route is refused.</summary>
    private static Result<JsonElement> WithKey(JsonElement body, string? member, string id)
    {
        if (body.ValueKind != JsonValueKind.Object || member is null)
        {
            return body;
        }

        if (body.TryGetProperty(member, out var given))
        {
            return given.ValueKind == JsonValueKind.String && given.ValueEquals(id)
                ? body
                : Problem.Invalid(member, $"'{id}' as in the address, or to be left out", given.GetRawText());
        }

        // Prepended to the text, so that repeated members are still there to be found.
        var text = body.GetRawText().AsSpan().TrimStart()[1..];
        var empty = text.TrimStart()[0] == '}';
        var key = JsonValue.Create(id).ToJsonString();
        return JsonReading.Parse(System.Text.Encoding.UTF8.GetBytes($"{{\"{member}\":{key}{(empty ? "" : ",")}{text}"));
    }

    private static string NameOf(string kebab) =>
        string.Concat(kebab.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
