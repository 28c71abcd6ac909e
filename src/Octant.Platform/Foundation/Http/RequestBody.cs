using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Octant.Platform.Foundation.Json;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Foundation.Http;

/// <summary>A handler's argument that knows whether it could be read; the handler is not called when it could not.</summary>
public interface IBoundArgument
{
    Problem? Problem { get; }
}

/// <summary>A JSON body as a handler's parameter: <c>(Body&lt;CreateKey&gt; body, …) => … body.Value …</c>.</summary>
public sealed class Body<T> : IBoundArgument, IEndpointParameterMetadataProvider
    where T : notnull
{
    private readonly Result<T> _read;

    private Body(Result<T> read) => _read = read;

    public T Value => _read.Value;

    public Problem? Problem => _read.Problem;

    public static async ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        new((await RequestBody.ReadAsync(context.Request)).TryGet(out var utf8, out var problem) ? JsonReading.Read<T>(utf8) : problem);

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));
}

public static class RequestBody
{
    /// <summary>The whole body; the server's size limit holds, or the route's own.</summary>
    public static async ValueTask<Result<ReadOnlyMemory<byte>>> ReadAsync(HttpRequest request)
    {
        if (request.ContentType is not null && !request.HasJsonContentType())
        {
            return new Problem(ProblemKind.UnsupportedMediaType, "The body must be application/json in UTF-8.");
        }

        using var buffer = new MemoryStream((int)Math.Min(request.ContentLength ?? 4096, 1 << 20));
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        return new ReadOnlyMemory<byte>(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
