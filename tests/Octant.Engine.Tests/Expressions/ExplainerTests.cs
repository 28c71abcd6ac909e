using Octant.Engine.Expressions;
using Octant.Engine.Profiles;

namespace Octant.Engine.Tests.Expressions;

public sealed class ExplainerTests
{
    private static readonly TestCustomer Customer = new TestCustomer()
        .With(TestSchema.Attributes, "arpu", AttributeValue.OfNumber(42))
        .With(TestSchema.Attributes, "plan", AttributeValue.OfCategory("4G"))
        .With(TestSchema.Attributes, "vip", AttributeValue.OfFlag(false))
        .With(TestSchema.Attributes, "joined", AttributeValue.OfDate(TestCustomer.DefaultNow - TimeSpan.FromHours(1)))
        .Tagged("student");

    private static IReadOnlyList<FailingClause> Explain(string text) => ExpressionExplainer.Explain(TestSchema.Compiled(text), Customer).Clauses;

    [Fact]
    public void A_true_expression_needs_no_change() => Assert.Empty(Explain("customer.arpu > 40 || customer.vip"));

    [Theory]
    [InlineData("customer.arpu >= 50", "customer.arpu >= 50", "42", 8.0)]
    [InlineData("50 <= customer.arpu", "50 <= customer.arpu", "42", 8.0)]
    [InlineData("customer.arpu < 40", "customer.arpu < 40", "42", -2.0)]
    [InlineData("customer.arpu == 40", "customer.arpu == 40", "42", -2.0)]
    [InlineData("customer.arpu != 42", "customer.arpu != 42", "42", null)]
    [InlineData("!(customer.arpu == 42)", "!(customer.arpu == 42)", "42", null)]
    [InlineData("!(customer.arpu <= 45)", "!(customer.arpu <= 45)", "42", 3.0)]
    [InlineData("customer.tenure > 5", "customer.tenure > 5", "missing", null)]
    [InlineData("customer.plan == \"5G\"", "customer.plan == \"5G\"", "4G", null)]
    [InlineData("customer.plan in [\"5G\"]", "customer.plan in [\"5G\"]", "4G", null)]
    [InlineData("customer.plan.contains(\"5\")", "customer.plan.contains(\"5\")", "4G", null)]
    [InlineData("customer.vip", "customer.vip", "false", null)]
    [InlineData("!owns(\"P\") && !(\"student\" in customer.tags)", "!(\"student\" in customer.tags)", "present", null)]
    [InlineData("\"x\" in customer.tags", "\"x\" in customer.tags", "absent", null)]
    [InlineData("customer.joined < now - duration(\"3h\")", "customer.joined < now - duration(\"3h\")", "2026-03-01T11:00:00Z", -7200.0)]
    [InlineData("now - customer.joined > duration(\"3h\")", "now - customer.joined > duration(\"3h\")", "3600s", 7200.0)]
    [InlineData("has(customer.tenure)", "has(customer.tenure)", "false", null)]
    [InlineData("1 / 0 == 1", "1 / 0 == 1", "1", null)]
    public void A_failing_clause_tells_its_text_value_and_distance(string text, string clause, string value, double? distance) =>
        Assert.Equal([new FailingClause(clause, value, distance)], Explain(text));

    [Fact]
    public void A_conjunction_fails_in_all_its_failing_terms() =>
        Assert.Equal(
            ["customer.arpu > 50", "customer.vip"],
            Explain("customer.arpu > 50 && customer.arpu > 1 && customer.vip").Select(clause => clause.Text));

    [Fact]
    public void Of_a_disjunction_the_branch_with_the_fewest_failing_clauses_counts() =>
        Assert.Equal(
            ["customer.arpu > 50"],
            Explain("(customer.vip && customer.roaming) || (customer.arpu > 50 && customer.arpu > 1) || customer.vip").Select(clause => clause.Text));

    [Fact]
    public void Negations_are_pushed_inward() =>
        Assert.Equal(
            ["!(customer.arpu < 50)", "!(customer.plan == \"4G\")"],
            Explain("!(customer.arpu < 50 || customer.plan == \"4G\" || customer.vip)").Select(clause => clause.Text));

    [Fact]
    public void A_conditional_is_true_by_either_of_its_branches() =>
        Assert.Equal(
            ["customer.arpu > 50"],
            Explain("customer.vip ? customer.arpu > 1 && customer.roaming : customer.arpu > 50").Select(clause => clause.Text));
}
