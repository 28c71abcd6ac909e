namespace Octant.Engine.Audiences;

/// <summary>One contact, in microseconds, of the row's customer of that time: how many had the row before.</summary>
internal readonly record struct BlockContact(ushort Row, uint Occupant, long CountsAt);

/// <summary>The contacts of one block by the campaign or offering they were about.</summary>
internal sealed class BlockContacts
{
    private readonly Dictionary<string, Entry> _contacts;
    private readonly long _epoch;

    public BlockContacts(long epoch)
        : this(epoch, new(StringComparer.Ordinal))
    {
    }

    private BlockContacts(long epoch, Dictionary<string, Entry> contacts) => (_epoch, _contacts) = (epoch, contacts);

    public long Bytes => _contacts.Values.Sum(entry => (long)entry.Contacts.Capacity) * 16;

    public IReadOnlyList<BlockContact> About(string id) => _contacts.TryGetValue(id, out var entry) ? entry.Contacts : [];

    /// <summary>This, or a copy where a snapshot sees this.</summary>
    public BlockContacts ToChange(Epochs epochs) =>
        epochs.MustCopy(_epoch) ? new BlockContacts(epochs.Current, new Dictionary<string, Entry>(_contacts, StringComparer.Ordinal)) : this;

    public void Add(string id, BlockContact contact, Epochs epochs) => Writable(id, epochs).Add(contact);

    /// <summary>Takes away one contact that matches; false when there is none.</summary>
    public bool Remove(string id, BlockContact contact, Epochs epochs)
    {
        if (!_contacts.TryGetValue(id, out var entry) || entry.Contacts.LastIndexOf(contact) is var index && index < 0)
        {
            return false;
        }

        var contacts = Writable(id, epochs);
        contacts[index] = contacts[^1];
        contacts.RemoveAt(contacts.Count - 1);
        return true;
    }

    public void Forget(Predicate<BlockContact> isOver, Epochs epochs)
    {
        foreach (var id in _contacts.Where(pair => pair.Value.Contacts.Exists(isOver)).Select(pair => pair.Key).ToList())
        {
            var contacts = Writable(id, epochs);
            contacts.RemoveAll(isOver);
            if (contacts.Count == 0)
            {
                _contacts.Remove(id);
            }
        }
    }

    private List<BlockContact> Writable(string id, Epochs epochs)
    {
        if (!_contacts.TryGetValue(id, out var entry))
        {
            entry = new Entry(epochs.Current, []);
            _contacts.Add(id, entry);
        }
        else if (epochs.MustCopy(entry.Epoch))
        {
            entry = new Entry(epochs.Current, [.. entry.Contacts]);
            _contacts[id] = entry;
        }

        return entry.Contacts;
    }

    private sealed record Entry(long Epoch, List<BlockContact> Contacts);
}
