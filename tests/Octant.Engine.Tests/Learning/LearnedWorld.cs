using Octant.Engine.Calendar;
using Octant.Engine.Learning;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;
using Octant.Engine.Tests.Decisions;

namespace Octant.Engine.Tests.Learning;

/// <summary>Customers whose true chance of accepting is known, because this draws their answers by it.</summary>
internal sealed class LearnedWorld(int seed)
{
    public static readonly string[] Plans = ["S", "M", "L"];
    public static readonly string[] Places = ["web", "sms", "hall"];

    private readonly Random _random = new(seed);

    public CustomerState Customer()
    {
        var customer = World.Customer(_random.NextInt64())
            .With("arpu", AttributeValue.OfNumber(Math.Round(10 + (_random.NextDouble() * 190), 2)))
            .With("plan", AttributeValue.OfCategory(Plans[_random.Next(3)]));
        if (_random.Next(4) > 0)
        {
            customer = customer.With("vip", AttributeValue.OfFlag(_random.Next(5) == 0));
        }

        if (_random.Next(3) == 0)
        {
            customer.Profile.SetTags([Symbols.Of("young"), Symbols.Of($"region-{_random.Next(4)}")]);
        }

        return customer;
    }

    /// <summary>One outcome of an offering, drawn by its true chance.</summary>
    public ResponseExample Outcome(string offering, string cluster, double level, string? channel = null)
    {
        var customer = Customer();
        channel ??= Places[_random.Next(Places.Length)];
        return new ResponseExample(
            offering, cluster, channel, customer, World.Noon, _random.NextDouble() < Chance(level, channel, customer));
    }

    public static double Chance(double level, string channel, CustomerState customer)
    {
        var score = level + (channel == "hall" ? 0.8 : channel == "sms" ? -0.4 : 0);
        score += customer.Profile.Number(0) >= 128 ? 0.7 : -0.2;
        score += customer.Profile.Value(2) is { } plan && plan.Category == "L" ? 0.9 : 0;
        score += customer.Profile.Value(3) is { } vip && vip.Flag ? -0.5 : 0;
        return 1 / (1 + Math.Exp(-score));
    }

    public static double Predict(ResponseModel model, string offering, string? cluster, string channel, CustomerState customer, long minimum = 0)
    {
        var features = new FeatureBuffer();
        model.Read(customer, World.Noon, features);
        model.ReadChannel(customer, channel, features);
        return model.Predict(offering, cluster, channel, features, minimum)?.Value ?? double.NaN;
    }

    public static Contact Shown(Instant at, string channel, Responses responses) =>
        new()
        {
            Id = new ContactId(at.Microseconds, 0, 1),
            Class = ContactPolicy.MarketingClass,
            Channel = channel,
            GrantedAt = at,
            CountsAt = at,
            ValidUntil = at,
            ResponseWindow = TimeSpan.Zero,
            State = ContactState.Sent,
            StateAt = at,
            Responses = responses,
        };
}
