using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Policies;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Decisions.Projections;

/// <summary>
/// Turns journal rows into what people read: decisions, contacts, responses, counters. A pure function of the rows and of what it is
/// told about zone and channels, so that the views can be made again from the journal.
/// </summary>
/// <param name="zone">In which days and hours are counted.</param>
/// <param name="isActive">Whether a channel has senders, who look for what is pending on it.</param>
public sealed class RowProjection(ZoneTable zone, Predicate<string> isActive)
{
    private const int MostRows = 75_000;

    // By partition, in which rows come in order of their sequences.
    private readonly List<DecisionPlace>[] _decisions = ByPartition<DecisionPlace>();
    private readonly List<ContactRow>[] _made = ByPartition<ContactRow>();

    /// <summary>Contacts made earlier.</summary>
    private readonly Dictionary<string, ContactRow> _moved = new(StringComparer.Ordinal);
    private readonly List<ResponseRow> _responses = [];
    private readonly CounterTally _tally = new();
    private readonly List<long> _erased = [];
    private readonly Dictionary<int, long> _watermarks = [];
    private int _rows;

    public ZoneTable Zone => zone;

    /// <summary>Whether it holds as many journal rows as are written at once.</summary>
    public bool IsFull => _rows >= MostRows;

    /// <summary>The sequence of the last row of a partition; null before the first.</summary>
    public long? LastOf(int partition) => _watermarks.TryGetValue(partition, out var sequence) ? sequence : null;

    /// <summary>Whether the next row must start a batch of its own: an erasure takes away what was written before it.</summary>
    public static bool StandsAlone(CommittedRow row)
    {
        for (var i = 0; i < row.Entries.Count; i++)
        {
            if (row.Entries[i].Outcome is CustomerErased)
            {
                return true;
            }
        }

        return false;
    }

    public void Add(CommittedRow row)
    {
        _rows++;
        _watermarks[row.Partition] = row.Sequence;
        for (var i = 0; i < row.Entries.Count; i++)
        {
            Add(row.Partition, row.Entries[i]);
        }
    }

    /// <summary>Begins anew; what <see cref="ToBatch"/> gave must have been written.</summary>
    public void Clear()
    {
        _rows = 0;
        Array.ForEach(_decisions, places => places.Clear());
        Array.ForEach(_made, contacts => contacts.Clear());
        _moved.Clear();
        _responses.Clear();
        _tally.Clear();
        _erased.Clear();
        _watermarks.Clear();
    }

    /// <summary>Of everything added; holds until more is added or it is cleared.</summary>
    public ProjectionBatch ToBatch() => new()
    {
        Decisions = Joined(_decisions),
        NewContacts = Joined(_made),
        Contacts = [.. _moved.Values],
        Responses = _responses,
        Counters = _tally.ByDay(),
        Hours = _tally.ByHour(),
        ErasedCustomers = _erased,
        Watermarks = _watermarks,
    };

    private void Add(int partition, JournalEntry entry)
    {
        var at = Moment.Of(entry.Now, zone);
        switch (entry.Outcome)
        {
            case DecisionMade made:
                AddDecision(partition, at, made);
                break;
            case ResponseRecorded recorded:
                AddResponse(partition, at, recorded);
                break;
            case TimePassed passed:
                foreach (var change in passed.Contacts)
                {
                    if (change.From == ContactState.Sent && (change.After.Responses & Responses.Ignored) != Responses.None)
                    {
                        Count(at, change.After, "ignored", "", 1);
                    }
                }

                break;
            case CustomerErased erased:
                _erased.Add(erased.Key);
                break;
        }

        if (entry.Outcome is ContactsOutcome contacts)
        {
            for (var i = 0; i < contacts.Contacts.Count; i++)
            {
                var change = contacts.Contacts[i];
                if (entry.Outcome is not CustomerErased)
                {
                    Keep(RowOf(partition, change.Key, change.After), isNew: change.From is null);
                }

                CountContact(at, change, entry.Outcome is ContactSettled);
            }
        }
    }

    private void Keep(ContactRow contact, bool isNew)
    {
        var made = _made[contact.Partition];
        if (isNew)
        {
            made.Add(contact);
        }
        else if (FindMade(made, contact) is { } place)
        {
            made[place] = contact;
        }
        else
        {
            _moved[contact.Id] = contact;
        }
    }

    private static int? FindMade(List<ContactRow> made, ContactRow contact)
    {
        var (place, end) = (0, made.Count);
        while (place < end)
        {
            var middle = (place + end) / 2;
            (place, end) = made[middle].Sequence < contact.Sequence ? (middle + 1, end) : (place, middle);
        }

        for (; place < made.Count && made[place].Sequence == contact.Sequence; place++)
        {
            if (string.Equals(made[place].Id, contact.Id, StringComparison.Ordinal))
            {
                return place;
            }
        }

        return null;
    }

    private void AddDecision(int partition, Moment at, DecisionMade made)
    {
        _decisions[partition].Add(new DecisionPlace(partition, made.Id.Sequence, made.Id.Index, made.Key, made.At));
        var organisation = made.Actor.Organisation ?? "";
        var staff = made.Actor.Staff ?? "";
        Count(at, new Place(organisation, staff), made.Channel, "", "", "decisions", "", 1);
        if (made.Result.Silence is { } silence)
        {
            Count(at, new Place(organisation, staff), made.Channel, "", "", "silent", silence, 1);
        }
    }

    private void AddResponse(int partition, Moment at, ResponseRecorded recorded)
    {
        var outcome = WordOf(recorded.Response);
        foreach (var change in recorded.Contacts)
        {
            _responses.Add(new ResponseRow(
                IdOf(partition, change.After),
                partition,
                recorded.Key,
                outcome,
                recorded.Reason,
                recorded.Actor.Outlet,
                recorded.Actor.Staff,
                recorded.At));

            // A contact is counted where it was made, and what came of it where that was taken down.
            var contact = change.After;
            var place = new Place(recorded.Actor.Organisation ?? contact.Organisation ?? "", recorded.Actor.Staff ?? contact.Staff ?? "");
            Count(at, place, contact, outcome, recorded.Reason ?? "", 1);
            if (recorded.Owned is not null)
            {
                Count(at, place, contact, "ordered", "", 1);
            }
        }
    }

    /// <summary>Keeps planned = pending + unconfirmed + sent + suppressed + failed: a contact leaves one sum as it enters another.</summary>
    private void CountContact(Moment at, ContactChange change, bool settled)
    {
        var contact = change.After;
        if (contact.Source is not null)
        {
            Count(at, contact, "external", "", 1);
            return;
        }

        if (change.From == contact.State)
        {
            // The sender's own word after the deadline: the same sum under another reason.
            if (settled && contact.State == ContactState.Failed)
            {
                Count(at, contact, "failed", Engine.Reasons.NoReceipt, -1);
                Count(at, contact, "failed", contact.Reason ?? "", 1);
            }

            return;
        }

        if (change.From is { } from)
        {
            Count(at, contact, WordOf(from), ReasonBefore(from, contact), -1);
        }
        else if (contact.State != ContactState.Ghost)
        {
            Count(at, contact, "planned", "", 1);
        }

        Count(at, contact, WordOf(contact.State), ReasonOf(contact.State, contact.Reason), 1);
    }

    private void Count(Moment at, Contact contact, string outcome, string reason, long amount) =>
        Count(at, new Place(contact.Organisation ?? "", contact.Staff ?? ""), contact, outcome, reason, amount);

    private void Count(Moment at, Place place, Contact contact, string outcome, string reason, long amount) =>
        Count(at, place, contact.Channel, contact.Offering ?? "", contact.Campaign ?? "", outcome, reason, amount);

    private void Count(
        Moment at, Place place, string channel, string offering, string campaign, string outcome, string reason, long amount) =>
        _tally.Add(new Counted(at.Day, at.Hour, place.Organisation, place.Staff, channel, offering, campaign, outcome, reason), amount);

    private static string ReasonOf(ContactState state, string? reason) =>
        state is ContactState.Suppressed or ContactState.Failed ? reason ?? "" : "";

    /// <summary>Only a lost claim leaves "failed" without having been shown late; whatever else was released keeps its reason.</summary>
    private static string ReasonBefore(ContactState from, Contact after) =>
        from == ContactState.Failed && !after.ShownLate ? Engine.Reasons.NoReceipt : ReasonOf(from, after.Reason);

    private static string IdOf(int partition, Contact contact) =>
        contact.Source is { } source
            ? $"{source}/{partition}-{contact.Id.Sequence}-{contact.Id.Index}"
            : new RecommendationId(new DecisionId(partition, contact.Id.Sequence, contact.Id.Index), contact.Id.Rank).ToString();

    private ContactRow RowOf(int partition, long key, Contact contact) =>
        new(
            IdOf(partition, contact),
            partition,
            contact.Id.Sequence,
            key,
            contact.Campaign,
            contact.Offering,
            contact.Channel,
            contact.Outlet,
            contact.Staff,
            contact.GrantedAt,
            contact.CountsAt,
            contact.ValidUntil,
            WordOf(contact.State),
            contact.Reason,
            contact.StateAt,
            contact.State == ContactState.Sent || (contact.State == ContactState.Pending && isActive(contact.Channel)));

    private static List<T>[] ByPartition<T>()
    {
        var lists = new List<T>[PartitionOptions.PartitionCount];
        for (var i = 0; i < lists.Length; i++)
        {
            lists[i] = [];
        }

        return lists;
    }

    private static T[] Joined<T>(List<T>[] lists)
    {
        var joined = new T[lists.Sum(list => list.Count)];
        var place = 0;
        foreach (var list in lists)
        {
            list.CopyTo(joined, place);
            place += list.Count;
        }

        return joined;
    }

    /// <summary>The words of counters and rows.</summary>
    public static string WordOf(ContactState state) => state switch
    {
        ContactState.Pending => "pending",
        ContactState.Unconfirmed => "unconfirmed",
        ContactState.Sent => "sent",
        ContactState.Suppressed => "suppressed",
        ContactState.Failed => "failed",
        ContactState.Ghost => "ghost",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <inheritdoc cref="WordOf(ContactState)"/>
    public static string WordOf(Responses response) => response switch
    {
        Responses.Shown => "shown",
        Responses.Clicked => "clicked",
        Responses.Accepted => "accepted",
        Responses.Interested => "interested",
        Responses.Rejected => "rejected",
        Responses.Ignored => "ignored",
        _ => throw new ArgumentOutOfRangeException(nameof(response)),
    };

    /// <summary>Where something is counted.</summary>
    private readonly record struct Place(string Organisation, string Staff);

    /// <summary>When it is counted, in the platform's zone.</summary>
    private readonly record struct Moment(int Day, int Hour)
    {
        public static Moment Of(Instant instant, ZoneTable zone)
        {
            var local = zone.ToLocal(instant);
            var hour = (local - CalendarDay.OnWall(local).Midnight) / (Instant.MicrosecondsPerDay / 24);
            return new Moment(CalendarDay.At(instant, zone).Number, (int)hour);
        }
    }
}
