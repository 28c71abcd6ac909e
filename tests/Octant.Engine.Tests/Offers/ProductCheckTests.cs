using Octant.Engine.Calendar;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;
using Octant.Engine.Tests.Calendar;
using static Octant.Engine.Tests.Calendar.TestZones;

namespace Octant.Engine.Tests.Offers;

public sealed class ProductCheckTests
{
    private static readonly Instant Now = At("2026-06-10T12:00:00Z");
    private static readonly Offering Plan = new() { Id = "plan", Name = "Plan", Type = OfferingType.MainPlan };
    private static readonly Offering AddOn = new() { Id = "add-on", Name = "Add-on" };
    private static readonly Promotion Scheme = new() { Id = "scheme", Name = "Scheme", Offerings = ["plan", "add-on"] };

    private static readonly AttributeDictionary Attributes = AttributeDictionary.Empty
        .With("arpu", AttributeKind.Number).With("device", AttributeKind.Category).With("area", AttributeKind.Category);

    [Fact]
    public void An_offering_nothing_stands_against_can_be_taken()
    {
        Assert.Null(Test(AddOn));
        Assert.Null(Test(AddOn, promotion: Scheme));
    }

    [Theory]
    [InlineData(OfferingStatus.InDesign, Reasons.OfferingNotActive)]
    [InlineData(OfferingStatus.Active, null)]
    [InlineData(OfferingStatus.Suspended, Reasons.OfferingNotActive)]
    [InlineData(OfferingStatus.Retired, Reasons.OfferingNotActive)]
    public void Only_an_active_offering_is_offered(OfferingStatus status, string? reason) =>
        Assert.Equal(reason, Test(AddOn with { Status = status })?.Reason);

    [Theory]
    [InlineData(-1, 1, null)]
    [InlineData(0, 1, null)]
    [InlineData(1, 2, Reasons.OfferingNotYetValid)]
    [InlineData(-2, -1, Reasons.OfferingNoLongerValid)]
    [InlineData(-1, 0, Reasons.OfferingNoLongerValid)]
    public void Validity_is_half_open(int from, int to, string? reason)
    {
        var refusal = Test(AddOn with { ValidFrom = Now.Plus(from), ValidTo = Now.Plus(to) });
        Assert.Equal(reason, refusal?.Reason);
        Assert.Equal(reason == Reasons.OfferingNotYetValid ? Now.Plus(from) : null, refusal?.Until);

        var ofPromotion = Test(AddOn, promotion: Scheme with { ValidFrom = Now.Plus(from), ValidTo = Now.Plus(to) });
        Assert.Equal(reason?.Replace("offering", "promotion", StringComparison.Ordinal), ofPromotion?.Reason);
    }

    [Theory]
    [InlineData(OwnershipState.Active, Reasons.AlreadyOwned)]
    [InlineData(OwnershipState.Pending, Reasons.AlreadyPending)]
    [InlineData(OwnershipState.InFlight, Reasons.OrderInFlight)]
    public void What_is_owned_pending_or_in_flight_is_not_offered(OwnershipState state, string reason) =>
        Assert.Equal(new ProductRefusal(reason, "add-on", null), Test(AddOn, Customer(Owned("add-on", state))));

    [Fact]
    public void What_an_earlier_slot_recommends_is_not_recommended_again() =>
        Assert.Equal(new ProductRefusal(Reasons.AlreadyRecommended, "add-on", null), Test(AddOn, picked: [new PickedOffer("add-on", null)]));

    [Theory]
    [InlineData(true, OwnershipState.Active)]
    [InlineData(false, OwnershipState.Active)]
    [InlineData(true, OwnershipState.Pending)]
    [InlineData(false, OwnershipState.InFlight)]
    public void Offerings_exclude_each_other_whichever_says_so(bool offeredSaysSo, OwnershipState state)
    {
        var offered = AddOn with { Excludes = offeredSaysSo ? ["rival"] : [] };
        var rival = new Offering { Id = "rival", Name = "Rival", Excludes = offeredSaysSo ? [] : ["add-on"] };
        Assert.Null(Test(offered, others: [rival]));
        Assert.Equal(new ProductRefusal(Reasons.ExcludedByOwned, "rival", null), Test(offered, Customer(Owned("rival", state)), others: [rival]));
        Assert.Equal(
            new ProductRefusal(Reasons.ExcludedByRecommended, "rival", null),
            Test(offered, others: [rival], picked: [new PickedOffer("other", null), new PickedOffer("rival", null)]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Promotions_exclude_each_other_whichever_says_so(bool offeredSaysSo)
    {
        var offered = Scheme with { Excludes = offeredSaysSo ? ["rival"] : [] };
        var rival = new Promotion { Id = "rival", Name = "Rival", Offerings = ["x"], Excludes = offeredSaysSo ? [] : ["scheme"] };
        var under = Customer(new OwnedOffering("x", OwnershipState.Active, "rival", null));
        Assert.Equal(new ProductRefusal(Reasons.PromotionExcludedByHeld, "rival", null), Test(AddOn, under, offered, otherPromotions: [rival]));
        Assert.Null(Test(AddOn, under, promotion: null, otherPromotions: [rival, offered]));
        Assert.Null(Test(AddOn, Customer(Owned("rival")), offered, otherPromotions: [rival]));
        Assert.Equal(
            new ProductRefusal(Reasons.PromotionExcludedByRecommended, "rival", null),
            Test(AddOn, promotion: offered, otherPromotions: [rival], picked: [new PickedOffer("x", "rival")]));
    }

    [Fact]
    public void A_promotion_is_for_its_own_offerings() =>
        Assert.Equal(new ProductRefusal(Reasons.PromotionNotForOffering, "scheme", null), Test(AddOn, promotion: Scheme with { Offerings = ["plan"] }));

    [Fact]
    public void All_required_offerings_must_be_owned_and_the_first_missing_is_named()
    {
        var offered = AddOn with { Requires = ["a", "b"] };
        Assert.Null(Test(offered, Customer(Owned("b", OwnershipState.Pending), Owned("a"))));
        Assert.Equal(new ProductRefusal(Reasons.RequiredOfferingMissing, "b", null), Test(offered, Customer(Owned("a"))));
    }

    [Fact]
    public void An_upgrade_needs_one_of_its_path()
    {
        var upgrade = Plan with { UpgradesFrom = ["small", "middle"] };
        Assert.Equal(Reasons.NoUpgradePath, Test(upgrade, Customer(Owned("other")))?.Reason);
        Assert.Null(Test(upgrade, Customer(Owned("middle"))));
    }

    [Fact]
    public void What_an_upgrade_replaces_does_not_exclude_it_but_another_of_its_path_does()
    {
        var upgrade = Plan with { UpgradesFrom = ["small", "middle"], Excludes = ["small", "middle"] };
        Assert.Null(Test(upgrade, Customer(Owned("middle"))));
        Assert.Equal(new ProductRefusal(Reasons.ExcludedByOwned, "middle", null), Test(upgrade, Customer(Owned("middle"), Owned("small"))));
    }

    [Theory]
    [InlineData(OfferingType.MainPlan, 0, true)]
    [InlineData(OfferingType.AddOn, 0, false)]
    [InlineData(OfferingType.AddOn, 12, true)]
    public void A_running_contract_forbids_main_plans_and_further_locking_promotions(OfferingType type, int lockInMonths, bool refused)
    {
        var offered = AddOn with { Type = type };
        var scheme = Scheme with { LockInMonths = lockInMonths };
        var end = Now.Plus(1);
        var locked = Customer(Owned("x"), new OwnedOffering("y", OwnershipState.Active, "p", Now), new OwnedOffering("z", OwnershipState.Active, "p", end));
        Assert.Equal(refused ? new ProductRefusal(Reasons.ContractLocked, "z", end) : null, Test(offered, locked, scheme));
        Assert.Null(Test(offered, Customer(new OwnedOffering("z", OwnershipState.Active, "p", Now)), scheme)); // the term has passed
    }

    [Theory]
    [InlineData("device", null, Reasons.DeviceUnknown)]
    [InlineData("device", "phone-3g", Reasons.DeviceNotSupported)]
    [InlineData("device", "phone-5g", null)]
    [InlineData("area", null, Reasons.AreaUnknown)]
    [InlineData("area", "south", Reasons.AreaNotSupported)]
    [InlineData("area", "north", null)]
    public void Device_and_area_must_be_known_and_listed(string attribute, string? value, string? reason)
    {
        var offered = attribute == "device" ? AddOn with { Devices = ["phone-5g"] } : AddOn with { Areas = ["west", "north"] };
        var customer = Customer();
        if (value is not null)
        {
            Assert.True(Attributes.TryGet(attribute, out var definition));
            customer.Profile.Set(definition.Id, AttributeValue.OfCategory(value));
        }

        Assert.Equal(reason, Test(offered, customer)?.Reason);
        Assert.Null(Test(AddOn, customer));
    }

    [Fact]
    public void Without_a_device_attribute_no_device_is_known()
    {
        var offered = AddOn with { Devices = ["phone-5g"] };
        var catalog = new CatalogView([offered], [], AttributeDictionary.Empty.With("device", AttributeKind.Number));
        Assert.True(catalog.TryGetOffering("add-on", out var entry));
        var customer = Customer();
        customer.Profile.Set(0, AttributeValue.OfNumber(1));
        Assert.Equal(Reasons.DeviceUnknown, ProductCheck.Test(catalog, customer, entry, null, Now, [])?.Reason);
    }

    [Theory]
    [InlineData(CustomerStatus.Active, null)]
    [InlineData(CustomerStatus.Suspended, null)]
    [InlineData(CustomerStatus.Closed, Reasons.CustomerClosed)]
    public void A_closed_customer_takes_nothing(CustomerStatus status, string? reason)
    {
        var customer = Customer();
        customer.Status = status;
        Assert.Equal(reason, Test(AddOn, customer)?.Reason);
    }

    [Fact]
    public void What_the_catalogue_does_not_hold_is_not_found()
    {
        var catalog = new CatalogView([AddOn], [Scheme], Attributes);
        Assert.False(catalog.TryGetOffering("plan", out _));
        Assert.False(catalog.TryGetPromotion("add-on", out _));
        Assert.True(catalog.TryGetOffering("add-on", out var offering) && offering.Tier == Tier.Ordinary);
    }

    private static ProductRefusal? Test(
        Offering offering,
        CustomerState? customer = null,
        Promotion? promotion = null,
        Offering[]? others = null,
        Promotion[]? otherPromotions = null,
        PickedOffer[]? picked = null)
    {
        var promotions = (otherPromotions ?? []).Where(other => other.Id != promotion?.Id).ToList();
        var catalog = new CatalogView([offering, .. others ?? []], promotion is null ? promotions : [promotion, .. promotions], Attributes);
        Assert.True(catalog.TryGetOffering(offering.Id, out var entry));
        CatalogPromotion? under = null;
        Assert.True(promotion is null || catalog.TryGetPromotion(promotion.Id, out under));
        return ProductCheck.Test(catalog, customer ?? Customer(), entry, under, Now, picked);
    }

    private static OwnedOffering Owned(string offering, OwnershipState state = OwnershipState.Active) => new(offering, state, null, null);

    private static CustomerState Customer(params OwnedOffering[] owned)
    {
        var customer = new CustomerState(1);
        customer.Owned.AddRange(owned);
        return customer;
    }
}
