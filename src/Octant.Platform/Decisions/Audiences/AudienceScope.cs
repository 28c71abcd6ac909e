using Octant.Engine.Audiences;
using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Audiences;

/// <summary>
/// The customers a caller may count, see and list: all, or those whose home lies in their part of the organisation. Every question about
/// an audience is asked through it.
/// </summary>
public sealed class AudienceScope
{
    private const string Nobody = "false";

    private readonly ExpressionSchema _schema;
    private readonly string? _organisation;
    private readonly CompiledExpression? _mine;

    private AudienceScope(ExpressionSchema schema, string? organisation, CompiledExpression? mine) =>
        (_schema, _organisation, _mine) = (schema, organisation, mine);

    public static AudienceScope Of(Caller caller, ExpressionSchema schema) =>
        new(schema, caller.Organisation, caller.Organisation is null ? null : ExpressionCompiler.Compile(Mine(caller.Organisation, schema), schema).Expression);

    /// <summary>What the planner wrote, of the caller's customers only. What is wrong is told at the planner's own lines and columns.</summary>
    public Result<CompiledExpression> Compile(string text, string field)
    {
        var written = AudienceExpressions.Compile(text, _schema, field);
        if (_organisation is null || !written.Succeeded)
        {
            return written;
        }

        var restricted = _mine is null || !_schema.Attributes.TryGet(HomeUnit.Attribute, out _) ? Nobody : HomeUnit.Within(text, _organisation)!;
        return AudienceExpressions.Compile(restricted, _schema, field);
    }

    /// <summary>How many customers there are for this caller.</summary>
    public long Total(AudienceQuery query, AudienceSnapshot all, Instant asOf) =>
        _organisation is null ? all.Count : _mine is null ? 0 : query.Count(_mine, asOf);

    private static string Mine(string organisation, ExpressionSchema schema) =>
        schema.Attributes.TryGet(HomeUnit.Attribute, out _) ? HomeUnit.Within(null, organisation)! : Nobody;
}
