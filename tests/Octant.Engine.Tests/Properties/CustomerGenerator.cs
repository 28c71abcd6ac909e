using Octant.Engine.Behaviour;
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
        AddBehaviour(customer);
        return customer;
    }

    /// <summary>Everything the generator's expressions can ask, since different times, after some events of the last days.</summary>
    private void AddBehaviour(TestCustomer customer)
    {
        var observations = new List<Observation>();
        foreach (var measure in Measures())
        {
            if (random.Next(6) > 0)
            {
                observations.Add(new Observation(observations.Count + random.Next(1, 3) + (observations.Count > 0 ? observations[^1].Number : 0), measure, customer.Now - TimeSpan.FromHours(Pick(0, 1, 30, 24 * 100, 24 * 400))));
            }
        }

        customer.Observations = new ObservationTable(observations);
        for (var i = random.Next(6); i > 0; i--)
        {
            var at = customer.Now - TimeSpan.FromMinutes(Pick(0, 5, 30, 90, 1_500, 9_000));
            var type = Pick("topup", "topup", "plan.viewed", "located");
            foreach (var (number, measure, _) in observations)
            {
                if (measure!.EventType == type)
                {
                    customer.Cells = customer.Cells.After(new MeasureChange(number, ValueFor(measure)), measure, at, customer.Now);
                }
            }
        }
    }

    private static IEnumerable<BehaviourMeasure> Measures()
    {
        foreach (var type in new[] { "topup", "plan.viewed", "bill.query" })
        {
            foreach (var hours in new[] { 1 / 6.0, 1, 24, 168 })
            {
                var window = TimeSpan.FromMinutes(Math.Round(hours * 60));
                yield return BehaviourMeasure.Count(type, window);
                yield return BehaviourMeasure.Count(type, window, "true");
                yield return BehaviourMeasure.Sum(type, "amount", window);
                yield return BehaviourMeasure.Sum(type, "amount", window, "event.paid");
            }

            foreach (var depth in new[] { 1, 2, BehaviourMeasure.SequenceDepth })
            {
                yield return BehaviourMeasure.Times(type, depth);
                yield return BehaviourMeasure.Times(type, depth, "event.paid");
            }
        }

        foreach (var field in TestSchema.EventTypes.Where(type => type.Fields.Count > 0).SelectMany(type => type.Fields.Select(field => (type.Type, field.Name))))
        {
            yield return BehaviourMeasure.Value(field.Type, field.Name);
        }
    }

    private AttributeValue? ValueFor(BehaviourMeasure measure) => measure.Field switch
    {
        null => null,
        "amount" => Value(AttributeKind.Number),
        "latitude" => AttributeValue.OfNumber(Pick(26.08, 26.0801, 27, double.NaN)),
        "longitude" => AttributeValue.OfNumber(Pick(119.30, 119.3001, 118)),
        "area" => AttributeValue.OfCategory(Pick("c1", "c2", "c7")),
        "kind" => Value(AttributeKind.Category),
        "paid" => Value(AttributeKind.Flag),
        _ => Value(AttributeKind.Date),
    };

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
