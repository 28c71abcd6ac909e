using Octant.Engine.Expressions;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Audiences;

/// <summary>Compiles what planners write, or says where and why not.</summary>
public static class AudienceExpressions
{
    /// <summary>An audience has no event and no context.</summary>
    public static Result<CompiledExpression> Compile(string text, ExpressionSchema schema, string field)
    {
        var compilation = ExpressionCompiler.Compile(text, schema);
        return compilation.Expression is { } expression
            ? expression
            : new Problem(ProblemKind.Invalid, $"The expression does not compile: {compilation.Errors[0]}.")
            {
                Errors = [.. compilation.Errors.Select(error => Of(error, field))],
            };
    }

    private static FieldError Of(CompileError error, string field) =>
        new(field, error.Expected is null ? error.Message : $"{error.Expected}: {error.Message}")
        {
            Line = error.Line,
            Column = error.Column,
            Nearest = error.Nearest,
        };
}
