using Octant.Engine.Calendar;
using Octant.Engine.Profiles;
using Octant.Engine.Tests.Expressions;

namespace Octant.Engine.Tests.Properties;

/// <summary>Makes random customers over <see cref="TestSchema"/>, with missing values and awkward ones.</summary>
internal sealed class CustomerGenerator(Random random)
{
    private static readonly double[] Numbers = [0, -0.0, 10, 49.99, 50, 12.5, 0.1, -1.5, 120, 1e17, double.NaN, double.PositiveInfinity, 3.14159];

    private static readonly string[] Words = ["5G-128", "4G", "Fuzhou", "\U0001F600", "\uFF5E", "5", "true", "", "a\\b"];

    private static readonly string[] Tags = ["5g_ready", "5", "4G", "student", "\U0001F600"];

    public TestCustomer Customer()
    {
        var customer = new TestCustomer();
        foreach (var attribute in TestSchema.Attributes.All)
        {
            if (attribute.Kind != AttributeKind.Text && random.Next(100) < 65)
            {
                customer.Profile.Set(attribute.Id, Value(attribute.Kind));
            }
        }

        customer.Tagged([.. Tags.Where(_ => random.Next(3) == 0)]);
        customer.Owned.UnionWith(new[] { "P-1", "P-2" }.Where(_ => random.Next(2) == 0));
        for (var i = random.Next(3); i > 0; i--)
        {
            customer.Contacts.Add((Pick("C-1", "C-2"), Pick("P-1", "P-2"), customer.Now - TimeSpan.FromHours(Pick(0, 1, 24, 100, -1))));
        }

        AddFields(customer);
        return customer;
    }

    private void AddFields(TestCustomer customer)
    {
        foreach (var field in TestSchema.Full.Event!.Where(field => field.Kind != AttributeKind.Text && random.Next(3) > 0))
        {
            customer.Event[field.Name] = Value(field.Kind);
        }

        foreach (var field in TestSchema.Full.Context!.Where(_ => random.Next(3) > 0))
        {
            customer.Context[field.Name] = Value(field.Kind);
        }
    }

    private T Pick<T>(params T[] choices) => choices[random.Next(choices.Length)];

    private AttributeValue Value(AttributeKind kind) => kind switch
    {
        AttributeKind.Number => AttributeValue.OfNumber(random.Next(3) == 0 ? random.Next(-200, 2_000) / 10.0 : Pick(Numbers)),
        AttributeKind.Category => AttributeValue.OfCategory(Pick(Words)),
        AttributeKind.Flag => AttributeValue.OfFlag(random.Next(2) == 0),
        _ => AttributeValue.OfDate(Pick(
            TestCustomer.DefaultNow,
            TestCustomer.DefaultNow - TimeSpan.FromDays(random.Next(1, 900)),
            new Instant(Instant.MicrosecondsPerDay * random.Next(-1_000, 25_000)),
            new Instant(TestCustomer.DefaultNow.Microseconds + random.Next(-5, 5)),
            Instant.MinValue,
            Instant.MaxValue)),
    };
}
