using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Foundation.Http;

/// <summary>One page of a list, with how many there are in all.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, long Total);

/// <summary>The route takes <c>offset</c> and <c>limit</c>.</summary>
public sealed record PagedAnswer;

/// <summary>Which page: <c>?offset=0&amp;limit=50</c>. A handler takes it as a parameter.</summary>
public sealed record PageRequest(int Offset, int Limit) : IBoundArgument, IEndpointParameterMetadataProvider
{
    public const int DefaultLimit = 50;
    public const int MostAtOnce = 500;

    public Problem? Problem { get; private init; }

    public static ValueTask<PageRequest?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var fields = new FieldChecks();
        var offset = Read(context, "offset", 0, 0, int.MaxValue, fields);
        var limit = Read(context, "limit", DefaultLimit, 1, MostAtOnce, fields);
        return new(new PageRequest(offset, limit) { Problem = fields.ToProblem() });
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new PagedAnswer());

    private static int Read(HttpContext context, string name, int otherwise, int least, int most, FieldChecks fields)
    {
        var text = (string?)context.Request.Query[name];
        if (text is null)
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            return value;
        }

        fields.Add(name, $"an integer from {least} to {most}", text);
        return otherwise;
    }
}
