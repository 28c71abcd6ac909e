using Octant.Engine.Expressions;
using Octant.Engine.Profiles;

namespace Octant.Engine.Tests.Expressions;

public sealed class ConditionTests
{
    private static TestCustomer Known() => new TestCustomer()
        .With(TestSchema.Attributes, "arpu", AttributeValue.OfNumber(60))
        .With(TestSchema.Attributes, "plan", AttributeValue.OfCategory("5G-128"))
        .With(TestSchema.Attributes, "vip", AttributeValue.OfFlag(true))
        .With(TestSchema.Attributes, "joined", AttributeValue.OfDate(TestCustomer.DefaultNow - TimeSpan.FromDays(400)))
        .Tagged("5g_ready", "student");

    private static void Is(Truth expected, string text, TestCustomer customer)
    {
        var expression = TestSchema.Compiled(text);
        Assert.Equal(expected, expression.Evaluate(customer));
        Assert.Equal(expected, Interpreter.TruthOf(Interpreter.Evaluate(expression.Tree, customer)));
    }

    [Theory]
    [InlineData("customer.arpu >= 50", Truth.True)]
    [InlineData("50 <= customer.arpu", Truth.True)]
    [InlineData("customer.arpu < 50", Truth.False)]
    [InlineData("customer.arpu in [60, 70]", Truth.True)]
    [InlineData("customer.plan == \"5G-128\"", Truth.True)]
    [InlineData("customer.plan in [\"4G\", \"3G\"]", Truth.False)]
    [InlineData("customer.vip", Truth.True)]
    [InlineData("!customer.vip", Truth.False)]
    [InlineData("customer.joined < now - duration(\"8760h\")", Truth.True)]
    [InlineData("customer.joined < timestamp(\"2020-01-01T00:00:00Z\")", Truth.False)]
    [InlineData("\"5g_ready\" in customer.tags", Truth.True)]
    [InlineData("\"absent\" in customer.tags", Truth.False)]
    [InlineData("customer.tags.exists(t, t.startsWith(\"stu\"))", Truth.True)]
    [InlineData("owns(\"P-5G-128\")", Truth.False)]
    [InlineData("contacted(\"C1\", duration(\"168h\"))", Truth.False)]
    [InlineData("(customer.arpu > 50 ? customer.arpu : 0) > 10", Truth.True)]
    public void A_known_value_decides(string text, Truth expected) => Is(expected, text, Known());

    [Theory]
    [InlineData("customer.tenure > 0", Truth.Unknown)]
    [InlineData("!(customer.tenure > 0)", Truth.Unknown)]
    [InlineData("customer.tenure > 0 && customer.arpu > 0", Truth.Unknown)]
    [InlineData("customer.tenure > 0 && customer.arpu < 0", Truth.False)]
    [InlineData("customer.tenure > 0 || customer.arpu > 0", Truth.True)]
    [InlineData("customer.tenure > 0 || customer.arpu < 0", Truth.Unknown)]
    [InlineData("customer.roaming", Truth.Unknown)]
    [InlineData("customer.roaming == customer.roaming", Truth.Unknown)]
    [InlineData("customer.roaming ? true : true", Truth.Unknown)]
    [InlineData("customer.city == \"Fuzhou\"", Truth.Unknown)]
    [InlineData("customer.city in [\"Fuzhou\"]", Truth.Unknown)]
    [InlineData("customer.arpu in [60.0, customer.tenure]", Truth.Unknown)]
    [InlineData("has(customer.tenure)", Truth.False)]
    [InlineData("has(customer.arpu)", Truth.True)]
    [InlineData("!has(customer.tenure)", Truth.True)]
    [InlineData("event.amount > 30", Truth.Unknown)]
    [InlineData("has(event.amount)", Truth.False)]
    [InlineData("has(customer.tags)", Truth.True)]
    public void A_missing_value_is_unknown(string text, Truth expected) => Is(expected, text, Known());

    [Theory]
    [InlineData("1 / 0 == 1", Truth.Error)]
    [InlineData("1 / 0 == 1 && customer.arpu < 0", Truth.False)]
    [InlineData("1 / 0 == 1 && customer.arpu > 0", Truth.Error)]
    [InlineData("1 / 0 == 1 && customer.tenure > 0", Truth.Unknown)]
    [InlineData("customer.tenure > 0 && 1 / 0 == 1", Truth.Unknown)]
    [InlineData("1 / 0 == 1 || customer.tenure > 0", Truth.Unknown)]
    [InlineData("1 / 0 == 1 || customer.arpu > 0", Truth.True)]
    [InlineData("customer.tenure > double(1 / 0)", Truth.Unknown)]
    [InlineData("[1, 2].exists(x, x / 0 == 1 || x == 2)", Truth.True)]
    [InlineData("[1, 2].all(x, 4 / (x - 1) > 1)", Truth.Error)]
    [InlineData("[1, 2].exists_one(x, 4 / (x - 1) == 4)", Truth.Error)]
    public void Errors_are_absorbed_as_in_CEL_and_unknown_comes_before_them(string text, Truth expected) => Is(expected, text, Known());

    [Fact]
    public void Fields_of_events_and_of_the_context_are_read()
    {
        var customer = Known();
        customer.Event["amount"] = AttributeValue.OfNumber(31);
        customer.Event["kind"] = AttributeValue.OfCategory("recharge");
        customer.Event["paid"] = AttributeValue.OfFlag(true);
        customer.Event["due"] = AttributeValue.OfDate(TestCustomer.DefaultNow);
        customer.Context["screen"] = AttributeValue.OfNumber(1);

        Is(Truth.True, "event.amount > 30 && event.kind == \"recharge\" && event.paid && event.due == now", customer);

        // A value of another kind than declared is as good as missing.
        Is(Truth.Unknown, "context.screen == \"home\"", customer);
        Is(Truth.False, "has(context.screen)", customer);
    }

    [Fact]
    public void Ownership_and_contacts_are_asked_of_the_scope()
    {
        var customer = Known();
        customer.Owned.Add("P-5G-128");
        customer.Contacts.Add(("C1", "P-9", customer.Now - TimeSpan.FromHours(5)));

        Is(Truth.True, "owns(\"P-5G-128\")", customer);
        Is(Truth.True, "contacted(\"C1\", duration(\"6h\")) && contacted(\"P-9\", duration(\"6h\"))", customer);
        Is(Truth.False, "contacted(\"C1\", duration(\"5h\"))", customer);
    }

    [Fact]
    public void References_are_collected_in_the_order_of_the_text()
    {
        var expression = TestSchema.Compiled(
            "customer.tenure > 1 && customer.arpu > 1 && customer.tenure < 9 && event.amount > 1 && owns(\"A\") && contacted(\"B\", duration(\"1h\"))");

        Assert.Equal([1, 0], expression.References.AttributeIds);
        Assert.Equal(["amount"], expression.References.EventFields);
        Assert.Equal(["A"], expression.References.Offerings);
        Assert.Equal(["B"], expression.References.Contacts);
        Assert.True(expression.UsesEvent);
        Assert.False(expression.UsesContext);
    }

    [Fact]
    public void The_row_gear_allocates_nothing_for_the_common_operators()
    {
        var customer = Known();
        customer.Event["amount"] = AttributeValue.OfNumber(31);
        var expression = TestSchema.Compiled(
            "customer.arpu >= 50 && customer.arpu in [10, 20, 60] && customer.plan == \"5G-128\" && customer.plan in [\"5G-128\", \"x\"] && customer.vip"
            + " && \"5g_ready\" in customer.tags && !owns(\"P\") && has(customer.arpu) && !(customer.tenure > 3 && customer.arpu < 5)"
            + " && customer.joined < now - duration(\"24h\") && event.amount > 30 && (customer.vip || customer.roaming)"
            + " && customer.arpu * 2.0 > 100 && customer.plan.startsWith(\"5G\") && customer.plan < \"Z\"");
        Assert.Equal(Truth.True, expression.Evaluate(customer));
        Assert.Equal(0, Allocations.Least(() => expression.Evaluate(customer)));
    }
}
