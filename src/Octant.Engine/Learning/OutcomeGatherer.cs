using Octant.Engine.Calendar;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Policies;

namespace Octant.Engine.Learning;

/// <summary>A contact that was put before a customer and of which it is now known whether it was accepted.</summary>
/// <param name="At">When it became known.</param>
public readonly record struct SettledContact(
    int Partition, ContactId Contact, string Offering, string? Cluster, string Channel, bool Accepted, Instant At);

/// <summary>A confirmed contact that was clicked on or found interesting, and may still be accepted until then.</summary>
internal readonly record struct OpenContact(int Partition, ContactId Contact, string Offering, string? Cluster, string Channel, Instant Until);

/// <summary>
/// Finds in a journal what came of contacts, each contact once.
/// </summary>
/// <remarks>
/// Accepted and rejected settle a contact, whoever says so. Silence settles it only where it was confirmed, when its response
/// window is over. A click or an interest is no answer yet: such a contact is kept until it is accepted or rejected or its window is
/// over, which the times of later journal entries tell. What comes after it is settled changes nothing any more.
/// </remarks>
public sealed class OutcomeGatherer
{
    private static readonly ContactId LastContact = new(long.MaxValue, int.MaxValue, int.MaxValue);

    private const Responses Final = Responses.Accepted | Responses.Rejected | Responses.Ignored;

    private readonly SortedDictionary<(int Partition, ContactId Contact), OpenContact> _open = [];

    /// <summary>The same, in order of the end of the window.</summary>
    private readonly SortedSet<(int Partition, Instant Until, ContactId Contact)> _ends = [];

    /// <summary>Contacts that wait for their window to be over.</summary>
    public int Open => _open.Count;

    /// <summary>Whether an outcome can settle anything; entries of others need not be gathered.</summary>
    public static bool Concerns(Outcome outcome) => outcome is ResponseRecorded or TimePassed { Contacts.Count: > 0 };

    /// <summary>Adds what this entry, the next of its partition, settles.</summary>
    public void Gather(int partition, JournalEntry entry, List<SettledContact> settled)
    {
        if (!Concerns(entry.Outcome))
        {
            return;
        }

        SettleOver(partition, entry.Now, settled);
        switch (entry.Outcome)
        {
            case ResponseRecorded recorded:
                foreach (var change in recorded.Contacts)
                {
                    Gather(partition, recorded, change, settled);
                }

                break;
            case TimePassed passed:
                foreach (var change in passed.Contacts)
                {
                    if (change.From == ContactState.Sent && (change.After.Responses & Final) == Responses.Ignored)
                    {
                        Settle(partition, change.After, accepted: false, entry.Now, settled);
                    }
                }

                break;
        }
    }

    private void Gather(int partition, ResponseRecorded recorded, ContactChange change, List<SettledContact> settled)
    {
        var contact = change.After;
        if ((contact.Responses & ~recorded.Response & Final) != Responses.None)
        {
            return;
        }

        var until = contact.StateAt + contact.ResponseWindow;
        var inTime = contact.ResponseWindow == TimeSpan.Zero || recorded.At < until;
        switch (recorded.Response)
        {
            case Responses.Accepted or Responses.Rejected when inTime:
                Settle(partition, contact, recorded.Response == Responses.Accepted, recorded.At, settled);
                break;
            case Responses.Ignored when change.From == ContactState.Sent:
                Settle(partition, contact, accepted: false, recorded.At, settled);
                break;
            case Responses.Clicked or Responses.Interested when contact is { Source: null, Offering: { } offering } && contact.ResponseWindow > TimeSpan.Zero && inTime:
                Keep(new OpenContact(partition, contact.Id, offering, contact.Cluster, contact.Channel, until));
                break;
        }
    }

    private void Settle(int partition, Contact contact, bool accepted, Instant at, List<SettledContact> settled)
    {
        if (contact is { Source: null, Offering: { } offering })
        {
            if (_open.TryGetValue((partition, contact.Id), out var open))
            {
                Drop(open);
            }

            settled.Add(new SettledContact(partition, contact.Id, offering, contact.Cluster, contact.Channel, accepted, at));
        }
    }

    private void SettleOver(int partition, Instant now, List<SettledContact> settled)
    {
        while (_ends.GetViewBetween((partition, Instant.MinValue, default), (partition, now, LastContact)) is { Count: > 0 } over)
        {
            var open = _open[(partition, over.Min.Contact)];
            Drop(open);
            settled.Add(new SettledContact(partition, open.Contact, open.Offering, open.Cluster, open.Channel, Accepted: false, open.Until));
        }
    }

    private void Keep(in OpenContact open)
    {
        if (_open.TryAdd((open.Partition, open.Contact), open))
        {
            _ends.Add((open.Partition, open.Until, open.Contact));
        }
    }

    private void Drop(in OpenContact open)
    {
        _open.Remove((open.Partition, open.Contact));
        _ends.Remove((open.Partition, open.Until, open.Contact));
    }

    /// <summary>What is open, as bytes; equal ones give equal bytes.</summary>
    public byte[] Encode()
    {
        var writer = new RecordWriter();
        writer.Byte(1);
        writer.List(_open.Values, open =>
        {
            writer.Int(open.Partition);
            CustomerFormat.WriteContactId(writer, open.Contact);
            writer.Text(open.Offering);
            writer.Text(open.Cluster);
            writer.Text(open.Channel);
            writer.Instant(open.Until);
        });
        return writer.ToArray();
    }

    /// <exception cref="RecordFormatException">The bytes are of no form this engine reads.</exception>
    public static OutcomeGatherer Decode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new RecordReader(bytes);
        if (reader.Byte() is var version && version != 1)
        {
            throw new RecordFormatException($"Open contacts of form {version}; this engine reads form 1.");
        }

        var gatherer = new OutcomeGatherer();
        foreach (var open in reader.List(() => new OpenContact(
            (int)reader.Int(), CustomerFormat.ReadContactId(reader), reader.Text(), reader.OptionalText(), reader.Text(), reader.Instant())))
        {
            gatherer.Keep(open);
        }

        return reader.AtEnd ? gatherer : throw new RecordFormatException("Open contacts have bytes behind their end.");
    }
}
