using System.Buffers.Binary;
using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;

namespace Octant.Engine.Tests.Partitions;

/// <summary>What earlier versions stored is read to the same state as what is stored today.</summary>
public sealed class EarlierFormTests
{
    private const string CheckpointOfForm5 =
        "BQ4A///d8t//39wBBgQBVAEBAAYAARgBAuUEAgMYLURU+yEJQAMEAQVub3J0aAQGBgeAgPKBg4mFBgIBAWEBAWIBAQdwbGFuLTVnAQEJcHJvbW90aW9uAYCA" +
        "8oGDiYUGAQEJbWFya2V0aW5nAQEHaG90bGluZYCA8oGDiYUGAQEJY29tcGxhaW50CygAAgABCmNhbXBhaWduLTABCG9mZmVyaW5nAAAHAQN3ZWIAAAABAICA" +
        "8oGDiYUGgIDygYOJhQaAgKOajpiFBoCAoo6F4AICAICA8oGDiYUGAAAAACoAAgABCmNhbXBhaWduLTELAAAHDAAAAA2A8L3ivoqFBoDwveK+ioUGgPDu+smZ" +
        "hQaAgKKOheACAgCA8L3ivoqFBgAAAAAsAAIAAQpjYW1wYWlnbi0yCwAABwwAAAANgOCJw/qLhQaA4InD+ouFBoDgutuFm4UGgICijoXgAgIAgOCJw/qLhQYA" +
        "AAAALgACAAoLAAAHDAAAAA2A0NWjto2FBoDQ1aO2jYUGgNCGvMGchQaAgKKOheACAgCA0NWjto2FBgAAAAAwAAIADgsAAAcMAAAADYDAoYTyjoUGgMChhPKO" +
        "hQaAwNKc/Z2FBoCAoo6F4AICAIDAoYTyjoUGAAAAADIAAgAPCwAABwwAAAANgLDt5K2QhQaAsO3krZCFBoCwnv24n4UGgICijoXgAgIAgLDt5K2QhQYAAAAA" +
        "NAACAAoLAAAHDAAAAA2AoLnF6ZGFBoCgucXpkYUGgKDq3fSghQaAgKKOheACAgCAoLnF6ZGFBgAAAAA2AAIADgsAAAcMAAAADYCQhaalk4UGgJCFpqWThQaA" +
        "kLa+sKKFBoCAoo6F4AICAICQhaalk4UGAAAAADgAAgAPCwAABwwAAAANgIDRhuGUhQaAgNGG4ZSFBoCAgp/so4UGgICijoXgAgIAgIDRhuGUhQYAAAAAPAQG" +
        "AQxvdGhlciBzeXN0ZW0AAAYBB2NsdXN0ZXIHDAEDby0xAQNzLTEBAi9uBIDwnOecloUGgIDAqKi7hQaA8M3/p6WFBoCAoo6F4AIDAQNjYXCAgPuFrMCFBhEB" +
        "gIC246/FhQYBAQEHY291cG9ucwEHMjAyNi0xMQY8AAIADgsAAAcMAAAADYDg6MfYl4UGgODox9iXhQaA4Jng46aFBoCAoo6F4AICAIDg6MfYl4UGAAAAAAAA" +
        "AAAAAAAwwo6tAAAAAA==";

    private const string InputsOfForm3 =
        "AwAOGAKAgIXLpLaFBgEBA3dlYgEEaG9tZQQBAQRwYWdlAQEFcGxhbnMBA3MtMQEDby0xAQIvbgECVAEBAAYAAAAAAAAAAChAAQCPwvUoXI8IwAIAGC1EVPsh" +
        "CUADAQEFbm9ydGgEAgIGA4CA8oGDiYUGAgEBYQEBYgEBB3BsYW4tNWcBAQlwcm9tb3Rpb24BgIDygYOJhQYBAQltYXJrZXRpbmcBAQdob3RsaW5lgIDygYOJ" +
        "hQYBAQljb21wbGFpbnQLKAACAAEKY2FtcGFpZ24tMAEIb2ZmZXJpbmcAAA4CAAAAAQCAgPKBg4mFBoCA8oGDiYUGgICjmo6YhQaAgKKOheACAgCAgPKBg4mF" +
        "BgAAAAAqAAIAAQpjYW1wYWlnbi0xEgAADgIAAAATgPC94r6KhQaA8L3ivoqFBoDw7vrJmYUGgICijoXgAgIAgPC94r6KhQYAAAAALAACAAEKY2FtcGFpZ24t" +
        "MhIAAA4CAAAAE4DgicP6i4UGgOCJw/qLhQaA4LrbhZuFBoCAoo6F4AICAIDgicP6i4UGAAAAAC4AAgAREgAADgIAAAATgNDVo7aNhQaA0NWjto2FBoDQhrzB" +
        "nIUGgICijoXgAgIAgNDVo7aNhQYAAAAAMAACABQSAAAOAgAAABOAwKGE8o6FBoDAoYTyjoUGgMDSnP2dhQaAgKKOheACAgCAwKGE8o6FBgAAAAAyAAIAFRIA" +
        "AA4CAAAAE4Cw7eStkIUGgLDt5K2QhQaAsJ79uJ+FBoCAoo6F4AICAICw7eStkIUGAAAAADQAAgAREgAADgIAAAATgKC5xemRhQaAoLnF6ZGFBoCg6t30oIUG" +
        "gICijoXgAgIAgKC5xemRhQYAAAAANgACABQSAAAOAgAAABOAkIWmpZOFBoCQhaalk4UGgJC2vrCihQaAgKKOheACAgCAkIWmpZOFBgAAAAA4AAIAFRIAAA4C" +
        "AAAAE4CA0YbhlIUGgIDRhuGUhQaAgIKf7KOFBoCAoo6F4AICAICA0YbhlIUGAAAAADwEBgEMb3RoZXIgc3lzdGVtAAANAQdjbHVzdGVyDgIHBggLgPCc55yW" +
        "hQaAgMCoqLuFBoDwzf+npYUGgICijoXgAgMBA2NhcICA+4WswIUGEQGAgLbjr8WFBgEBAQdjb3Vwb25zAQcyMDI2LTExBjwAAgAUEgAADgIAAAATgODox9iX" +
        "hQaA4OjH2JeFBoDgmeDjpoUGgICijoXgAgIAgODox9iXhQYAAAAAAAAA";

    private static readonly Instant Start = new(1_700_000_000_000_000);

    [Fact]
    public void A_checkpoint_that_had_every_contact_whole_is_read_to_the_same_state()
    {
        Assert.Equal(5, Convert.FromBase64String(CheckpointOfForm5)[0]);
        Assert.Equal(Lived().TakeCheckpoint(), Partition.Load(Convert.FromBase64String(CheckpointOfForm5)).TakeCheckpoint());
    }

    [Fact]
    public void Inputs_that_had_wide_values_and_every_contact_whole_are_read_to_the_same_inputs()
    {
        Assert.Equal(3, Convert.FromBase64String(InputsOfForm3)[0]);
        var read = DecisionFormat.DecodeInputs(Convert.FromBase64String(InputsOfForm3));
        Assert.Equal(DecisionFormat.Encode(Inputs(), []), DecisionFormat.Encode(read, []));
    }

    [Fact]
    public void A_ledger_of_contacts_that_are_alike_takes_half_of_what_it_took()
    {
        var (before, now) = (Convert.FromBase64String(CheckpointOfForm5).Length, Lived().TakeCheckpoint().Length);
        Assert.True(now * 2 < before, $"{now} bytes, {before} in form 5.");
    }

    [Fact]
    public void Requests_of_a_checkpoint_that_had_them_in_order_of_their_ids_are_forgotten_in_order_of_time()
    {
        var partition = new Partition(7);
        UInt128[] ids = [1, 2, 3, 4, 5];
        int[] hours = [3, 1, 5, 1, 2];
        foreach (var (id, hour) in ids.Zip(hours))
        {
            partition.State.Requests.Add(new RememberedRequest(id, Start + TimeSpan.FromHours(hour), 9, new DecisionId(7, (long)id, 0)));
        }

        var bytes = partition.TakeCheckpoint();
        bytes[0] = 6;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan()[^8..], JournalFormat.Checksum(bytes.AsSpan()[..^8]));
        var requests = Partition.Load(bytes).State.Requests;

        Assert.Equal([2, 4, 5, 1, 3], requests.All().Select(request => (int)request.Id));
        Assert.Equal([2, 4, 5], requests.EndedBy(Start + TimeSpan.FromHours(2)).Select(id => (int)id));
        Assert.True(requests.TryFind(4, out var found));
        Assert.Equal(new RememberedRequest(4, Start + TimeSpan.FromHours(1), 9, new DecisionId(7, 4, 0)), found);
    }

    private static Partition Lived()
    {
        var partition = new Partition(7);
        partition.State.Load(3, 2, [Customer()], new RememberedIds(), [], [], ObservationTable.Empty, []);
        return partition;
    }

    private static DecisionInputs Inputs() => new(
        new DecisionId(7, 12, 1),
        Start + TimeSpan.FromDays(9),
        new DecisionRequest("web", "home", 2, [new FieldValue("page", AttributeValue.OfCategory("plans"))], new Actor("s-1", "o-1", "/n", AuthenticationLevel.C)),
        null,
        Customer(),
        Lived().State);

    private static CustomerState Customer()
    {
        var customer = new CustomerState(42) { Status = CustomerStatus.Suspended, NeverDisturb = true };
        customer.Profile.Change(
        [
            new AttributeChange(0, AttributeValue.OfNumber(12)),
            new AttributeChange(1, AttributeValue.OfNumber(-3.07)),
            new AttributeChange(2, AttributeValue.OfNumber(Math.PI)),
            new AttributeChange(3, AttributeValue.OfCategory("north")),
            new AttributeChange(4, AttributeValue.OfFlag(true)),
            new AttributeChange(6, AttributeValue.OfDate(Start)),
        ]);
        customer.Profile.SetTags([Symbols.Of("b"), Symbols.Of("a")]);
        customer.Owned.Add(new OwnedOffering("plan-5g", OwnershipState.Pending, "promotion", Start));
        customer.Consents.Add(new Consent("marketing", ConsentState.Granted, "hotline", Start));
        customer.OpenCases.Add("complaint");
        for (var i = 0; i < 9; i++)
        {
            customer.Ledger.Add(Contact(i));
        }

        customer.Ledger.Add(Contact(9) with
        {
            Id = new ContactId(30, 2, 3),
            Source = "other system",
            Campaign = null,
            Offering = null,
            Promotion = "promotion",
            Cluster = "cluster",
            Outlet = "o-1",
            Staff = "s-1",
            Organisation = "/n",
            Variant = "b",
            CountsAt = Start + TimeSpan.FromDays(10),
            State = ContactState.Suppressed,
            Reason = "cap",
            StateAt = Start + TimeSpan.FromDays(11),
            Responses = Responses.Shown | Responses.Rejected,
            TurnedDownAt = Start + TimeSpan.FromDays(12),
            Spends = [new ResourceSpend("coupons", "2026-11", 3)],
            ShownLate = true,
        });
        customer.Ledger.Add(Contact(10));
        return customer;
    }

    private static Contact Contact(int number) => new()
    {
        Id = new ContactId(20 + number, 0, 1),
        Campaign = "campaign-" + (number % 3),
        Offering = "offering",
        Class = "marketing",
        Channel = "web",
        GrantedAt = Start + (number * TimeSpan.FromHours(7)),
        CountsAt = Start + (number * TimeSpan.FromHours(7)),
        ValidUntil = Start + (number * TimeSpan.FromHours(7)) + TimeSpan.FromDays(3),
        ResponseWindow = TimeSpan.FromDays(7),
        State = ContactState.Sent,
        StateAt = Start + (number * TimeSpan.FromHours(7)),
    };
}
