using Octant.Engine.Expressions;
using Octant.Engine.Tests.Properties;

namespace Octant.Engine.Tests.Expressions;

/// <summary>Whatever the text, the compiler answers with an expression or with errors.</summary>
public sealed class LimitTests
{
    private static string Repeated(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static CompileError Refused(string text)
    {
        var compilation = ExpressionCompiler.Compile(text, TestSchema.Full);
        Assert.False(compilation.Succeeded);
        return Assert.Single(compilation.Errors);
    }

    [Fact]
    public void A_text_too_long_is_refused() =>
        Assert.Contains("characters long", Refused($"true // {new string('x', ExpressionLimits.TextLength)}").Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("(", "true", ")")]
    [InlineData("!", "true", "")]
    [InlineData("[", "1", "]")]
    [InlineData("- ", "now", "")]
    [InlineData("size([", "1", "])")]
    [InlineData("true ? true : ", "true", "")]
    [InlineData("", "1", " + 1")]
    [InlineData("", "now", ".a")]
    [InlineData("", "1", "[0]")]
    [InlineData("[1].all(x, ", "true", ")")]
    public void Nesting_too_deep_is_refused_and_never_overflows_the_stack(string open, string core, string close) =>
        Assert.Contains("levels deep", Refused(Repeated(open, 1_000) + core + Repeated(close, 1_000)).Message, StringComparison.Ordinal);

    [Fact]
    public void Unclosed_brackets_without_end_are_refused()
    {
        foreach (var sign in new[] { "(", "[", "!", "-", "a(", "a.b(", "[1].map(x,", "true ? ", "'" })
        {
            Assert.NotEmpty(ExpressionCompiler.Compile(Repeated(sign, 16_000 / sign.Length), TestSchema.Full).Errors);
        }
    }

    [Fact]
    public void A_long_chain_of_one_logical_operator_is_one_level()
    {
        foreach (var symbol in new[] { "||", "&&" })
        {
            var text = string.Join(symbol, Enumerable.Repeat("customer.vip", 1_000));
            var expression = TestSchema.Compiled(text);
            Assert.Equal(1_000, Assert.IsType<LogicNode>(expression.Tree).Terms.Count);
            Assert.Equal(Truth.Unknown, expression.Evaluate(new TestCustomer()));
        }
    }

    [Fact]
    public void Too_many_parts_are_refused() =>
        Assert.Contains("parts", Refused(string.Join("||", Enumerable.Repeat("!!t", 2_000))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("[1,2,3,4,5,6,7,8,9,10].all(a, [1,2,3,4,5,6,7,8,9,10].all(b, [1,2,3,4,5,6,7,8,9,10].all(c, [1,2,3,4,5,6,7,8,9,10].all(d, [1,2,3,4,5,6,7,8,9,10].all(e, a + b + c + d + e > 0)))))")]
    [InlineData("customer.tags.exists(a, customer.tags.exists(b, customer.tags.exists(c, a + b == c)))")]
    public void A_macro_that_multiplies_too_far_is_refused(string text) =>
        Assert.Contains("too costly", Refused(text).Message, StringComparison.Ordinal);

    [Fact]
    public void Doubling_strings_and_lists_is_refused_before_it_is_evaluated()
    {
        Assert.Contains("too costly", Refused($"['a']{Repeated(".map(x, x + x)", 60)}[0] == 'a'").Message, StringComparison.Ordinal);
        Assert.Contains("too costly", Refused($"[[1]]{Repeated(".map(x, x + x)", 60)}[0] == [1]").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_least_that_the_specification_asks_of_every_implementation_compiles()
    {
        TestSchema.Compiled(string.Join(" || ", Enumerable.Repeat("true", 32)));
        TestSchema.Compiled(string.Join(" && ", Enumerable.Repeat("true", 32)));
        TestSchema.Compiled($"[{string.Join(", ", Enumerable.Repeat("1", 32))}] == []");
        TestSchema.Compiled($"{Repeated("true ? true : ", 24)}true");
        TestSchema.Compiled($"{string.Join(" + ", Enumerable.Repeat("1", 25))} == 25");
        TestSchema.Compiled($"1 == 1{Repeated(" == true", 24)}");
        TestSchema.Compiled($"{Repeated("string(", 12)}1{Repeated(")", 12)} == '1'");
        TestSchema.Compiled($"{Repeated("[", 12)}1{Repeated("]", 12)}{Repeated("[0]", 12)} == 1");
    }

    [Fact]
    public void Several_mistakes_are_told_together_in_the_order_of_the_text()
    {
        var compilation = ExpressionCompiler.Compile("customer.arpuu > 1 &&\ncustomer.plam == 'x' && owns(5)", TestSchema.Full);
        Assert.Equal([(1, 10, "arpu"), (2, 10, "plan"), (2, 30, null)], compilation.Errors.Select(error => (error.Line, error.Column, error.Nearest)));
    }

    [Fact]
    public void Columns_count_characters_not_code_units() =>
        Assert.Equal(8, Refused("'\U0001F600' == 5x").Column);

    [Fact]
    public void There_is_no_event_and_no_context_in_an_audience()
    {
        foreach (var text in new[] { "event.amount > 1", "has(event.amount)", "context.screen == 'x'" })
        {
            var compilation = ExpressionCompiler.Compile(text, TestSchema.Audience);
            Assert.Contains("here", Assert.Single(compilation.Errors).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(TheSeeds))]
    public void Mangled_texts_never_throw(int seed)
    {
        var random = new Random(seed);
        var texts = new ExpressionGenerator(random, withEvent: true);
        const string Signs = "()[]{}.,?:+-*/%!=<>&|'\"`\\ \n0159eExuUrRbB_a\uD83D\uDE00四\0";
        for (var i = 0; i < 5_000; i++)
        {
            var text = texts.Condition();
            for (var changes = random.Next(1, 6); changes > 0 && text.Length > 1; changes--)
            {
                var position = random.Next(text.Length);
                text = random.Next(3) switch
                {
                    0 => text.Remove(position, random.Next(1, Math.Min(8, text.Length - position) + 1)),
                    1 => text.Insert(position, Signs[random.Next(Signs.Length)].ToString()),
                    _ => text.Insert(position, text.Substring(random.Next(text.Length / 2), text.Length / 3)),
                };
            }

            var compilation = ExpressionCompiler.Compile(text, TestSchema.Full);
            Assert.True(compilation.Succeeded != compilation.Errors.Count > 0, $"seed {seed}: {text}");
            if (compilation.Succeeded)
            {
                compilation.Expression.Evaluate(new TestCustomer());
            }
        }
    }

    public static TheoryData<int> TheSeeds => Seeds.All;
}
