using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Octant.Platform.Foundation.Http;

namespace Octant.Platform.Decisions.Requests;

/// <summary>
/// The short way of a request for a decision: from the bytes of the pipe to the bytes of the answer, past binding, filters and
/// serializer. A request that is not plain goes the general way, with its body still unread.
/// </summary>
internal static class DecisionEndpoint
{
    private const string Json = "application/json";

    private static readonly StringValues AnsweredType = "application/json; charset=utf-8";

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

    private static Task AnswerAsync(HttpContext context, DecisionDesk desk, RequestDelegate general)
    {
        if (context.Request.ContentType is { } type && !type.Equals(Json, StringComparison.OrdinalIgnoreCase))
        {
            return general(context);
        }

        // A body is small and nearly always there with its headers.
        var reader = context.Request.BodyReader;
        if (!reader.TryRead(out var read))
        {
            return WaitAsync(context, desk, general);
        }

        if (!read.IsCompleted)
        {
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            return WaitAsync(context, desk, general);
        }

        return AnswerAsync(context, desk, general, read.Buffer);
    }

    private static async Task WaitAsync(HttpContext context, DecisionDesk desk, RequestDelegate general)
    {
        var reader = context.Request.BodyReader;
        var read = await reader.ReadAsync(context.RequestAborted);
        while (!read.IsCompleted)
        {
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await reader.ReadAsync(context.RequestAborted);
        }

        await AnswerAsync(context, desk, general, read.Buffer);
    }

    private static Task AnswerAsync(HttpContext context, DecisionDesk desk, RequestDelegate general, ReadOnlySequence<byte> body)
    {
        if (PlainRequest.TryRead(body) is not { } request)
        {
            context.Request.BodyReader.AdvanceTo(body.Start);
            return general(context);
        }

        context.Request.BodyReader.AdvanceTo(body.End);
        return DecideAsync(context, request, desk);
    }

    /// <summary>
    /// The steps of <see cref="DecideNow.HandleAsync"/>, taken here: a wait inside a wait would be made and gone on with for every decision.
    /// </summary>
    private static async Task DecideAsync(HttpContext context, DecideRequest request, DecisionDesk desk)
    {
        var caller = context.GetCaller();
        var cancellation = context.RequestAborted;
        var answered = !(await DecideNow.CheckAsync(request, caller, desk, cancellation)).TryGet(out var command, out var problem) ? problem
            : request.DryRun ? await DecideNow.TryOutAsync(command, request, caller, desk, cancellation)
            : await DecideNow.AnswerAsync(await DecideNow.SubmitAsync(command, desk), request, caller, desk, cancellation);
        if (answered.TryGet(out var answer, out problem))
        {
            await WriteAsync(context.Response, answer);
        }
        else
        {
            await new ProblemResponse(problem).ExecuteAsync(context);
        }
    }

    /// <summary>Into the pipe; the server sends it with the end of the request.</summary>
    private static Task WriteAsync(HttpResponse response, DecisionAnswer answer)
    {
        var json = DecisionWriter.Write(answer);
        response.Headers.ContentType = AnsweredType;
        response.Headers.ContentLength = json.Length;

        // Sends nothing, but puts the headers into the pipe, so that what follows need not be kept beside it until they are there.
        var started = response.StartAsync();
        response.BodyWriter.Write(json);
        return started;
    }
}
