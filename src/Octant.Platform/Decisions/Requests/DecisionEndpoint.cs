using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Octant.Platform.Foundation.Http;

namespace Octant.Platform.Decisions.Requests;

/// <summary>
/// The short way of a request for a decision: from the bytes of the pipe to the bytes of the answer, past binding, filters and
/// serializer. A request that is not plain goes the general way, with its body still unread.
/// </summary>
internal static class DecisionEndpoint
{
    private const string Json = "application/json";

    /// <summary>Puts the short way before what the route would do, and before finding the route.</summary>
    public static RouteHandlerBuilder WithShortWay(this RouteHandlerBuilder route)
    {
        route.Finally(endpoint =>
        {
            if (endpoint.RequestDelegate is { } general)
            {
                var desk = endpoint.ApplicationServices.GetRequiredService<DecisionDesk>;
                DecisionDesk? known = null;
                endpoint.RequestDelegate = context => AnswerAsync(context, known ??= desk(), general);
            }
        });
        return route.WithMetadata(new DirectRoute());
    }

    private static async Task AnswerAsync(HttpContext context, DecisionDesk desk, RequestDelegate general)
    {
        if (context.Request.ContentType is { } type && !type.Equals(Json, StringComparison.OrdinalIgnoreCase))
        {
            await general(context);
            return;
        }

        var reader = context.Request.BodyReader;
        var read = await reader.ReadAsync(context.RequestAborted);
        while (!read.IsCompleted)
        {
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await reader.ReadAsync(context.RequestAborted);
        }

        if (PlainRequest.TryRead(read.Buffer) is not { } request)
        {
            reader.AdvanceTo(read.Buffer.Start);
            await general(context);
            return;
        }

        reader.AdvanceTo(read.Buffer.End);
        var answered = await DecideNow.DecideAsync(request, context.GetCaller(), desk, context.RequestAborted);
        if (answered.TryGet(out var answer, out var problem))
        {
            Write(context.Response, answer);
        }
        else
        {
            await new ProblemResponse(problem).ExecuteAsync(context);
        }
    }

    /// <summary>Into the pipe; the server sends it with the end of the request.</summary>
    private static void Write(HttpResponse response, DecisionAnswer answer)
    {
        var json = DecisionWriter.Write(answer);
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = json.Length;
        response.BodyWriter.Write(json);
    }
}
