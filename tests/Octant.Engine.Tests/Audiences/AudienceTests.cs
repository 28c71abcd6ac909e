using Octant.Engine.Audiences;
using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Engine.Profiles;
using Octant.Engine.Tests.Expressions;

namespace Octant.Engine.Tests.Audiences;

public sealed class AudienceTests
{
    private static readonly Instant Now = TestCustomer.DefaultNow;

    private static AudienceColumns Columns(params TestCustomer[] customers)
    {
        var columns = new AudienceColumns(TestSchema.Attributes);
        for (var i = 0; i < customers.Length; i++)
        {
            columns.Upsert(100 + i, customers[i].Profile);
        }

        return columns;
    }

    private static TestCustomer With(string attribute, AttributeValue value) => new TestCustomer().With(TestSchema.Attributes, attribute, value);

    private static long Count(AudienceColumns columns, string text) => new AudienceQuery(columns).Count(TestSchema.Compiled(text, TestSchema.Audience), Now);

    private static long[] Keys(AudienceColumns columns, string text) =>
        [.. new AudienceQuery(columns).Keys(TestSchema.Compiled(text, TestSchema.Audience), Now)];

    private static AttributeDefinition Attribute(string name) => TestSchema.Attributes.TryGet(name, out var attribute) ? attribute : throw new ArgumentException(name);

    [Fact]
    public void Nobody_matches_where_there_is_nobody()
    {
        var columns = Columns();
        Assert.Equal(0, Count(columns, "true"));
        Assert.Empty(Keys(columns, "!has(customer.arpu)"));
        Assert.Empty(new AudienceQuery(columns).Breakdown(TestSchema.Compiled("true", TestSchema.Audience), Now, [Attribute("plan")], 10).Rows);
    }

    [Fact]
    public void Missing_is_neither_true_nor_false()
    {
        var columns = Columns(With("arpu", AttributeValue.OfNumber(0)), With("arpu", AttributeValue.OfNumber(5)), new TestCustomer());
        Assert.Equal([101], Keys(columns, "customer.arpu > 0"));
        Assert.Equal([100], Keys(columns, "!(customer.arpu > 0)"));
        Assert.Equal([102], Keys(columns, "!has(customer.arpu)"));
        Assert.Equal(1, new AudienceQuery(columns).Count(TestSchema.Compiled("customer.arpu > 0", TestSchema.Audience), Now, Truth.Unknown));
    }

    [Fact]
    public void A_changed_profile_replaces_the_old_one_whole()
    {
        var columns = Columns(With("plan", AttributeValue.OfCategory("4G")).Tagged("a", "b"));
        columns.SetOwned(100, ["P"]);
        columns.Upsert(100, With("arpu", AttributeValue.OfNumber(1)).Tagged("b", "c").Profile);

        Assert.Equal(0, Count(columns, "has(customer.plan) || \"a\" in customer.tags"));
        Assert.Equal(1, Count(columns, "customer.arpu == 1 && \"b\" in customer.tags && \"c\" in customer.tags && owns(\"P\")"));
        Assert.Equal(1, columns.Count);
    }

    [Fact]
    public void A_removed_customer_leaves_nothing_to_the_next_one_in_its_slot()
    {
        var columns = Columns(With("arpu", AttributeValue.OfNumber(1)).Tagged("a"));
        columns.SetOwned(100, ["P"]);
        columns.AddContact(100, "C", "P", Now);
        Assert.True(columns.Remove(100));
        Assert.False(columns.Remove(100));
        Assert.Equal(0, Count(columns, "true"));

        columns.Upsert(200, new TestCustomer().Profile);
        Assert.Equal([200], Keys(columns, "!has(customer.arpu) && !owns(\"P\") && !(\"a\" in customer.tags) && !contacted(\"C\", duration(\"1h\")) && !contacted(\"P\", duration(\"1h\"))"));
    }

    [Fact]
    public void Contacts_count_from_just_after_the_window_s_start_to_now()
    {
        var columns = Columns(new TestCustomer(), new TestCustomer(), new TestCustomer(), new TestCustomer());
        columns.AddContact(100, "C", "P", Now);
        columns.AddContact(101, "C", null, Now - TimeSpan.FromHours(1));
        columns.AddContact(102, "C", "P", Now - TimeSpan.FromHours(1) + TimeSpan.FromMicroseconds(1));
        columns.AddContact(103, "C", "P", Now + TimeSpan.FromMicroseconds(1));
        Assert.Equal([100, 102], Keys(columns, "contacted(\"C\", duration(\"1h\"))"));
        Assert.Equal([100, 102], Keys(columns, "contacted(\"P\", duration(\"2h\"))"));

        Assert.True(columns.RemoveContact(100, "C", "P", Now));
        Assert.False(columns.RemoveContact(100, "C", "P", Now));
        Assert.Equal([101, 102], Keys(columns, "contacted(\"C\", duration(\"2h\"))"));

        columns.ForgetContacts(Now - TimeSpan.FromHours(1));
        Assert.Equal([102], Keys(columns, "contacted(\"C\", duration(\"2h\"))"));
    }

    [Fact]
    public void Facts_about_unknown_customers_are_not_taken()
    {
        var columns = Columns();
        Assert.False(columns.SetOwned(1, ["P"]));
        Assert.False(columns.AddContact(1, "C", "P", Now));
        Assert.False(columns.RemoveContact(1, "C", "P", Now));
    }

    [Fact]
    public void A_breakdown_counts_by_value_with_the_largest_group_first_and_missing_apart()
    {
        var columns = Columns(
            With("plan", AttributeValue.OfCategory("4G")).With(TestSchema.Attributes, "vip", AttributeValue.OfFlag(true)),
            With("plan", AttributeValue.OfCategory("5G")),
            With("plan", AttributeValue.OfCategory("5G")).With(TestSchema.Attributes, "vip", AttributeValue.OfFlag(true)),
            new TestCustomer(),
            With("plan", AttributeValue.OfCategory("3G")));
        var query = new AudienceQuery(columns);
        var all = TestSchema.Compiled("true", TestSchema.Audience);

        var byPlan = query.Breakdown(all, Now, [Attribute("plan")], 3);
        Assert.Equal([("5G", 2L), ("3G", 1L), ("4G", 1L)], byPlan.Rows.Select(row => (row.Values[0]!.Value.Category, row.Count)));
        Assert.Equal(1, byPlan.Rest);

        var byBoth = query.Breakdown(all, Now, [Attribute("vip"), Attribute("plan")], 10);
        Assert.Equal(5, byBoth.Rows.Count);
        Assert.Equal([1L, 1L, 1L, 1L, 1L], byBoth.Rows.Select(row => row.Count));
        Assert.Equal((true, "4G"), (byBoth.Rows[0].Values[0]!.Value.Flag, byBoth.Rows[0].Values[1]!.Value.Category));
        Assert.Equal([null, null], byBoth.Rows[^1].Values);
        Assert.Throws<ArgumentException>(() => query.Breakdown(all, Now, [Attribute("note")], 10));
    }

    [Fact]
    public void A_breakdown_by_number_is_in_the_order_of_the_numbers_and_knows_one_zero()
    {
        var columns = Columns([.. new[] { 10.0, -0.0, 9.5, 0.0, -3.0 }.Select(number => With("arpu", AttributeValue.OfNumber(number)))]);
        var rows = new AudienceQuery(columns).Breakdown(TestSchema.Compiled("true", TestSchema.Audience), Now, [Attribute("arpu")], 10).Rows;
        Assert.Equal([(0.0, 2L), (-3.0, 1L), (9.5, 1L), (10.0, 1L)], rows.Select(row => (row.Values[0]!.Value.Number, row.Count)));
    }

    [Fact]
    public void A_sample_is_repeatable_and_even()
    {
        var columns = new AudienceColumns(TestSchema.Attributes);
        for (var key = 0L; key < 1_000; key++)
        {
            columns.Upsert(key, With("arpu", AttributeValue.OfNumber(key)).Profile);
        }

        var query = new AudienceQuery(columns);
        var half = TestSchema.Compiled("customer.arpu < 500", TestSchema.Audience);
        var sample = query.Sample(half, Now, 50, seed: 1);
        Assert.Equal(sample, query.Sample(half, Now, 50, seed: 1));
        Assert.Equal(50, sample.Distinct().Count());
        Assert.All(sample, key => Assert.InRange(key, 0, 499));
        Assert.NotEqual(sample, query.Sample(half, Now, 50, seed: 2));
        Assert.Equal(500, query.Sample(half, Now, 5_000, seed: 1).Count);
        Assert.Empty(query.Sample(half, Now, 0, seed: 1));

        // A smaller sample is the beginning of the larger one.
        Assert.Equal(sample.Take(10), query.Sample(half, Now, 10, seed: 1));
        Assert.InRange(query.Sample(half, Now, 200, seed: 3).Average(), 220, 280);
    }

    [Fact]
    public void An_audience_has_no_event()
    {
        var query = new AudienceQuery(Columns());
        Assert.Throws<ArgumentException>(() => query.Count(TestSchema.Compiled("event.amount > 1"), Now));
        Assert.Throws<ArgumentException>(() => query.Keys(TestSchema.Compiled("context.hour > 1"), Now).Any());
    }

    [Fact]
    public void Attributes_added_later_are_missing_before()
    {
        var columns = Columns(new TestCustomer());
        columns.Attributes = TestSchema.Attributes.With("new", AttributeKind.Number);
        var expression = TestSchema.Compiled("!has(customer.new) && !has(customer.arpu)", new ExpressionSchema(columns.Attributes));
        Assert.Equal(1, new AudienceQuery(columns).Count(expression, Now));
        var profile = new Profile();
        profile.Set(columns.Attributes.Count - 1, AttributeValue.OfNumber(3));
        columns.Upsert(100, profile);
        Assert.Equal(0, new AudienceQuery(columns).Count(expression, Now));
        Assert.Throws<ArgumentException>(() => columns.Attributes = TestSchema.Attributes);
    }
}
