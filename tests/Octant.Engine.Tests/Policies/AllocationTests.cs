using Octant.Engine.Arbitration;
using Octant.Engine.Channels;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;
using static Octant.Engine.Tests.Calendar.TestZones;
using static Octant.Engine.Tests.Policies.TestContacts;

namespace Octant.Engine.Tests.Policies;

/// <summary>These checks run for every candidate of every decision: what passes must leave nothing behind for the collector.</summary>
public sealed class AllocationTests
{
    [Fact]
    public void A_candidate_that_passes_every_check_allocates_nothing()
    {
        var now = At("2026-06-10T12:00:00Z");
        var policies = new[]
        {
            new ContactPolicy
            {
                Id = "p",
                Caps = [PerCalendar(4, CalendarUnit.Month), Rolling(2, TimeSpan.FromDays(7), CapScope.Campaign) with { Channels = ["sms"] }],
                CoolDowns = [new CoolDown(CapScope.Campaign, TimeSpan.FromDays(30))],
                IgnoreSuppressions = [new IgnoreSuppression(CapScope.Global, 3, TimeSpan.FromDays(30))],
                QuietHours = [new DailyHours(new TimeOnly(21, 0), new TimeOnly(8, 0), [DayOfWeek.Friday])],
                Holidays = [new DateOnly(2026, 5, 1)],
            },
        };
        var caps = new CapLedger(policies);
        var ledger = new[] { Contact(now - TimeSpan.FromDays(1), "c2"), Contact(now + TimeSpan.FromDays(1), "c3") };
        var customer = new CustomerState(1);
        customer.Consents.Add(new Consent(ContactPolicy.MarketingClass, ConsentState.Granted, "hall", now));
        customer.Owned.Add(new OwnedOffering("small", OwnershipState.Active, "old", null));
        var offering = new Offering { Id = "o1", Name = "o", UpgradesFrom = ["small"], Excludes = ["other"], Requires = ["small"] };
        var catalog = new CatalogView([offering], [], AttributeDictionary.Empty);
        Assert.True(catalog.TryGetOffering("o1", out var entry));
        var needs = new ProductNeeds { Input = ProductInput.Digits, Output = [ProductOutput.ShortText], SpecialNeeds = [SpecialNeed.HighInteraction] };
        var abilities = new ChannelAbilities { Input = [ProductInput.Text], SpecialNeeds = [SpecialNeed.HighInteraction] };
        var holdout = Holdout.OfCampaign(1, "c1", 0);
        var proposed = Proposed(now);

        Assert.True(Passes());
        Assert.Equal(0, Allocations.Least(() => Passes()));

        bool Passes()
        {
            var quota = new SlotQuota(2, 1, null);
            return ProductCheck.Test(catalog, customer, entry, null, now, []) is null
                && ConsentCheck.Test(customer, ContactPolicy.MarketingClass, ChannelDirection.Active) is null
                && QuietHours.Test(policies, ContactPolicy.MarketingClass, ChannelDirection.Active, now, Berlin) is null
                && caps.Test(proposed, ledger, [], Berlin) is null
                && TurnDowns.Test(policies, proposed, ledger) is null
                && ChannelFit.Test(needs, abilities).Verdict == FitVerdict.CanCarry
                && !holdout.Holds(customer.Key)
                && quota.IsOpen
                && quota.Admits(Tier.Gold);
        }
    }
}
