using System.Globalization;
using System.Runtime.InteropServices;
using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;

namespace Octant.Bench.Generator;

/// <summary>The generated data in Octant's own forms: expressions, campaigns, the dictionary, customers.</summary>
public static class OctantText
{
    /// <summary>Numbers have the ids 0 to 19, categories 20 to 39.</summary>
    public static AttributeDictionary Dictionary { get; } = AttributeDictionary.Of(
    [
        .. Enumerable.Range(0, Shape.Numbers).Select(i => new AttributeDefinition(i, Shape.NumberName(i), AttributeKind.Number)),
        .. Enumerable.Range(0, Shape.Categories)
            .Select(i => new AttributeDefinition(Shape.Numbers + i, Shape.CategoryName(i), AttributeKind.Category)),
    ]);

    public static IReadOnlyList<Offering> Offerings { get; } =
    [
        .. Enumerable.Range(0, Shape.Offerings).Select(i => new Offering { Id = Shape.OfferingName(i), Name = $"Pack {i}", Price = 1_000 + (i * 10) }),
    ];

    /// <summary>The condition as an expression.</summary>
    public static string Expression(Condition condition) => condition switch
    {
        NumberBetween { From: { } from } between => string.Create(
            CultureInfo.InvariantCulture,
            $"customer.{Shape.NumberName(between.Number)} >= {from}.0 && customer.{Shape.NumberName(between.Number)} < {between.Below}.0"),
        NumberBetween between => string.Create(CultureInfo.InvariantCulture, $"customer.{Shape.NumberName(between.Number)} < {between.Below}.0"),
        CategoryIn among =>
            $"customer.{Shape.CategoryName(among.Category)} in [{string.Join(", ", among.Values.Select(value => $"\"{Shape.Word(value)}\""))}]",
        TagPresent present => $"\"{Shape.TagName(present.Tag)}\" in customer.tags",
        OwnsAny { Offerings: [var one] } => Owns(one),
        OwnsAny any => $"({string.Join(" || ", any.Offerings.Select(Owns))})",
        Not { Inner: OwnsAny inner } => "!" + Expression(inner),
        Not not => $"!({Expression(not.Inner)})",
        AllOf all => string.Join(" && ", all.Parts.Select(Expression)),
        AnyOf any => $"({string.Join(" || ", any.Parts.Select(part => part is AllOf ? $"({Expression(part)})" : Expression(part)))})",
        _ => throw new NotSupportedException(condition.GetType().Name),
    };

    public static string Expression(GeneratedRule rule) => Expression(rule.Condition);

    /// <summary>A live campaign for the rule's audience, that offers one offering on one channel; higher priority, higher propensity.</summary>
    public static CampaignDefinition Campaign(GeneratedRule rule, string channel, IReadOnlyList<string>? touchpoints = null) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"R{rule.Id:D6}"),
        Name = $"Rule {rule.Id}",
        Status = CampaignStatus.Live,
        Audience = Expression(rule),
        Offers = [new CampaignOffer { Offering = Shape.OfferingName(rule.Id % Shape.Offerings), Propensity = (1 + rule.Priority) / 1_001.0 }],
        Channels = [channel],
        Touchpoints = touchpoints ?? [],
    };

    /// <summary>The operator's identifier of the customer in this row.</summary>
    public static string CustomerId(long row) => string.Create(CultureInfo.InvariantCulture, $"G{row:D8}");

    /// <summary>The customer as a partition holds it; the row is its key.</summary>
    public static CustomerState State(GeneratedCustomer customer)
    {
        var state = new CustomerState(customer.Row);
        Fill(state.Profile, customer);
        state.Owned.AddRange(customer.Offerings.Select(offering => new OwnedOffering(Shape.OfferingName(offering), OwnershipState.Active, null, null)));
        return state;
    }

    /// <summary>Attributes and tags; offerings are not part of a profile.</summary>
    public static void Fill(Profile profile, GeneratedCustomer customer)
    {
        var changes = new List<AttributeChange>(Shape.Numbers + Shape.Categories);
        for (var i = 0; i < Shape.Numbers; i++)
        {
            if (customer.Numbers[i] != CustomerTable.Missing)
            {
                changes.Add(new AttributeChange(i, AttributeValue.OfNumber(customer.Numbers[i])));
            }
        }

        for (var i = 0; i < Shape.Categories; i++)
        {
            if (customer.Categories[i] != CustomerTable.Missing)
            {
                changes.Add(new AttributeChange(Shape.Numbers + i, AttributeValue.OfCategory(Shape.Word(customer.Categories[i]))));
            }
        }

        profile.Change(CollectionsMarshal.AsSpan(changes));
        profile.SetTags([.. Enumerable.Range(0, Shape.Tags).Where(customer.HasTag).Select(tag => Symbols.Of(Shape.TagName(tag)))]);
    }

    private static string Owns(int offering) => $"owns(\"{Shape.OfferingName(offering)}\")";
}
