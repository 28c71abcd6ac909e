using Octant.Engine.Offers;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;

namespace Octant.Engine.Partitions.Formats;

/// <summary>How a customer's state stood in checkpoints and decision records as they changed; all are still read, the newest is written.</summary>
internal enum CustomerForm
{
    WithoutBehaviour,
    WithBehaviour,

    /// <summary>Values in their narrow form.</summary>
    Narrow,

    /// <summary>And each contact by what is new in it.</summary>
    Newest,
}

/// <summary>A customer's whole state and its parts, as they stand in checkpoints, outcomes and decision records.</summary>
internal static class CustomerFormat
{
    private const int MostTagsOnStack = 128;

    public static void Write(RecordWriter writer, CustomerState customer)
    {
        writer.Int(customer.Key);
        writer.Byte((byte)customer.Status);
        writer.Bool(customer.NeverDisturb);
        writer.Bool(customer.NeverOffer);
        WriteProfile(writer, customer.Profile);
        writer.List(customer.Owned.AsSpan(), WriteOwned);
        writer.List(customer.Consents.AsSpan(), WriteConsent);
        writer.List(customer.OpenCases.AsSpan(), static (writer, text) => writer.Text(text));
        LedgerFormat.Write(writer, customer.Ledger.AsSpan());
        BehaviourFormat.WriteCells(writer, customer.Behaviour);
    }

    public static CustomerState Read(RecordReader reader, CustomerForm form = CustomerForm.Newest)
    {
        var customer = new CustomerState(reader.Int())
        {
            Status = reader.Enum<CustomerStatus>(),
            NeverDisturb = reader.Bool(),
            NeverOffer = reader.Bool(),
        };
        ReadProfile(reader, customer.Profile, narrow: form >= CustomerForm.Narrow);
        customer.Owned = ReadList(reader, ReadOwned);
        customer.Consents = ReadList(reader, ReadConsent);
        customer.OpenCases = ReadList(reader, static reader => reader.Text());
        customer.Ledger = form >= CustomerForm.Newest ? LedgerFormat.Read(reader) : ReadList(reader, ReadContact);
        customer.Behaviour = form >= CustomerForm.WithBehaviour ? BehaviourFormat.ReadCells(reader) : default;
        return customer;
    }

    public static void WriteOwned(RecordWriter writer, OwnedOffering owned)
    {
        writer.Text(owned.Offering);
        writer.Byte((byte)owned.State);
        writer.Text(owned.Promotion);
        writer.OptionalInstant(owned.LockedUntil);
    }

    public static OwnedOffering ReadOwned(RecordReader reader) =>
        new OwnedOffering(reader.Text(), reader.Enum<OwnershipState>(), reader.OptionalText(), reader.OptionalInstant()).Shared();

    public static void WriteConsent(RecordWriter writer, Consent consent)
    {
        writer.Text(consent.Class);
        writer.Byte((byte)consent.State);
        writer.Text(consent.Source);
        writer.Instant(consent.At);
    }

    public static Consent ReadConsent(RecordReader reader) =>
        new(reader.Text(), reader.Enum<ConsentState>(), reader.Text(), reader.Instant());

    public static void WriteContactId(RecordWriter writer, ContactId id)
    {
        writer.Int(id.Sequence);
        writer.Int(id.Index);
        writer.Int(id.Rank);
    }

    public static ContactId ReadContactId(RecordReader reader) => new(reader.Int(), (int)reader.Int(), (int)reader.Int());

    public static void WriteContact(RecordWriter writer, Contact contact)
    {
        WriteContactId(writer, contact.Id);
        writer.Text(contact.Source);
        writer.Text(contact.Campaign);
        writer.Text(contact.Offering);
        writer.Text(contact.Promotion);
        writer.Text(contact.Cluster);
        writer.Text(contact.Class);
        writer.Text(contact.Channel);
        writer.Text(contact.Outlet);
        writer.Text(contact.Staff);
        writer.Text(contact.Organisation);
        writer.Text(contact.Variant);
        writer.Instant(contact.GrantedAt);
        writer.Instant(contact.CountsAt);
        writer.Instant(contact.ValidUntil);
        writer.Span(contact.ResponseWindow);
        writer.Byte((byte)contact.State);
        writer.Text(contact.Reason);
        writer.Instant(contact.StateAt);
        writer.Byte((byte)contact.Responses);
        writer.OptionalInstant(contact.TurnedDownAt);
        writer.Bool(contact.ShownLate);
        writer.List(contact.Spends, DecisionFormat.WriteSpend);
    }

    public static Contact ReadContact(RecordReader reader) => new()
    {
        Id = ReadContactId(reader),
        Source = reader.OptionalText(),
        Campaign = reader.OptionalText(),
        Offering = reader.OptionalText(),
        Promotion = reader.OptionalText(),
        Cluster = reader.OptionalText(),
        Class = reader.Text(),
        Channel = reader.Text(),
        Outlet = reader.OptionalText(),
        Staff = reader.OptionalText(),
        Organisation = reader.OptionalText(),
        Variant = reader.Text(),
        GrantedAt = reader.Instant(),
        CountsAt = reader.Instant(),
        ValidUntil = reader.Instant(),
        ResponseWindow = reader.Span(),
        State = reader.Enum<ContactState>(),
        Reason = reader.OptionalText(),
        StateAt = reader.Instant(),
        Responses = (Responses)reader.Byte(),
        TurnedDownAt = reader.OptionalInstant(),
        ShownLate = reader.Bool(),
        Spends = reader.List(() => DecisionFormat.ReadSpend(reader)),
    };

    /// <summary>Most of them are empty, and an empty one costs nothing.</summary>
    private static CompactList<T> ReadList<T>(RecordReader reader, Func<RecordReader, T> read)
    {
        var count = reader.Count();
        if (count == 0)
        {
            return [];
        }

        var items = new T[count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = read(reader);
        }

        return CompactList.Of<T>(items);
    }

    private static void WriteProfile(RecordWriter writer, Profile profile)
    {
        writer.Unsigned((ulong)profile.Count);
        for (var id = 0; id < profile.Capacity; id++)
        {
            NarrowValue.Write(writer, profile, id);
        }

        // Symbols differ from run to run, so the set is put in the order of its texts.
        var count = profile.Tags.Length;
        var tags = count <= MostTagsOnStack ? stackalloc int[count] : new int[count];
        profile.Tags.CopyInTextOrder(tags);
        writer.List(tags, static (writer, tag) => writer.Text(Symbols.TextOf(tag)));
    }

    private static void ReadProfile(RecordReader reader, Profile profile, bool narrow)
    {
        var attributes = reader.Attributes(reader.Count());
        for (var i = 0; i < attributes.Length; i++)
        {
            attributes[i] = new AttributeChange(reader.AttributeId(), narrow ? NarrowValue.Read(reader) : reader.Value());
        }

        profile.Change(attributes);
        profile.SetTags(reader.Symbols(reader.Count()));
    }
}
