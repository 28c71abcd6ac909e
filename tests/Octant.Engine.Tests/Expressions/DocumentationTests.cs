using System.Reflection;
using System.Text.RegularExpressions;
using Octant.Engine.Expressions;

namespace Octant.Engine.Tests.Expressions;

/// <summary>What docs/expressions.md shows and promises is so.</summary>
public sealed partial class DocumentationTests
{
    private static string Document()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("expressions.md")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [Fact]
    public void Every_example_compiles()
    {
        var examples = Example().Matches(Document()).Select(match => match.Groups["example"].Value).ToList();
        Assert.True(examples.Count >= 8);
        foreach (var example in examples)
        {
            TestSchema.Compiled(example, TestSchema.Audience);
        }
    }

    [Fact]
    public void The_limits_are_the_ones_in_force()
    {
        var document = Document();
        foreach (var limit in new[]
        {
            (int)ExpressionLimits.Cost, ExpressionLimits.TextLength, ExpressionLimits.Depth, ExpressionLimits.Nodes, ExpressionLimits.AssumedTags,
            ExpressionLimits.PatternLength, ExpressionLimits.PatternRepeats,
        })
        {
            Assert.Contains(limit.ToString("N0", System.Globalization.CultureInfo.InvariantCulture), document, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_error_shown_is_the_error_given() =>
        Assert.Contains(
            ExpressionCompiler.Compile("customer.arpuu > 1", TestSchema.Audience).Errors[0].ToString(),
            Document(),
            StringComparison.Ordinal);

    [GeneratedRegex("```cel\n(?<example>.*?)\n```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Example();
}
