using Octant.Engine.Calendar;
using Octant.Engine.Policies;

namespace Octant.Engine.Partitions.Formats;

/// <summary>
/// A customer's ledger, as it stands in checkpoints and decision records. Contacts of one customer are much alike, so of each is written
/// its offer, its time, and how else it differs from the one before it.
/// </summary>
internal static class LedgerFormat
{
    /// <summary>The one list of all contacts that spend nothing, but for some that were read back.</summary>
    private static readonly IReadOnlyList<ResourceSpend> NoSpends = [];

    private static readonly Contact BeforeFirst = new()
    {
        Id = default,
        Class = "",
        Channel = "",
        GrantedAt = new Instant(0),
        CountsAt = new Instant(0),
        ValidUntil = new Instant(0),
        ResponseWindow = TimeSpan.Zero,
        State = ContactState.Pending,
        StateAt = new Instant(0),
    };

    /// <summary>What is written of a contact beside its id, offer and time. What is rare stands last: seven take one byte.</summary>
    [Flags]
    private enum Said
    {
        None = 0,

        /// <summary>Class, channel and variant, as one of them is another than before.</summary>
        Channel = 1,

        /// <summary>How long it is valid and awaits a response, as one is another than before.</summary>
        Windows = 2,

        /// <summary>Its state, as it is another than before.</summary>
        State = 4,

        /// <summary>When it came into its state, as that is not when it was granted.</summary>
        StateAt = 8,

        /// <summary>When it counts, as that is not when it was granted.</summary>
        CountsAt = 16,

        /// <summary>Promotion and cluster, as one is another than before.</summary>
        Promotion = 32,

        /// <summary>Outlet, staff and organisation, as one is another than before.</summary>
        Actor = 64,

        /// <summary>What was answered, and when it was turned down.</summary>
        Response = 128,

        /// <summary>Why it stands as it does, and whether it was shown late.</summary>
        Reason = 256,
        Spends = 512,

        /// <summary>Its rank, as it is not 1.</summary>
        Rank = 1024,
        Source = 2048,
        All = 4095,
    }

    public static void Write(RecordWriter writer, ReadOnlySpan<Contact> ledger)
    {
        writer.Unsigned((ulong)ledger.Length);
        writer.Expect(Fetch(ledger));
        var before = BeforeFirst;
        foreach (var contact in ledger)
        {
            Write(writer, contact, before);
            before = contact;
        }
    }

    public static CompactList<Contact> Read(RecordReader reader)
    {
        var count = reader.Count();
        if (count == 0)
        {
            return [];
        }

        var ledger = new Contact[count];
        var before = BeforeFirst;
        for (var i = 0; i < ledger.Length; i++)
        {
            ledger[i] = before = Read(reader, before);
        }

        return CompactList.Of<Contact>(ledger);
    }

    /// <summary>
    /// About how many bytes the contacts take. They and their names lie anywhere in memory: asked something of each of its parts in one
    /// short loop, they are fetched side by side and not one after another.
    /// </summary>
    private static int Fetch(ReadOnlySpan<Contact> ledger)
    {
        var bytes = 0;
        foreach (var contact in ledger)
        {
            bytes += (contact.Campaign?.Length ?? 0) + (contact.Offering?.Length ?? 0);
            bytes += contact.Staff is null ? 0 : 1;
            bytes += contact.GrantedAt.Microseconds == contact.StateAt.Microseconds ? 0 : 1;
            bytes += contact.TurnedDownAt.HasValue ? 1 : 0;
        }

        return bytes;
    }

    private static void Write(RecordWriter writer, Contact contact, Contact before)
    {
        var said = SaidOf(contact, before);
        writer.Unsigned((ulong)said);
        writer.Int(unchecked(contact.Id.Sequence - before.Id.Sequence));
        writer.Int(contact.Id.Index);
        writer.Text(contact.Campaign);
        writer.Text(contact.Offering);
        writer.Int(Since(before.GrantedAt, contact.GrantedAt));
        if (said == Said.None)
        {
            return;
        }

        if (Has(said, Said.Channel))
        {
            writer.Text(contact.Class);
            writer.Text(contact.Channel);
            writer.Text(contact.Variant);
        }

        if (Has(said, Said.Windows))
        {
            writer.Int(Since(contact.GrantedAt, contact.ValidUntil));
            writer.Span(contact.ResponseWindow);
        }

        if (Has(said, Said.State))
        {
            writer.Byte((byte)contact.State);
        }

        if (Has(said, Said.StateAt))
        {
            writer.Int(Since(contact.GrantedAt, contact.StateAt));
        }

        if (Has(said, Said.CountsAt))
        {
            writer.Int(Since(contact.GrantedAt, contact.CountsAt));
        }

        if (Has(said, Said.Promotion))
        {
            writer.Text(contact.Promotion);
            writer.Text(contact.Cluster);
        }

        if (Has(said, Said.Actor))
        {
            writer.Text(contact.Outlet);
            writer.Text(contact.Staff);
            writer.Text(contact.Organisation);
        }

        if (Has(said, Said.Response))
        {
            writer.Byte((byte)contact.Responses);
            writer.OptionalInstant(contact.TurnedDownAt);
        }

        if (Has(said, Said.Reason))
        {
            writer.Text(contact.Reason);
            writer.Bool(contact.ShownLate);
        }

        if (Has(said, Said.Spends))
        {
            writer.List(contact.Spends, DecisionFormat.WriteSpend);
        }

        if (Has(said, Said.Rank))
        {
            writer.Int(contact.Id.Rank);
        }

        if (Has(said, Said.Source))
        {
            writer.Text(contact.Source);
        }
    }

    private static Said SaidOf(Contact contact, Contact before)
    {
        var validity = Since(contact.GrantedAt, contact.ValidUntil) ^ Since(before.GrantedAt, before.ValidUntil);
        var window = contact.ResponseWindow.Ticks ^ before.ResponseWindow.Ticks;
        return If(Said.Channel, Differ(contact.Class, before.Class) | Differ(contact.Channel, before.Channel) | Differ(contact.Variant, before.Variant))
            | If(Said.Windows, (validity | window) != 0)
            | If(Said.State, contact.State != before.State)
            | If(Said.StateAt, contact.StateAt.Microseconds != contact.GrantedAt.Microseconds)
            | If(Said.CountsAt, contact.CountsAt.Microseconds != contact.GrantedAt.Microseconds)
            | If(Said.Promotion, Differ(contact.Promotion, before.Promotion) | Differ(contact.Cluster, before.Cluster))
            | If(Said.Actor, Differ(contact.Outlet, before.Outlet) | Differ(contact.Staff, before.Staff) | Differ(contact.Organisation, before.Organisation))
            | If(Said.Response, contact.Responses != Responses.None | contact.TurnedDownAt.HasValue)
            | If(Said.Reason, contact.Reason is not null | contact.ShownLate)
            | If(Said.Spends, !ReferenceEquals(contact.Spends, NoSpends) && contact.Spends.Count > 0)
            | If(Said.Rank, contact.Id.Rank != 1)
            | If(Said.Source, contact.Source is not null);
    }

    /// <summary>A part where a condition holds, without a branch.</summary>
    private static Said If(Said part, bool condition) => (Said)((condition ? 1 : 0) * (int)part);

    private static Contact Read(RecordReader reader, Contact before)
    {
        var bits = reader.Unsigned();
        var said = bits <= (ulong)Said.All ? (Said)bits : throw new RecordFormatException($"A contact that says {bits}.");
        var (sequence, index) = (unchecked(before.Id.Sequence + reader.Int()), (int)reader.Int());
        var (campaign, offering) = (reader.OptionalText(), reader.OptionalText());
        var granted = After(before.GrantedAt, reader.Int());
        var (messageClass, channel, variant) = Has(said, Said.Channel) ? (reader.Text(), reader.Text(), reader.Text()) : (before.Class, before.Channel, before.Variant);
        var (validity, window) = Has(said, Said.Windows)
            ? (reader.Int(), reader.Span())
            : (Since(before.GrantedAt, before.ValidUntil), before.ResponseWindow);
        var state = Has(said, Said.State) ? reader.Enum<ContactState>() : before.State;
        var stateAt = Has(said, Said.StateAt) ? After(granted, reader.Int()) : granted;
        var countsAt = Has(said, Said.CountsAt) ? After(granted, reader.Int()) : granted;
        var (promotion, cluster) = Has(said, Said.Promotion) ? (reader.OptionalText(), reader.OptionalText()) : (before.Promotion, before.Cluster);
        var (outlet, staff, organisation) = Has(said, Said.Actor)
            ? (reader.OptionalText(), reader.OptionalText(), reader.OptionalText())
            : (before.Outlet, before.Staff, before.Organisation);
        var (responses, turnedDown) = Has(said, Said.Response) ? ((Responses)reader.Byte(), reader.OptionalInstant()) : (Responses.None, null);
        var (reason, shownLate) = Has(said, Said.Reason) ? (reader.OptionalText(), reader.Bool()) : (null, false);
        IReadOnlyList<ResourceSpend> spends = Has(said, Said.Spends) ? reader.List(() => DecisionFormat.ReadSpend(reader)) : [];
        var rank = Has(said, Said.Rank) ? (int)reader.Int() : 1;
        return new Contact
        {
            Id = new ContactId(sequence, index, rank),
            Source = Has(said, Said.Source) ? reader.OptionalText() : null,
            Campaign = campaign,
            Offering = offering,
            Promotion = promotion,
            Cluster = cluster,
            Class = messageClass,
            Channel = channel,
            Outlet = outlet,
            Staff = staff,
            Organisation = organisation,
            Variant = variant,
            GrantedAt = granted,
            CountsAt = countsAt,
            ValidUntil = After(granted, validity),
            ResponseWindow = window,
            State = state,
            Reason = reason,
            StateAt = stateAt,
            Responses = responses,
            TurnedDownAt = turnedDown,
            Spends = spends,
            ShownLate = shownLate,
        };
    }

    private static bool Has(Said said, Said part) => (said & part) != Said.None;

    /// <summary>Texts that are equal are most often one.</summary>
    private static bool Differ(string? text, string? other) => !ReferenceEquals(text, other) && !string.Equals(text, other, StringComparison.Ordinal);

    /// <summary>In microseconds. Wraps around, and <see cref="After"/> back.</summary>
    private static long Since(Instant from, Instant to) => unchecked(to.Microseconds - from.Microseconds);

    private static Instant After(Instant from, long microseconds) => new(unchecked(from.Microseconds + microseconds));
}
