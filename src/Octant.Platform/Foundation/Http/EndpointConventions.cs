using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Foundation.Http;

/// <summary>A string in the route that no handler parameter shows, for the reference page.</summary>
public sealed record RouteParameter(string Name);

/// <summary>
/// What holds for every route: arguments that could not be read answer before the handler runs, and a
/// <see cref="Result{T}"/> that a handler answers becomes 200 with the value, or its problem.
/// </summary>
public static class EndpointConventions
{
    public const string BasePath = "/api/v1";

    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(BasePath);
        group.AddEndpointFilter(AnswerAsync);
        ((IEndpointConventionBuilder)group).Finally(DescribeAnswers);
        return group;
    }

    public static T WithParameter<T>(this T endpoint, string name)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new RouteParameter(name));

    private static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        foreach (var argument in context.Arguments)
        {
            if (argument is IBoundArgument { Problem: { } problem })
            {
                return new ProblemResponse(problem);
            }
        }

        return await next(context) switch
        {
            IOutcome { Problem: { } problem } => new ProblemResponse(problem),
            IOutcome { Value: IResult response } => response,
            IOutcome outcome => TypedResults.Ok(outcome.Value),
            var other => other,
        };
    }

    /// <summary>
    /// The framework takes the return type for the answer; the description shows what <see cref="AnswerAsync"/> makes of it.
    /// What a route says of its answers itself stands.
    /// </summary>
    private static void DescribeAnswers(EndpointBuilder endpoint)
    {
        foreach (var inferred in endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().Where(answer => ValueIn(answer.Type) is not null).ToArray())
        {
            endpoint.Metadata.Remove(inferred);
            if (!endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().Any(answer => answer.StatusCode < 400 && ValueIn(answer.Type) is null))
            {
                endpoint.Metadata.Add(AnswerOf(ValueIn(inferred.Type)!));
            }
        }

        foreach (var status in (int[])[StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden])
        {
            endpoint.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(ProblemDocument), [ProblemDocument.ContentType]));
        }
    }

    private static ProducesResponseTypeMetadata AnswerOf(Type value)
    {
        var (status, type) = value switch
        {
            _ when value == typeof(NoContent) => (StatusCodes.Status204NoContent, null),
            _ when value.IsGenericType && value.GetGenericTypeDefinition() == typeof(Created<>) => (StatusCodes.Status201Created, value.GetGenericArguments()[0]),
            _ when value.IsGenericType && value.GetGenericTypeDefinition() == typeof(Accepted<>) => (StatusCodes.Status202Accepted, value.GetGenericArguments()[0]),
            _ => (StatusCodes.Status200OK, value),
        };
        return type is null ? new ProducesResponseTypeMetadata(status) : new ProducesResponseTypeMetadata(status, type, ["application/json"]);
    }

    private static Type? ValueIn(Type? type) =>
        type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(Result<>) ? type.GetGenericArguments()[0] : null;
}
