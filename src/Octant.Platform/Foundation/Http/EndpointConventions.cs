using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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
        ((IEndpointConventionBuilder)group).Add(DescribeAnswers);
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

    private static void DescribeAnswers(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.OfType<MethodInfo>().FirstOrDefault() is { } method
            && !endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().Any(answer => answer.StatusCode < 400))
        {
            var type = method.ReturnType;
            if (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>)))
            {
                type = type.GetGenericArguments()[0];
            }

            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Result<>))
            {
                endpoint.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, type.GetGenericArguments()[0], ["application/json"]));
            }
        }

        foreach (var status in (int[])[StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden])
        {
            endpoint.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(ProblemDocument), [ProblemDocument.ContentType]));
        }
    }
}
