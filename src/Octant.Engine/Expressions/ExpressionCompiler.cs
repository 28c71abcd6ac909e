using System.Globalization;
using Octant.Engine.Expressions.Checking;
using Octant.Engine.Expressions.Syntax;

namespace Octant.Engine.Expressions;

/// <summary>
/// Turns a text into a typed expression, or says where and why not. Never throws for a text, whatever it is: length, depth,
/// size and cost are bounded first (<see cref="ExpressionLimits"/>).
/// </summary>
public static class ExpressionCompiler
{
    /// <summary>Compiles a condition: the result must be a bool.</summary>
    public static Compilation Compile(string text, ExpressionSchema schema) => Compile(text, schema, mustBeBool: true);

    /// <summary>Compiles an expression of any type, for <see cref="Interpreter"/>.</summary>
    public static Compilation CompileValue(string text, ExpressionSchema schema) => Compile(text, schema, mustBeBool: false);

    private static Compilation Compile(string text, ExpressionSchema schema, bool mustBeBool)
    {
        if (text.Length > ExpressionLimits.TextLength)
        {
            return Compilation.Failed(
            [
                new CompileError(1, 1, string.Create(CultureInfo.InvariantCulture, $"The expression is {text.Length} characters long, more than {ExpressionLimits.TextLength}")),
            ]);
        }

        SyntaxNode syntax;
        try
        {
            syntax = Parser.Parse(text);
        }
        catch (SyntaxErrorException error)
        {
            return Compilation.Failed([SourcePosition.ErrorAt(text, error.Position, error.Message, error.Expected)]);
        }

        var checker = new Checker(text, schema);
        var tree = checker.Check(syntax, mustBeBool);
        return tree is null
            ? Compilation.Failed(checker.Errors)
            : Compilation.Of(new CompiledExpression(text, tree, checker.LocalCount, checker.References));
    }
}
