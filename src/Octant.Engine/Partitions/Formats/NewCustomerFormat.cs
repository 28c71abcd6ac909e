using Octant.Engine.Calendar;
using Octant.Engine.Offers;

namespace Octant.Engine.Partitions.Formats;

/// <summary>
/// A customer who was not there before, as one entry of a journal row that stands for command and outcome: all that was said is
/// what changed. An import writes little else.
/// </summary>
internal static class NewCustomerFormat
{
    /// <summary>Stands where the tag of a command stands.</summary>
    public const byte Tag = 17;

    /// <summary>Whether the outcome can be told from the command: what it leaves out is blank and nothing else.</summary>
    public static bool Fits(ChangeProfile command, ProfileChanged outcome) =>
        outcome.Created
        && command.Key == outcome.Key
        && command.Consents.Count == 0
        && outcome.Consents.Count == 0
        && ReferenceEquals(command.Tags, outcome.Tags)
        && AreSame(command.Attributes, outcome.Attributes)
        && AreSame(command.Offerings, outcome.Owned);

    public static void Write(RecordWriter writer, ChangeProfile command)
    {
        writer.Byte(Tag);
        writer.Fixed((ulong)command.Key);
        writer.Unsigned((ulong)command.Attributes.Count);
        for (var i = 0; i < command.Attributes.Count; i++)
        {
            writer.Unsigned((ulong)command.Attributes[i].AttributeId);
            NarrowValue.Write(writer, command.Attributes[i].Value);
        }

        CommandFormat.WriteTexts(writer, command.Tags);
        CommandFormat.WriteTexts(writer, command.Offerings);
    }

    public static JournalEntry Read(RecordReader reader, Instant now)
    {
        reader.Byte();
        var key = (long)reader.Fixed();
        var said = reader.Count() is var count and > 0 ? new AttributeChange[count] : [];
        var present = 0;
        for (var i = 0; i < said.Length; i++)
        {
            said[i] = new AttributeChange(reader.AttributeId(), NarrowValue.Read(reader));
            present += said[i].Value.HasValue ? 1 : 0;
        }

        var changed = present == said.Length ? said : Array.FindAll(said, change => change.Value.HasValue);
        var tags = ReadTexts(reader);
        var offerings = ReadTexts(reader);
        var owned = offerings is null ? null : Array.ConvertAll(offerings, OwnedOffering.Plain);
        return new JournalEntry(
            new ChangeProfile(key, said, tags, offerings), now, new ProfileChanged(key, Created: true, changed, tags, owned));
    }

    /// <summary>Puts the customer into a state as <see cref="Read"/> and applying the outcome would, without making either.</summary>
    public static void Replay(RecordReader reader, PartitionState state)
    {
        reader.Byte();
        var key = (long)reader.Fixed();
        var attributes = reader.Attributes(reader.Count());
        for (var i = 0; i < attributes.Length; i++)
        {
            attributes[i] = new AttributeChange(reader.AttributeId(), NarrowValue.Read(reader));
        }

        state.Enter(key, attributes, reader.Bool() ? reader.Symbols(reader.Count()) : default, ReadOwned(reader));
    }

    private static CompactList<OwnedOffering> ReadOwned(RecordReader reader)
    {
        if (!reader.Bool() || reader.Count() is not (> 0 and var count))
        {
            return [];
        }

        var owned = new OwnedOffering[count];
        for (var i = 0; i < owned.Length; i++)
        {
            owned[i] = reader.PlainOffering();
        }

        return CompactList.Of<OwnedOffering>(owned);
    }

    private static bool AreSame(IReadOnlyList<AttributeChange> said, IReadOnlyList<AttributeChange> changed)
    {
        if (ReferenceEquals(said, changed))
        {
            for (var i = 0; i < said.Count; i++)
            {
                if (said[i].Value is null)
                {
                    return false;
                }
            }

            return true;
        }

        return said.Where(change => change.Value.HasValue).SequenceEqual(changed);
    }

    private static bool AreSame(IReadOnlyList<string>? offerings, IReadOnlyList<OwnedOffering>? owned)
    {
        if (offerings is null || owned is null)
        {
            return offerings is null && owned is null;
        }

        if (offerings.Count != owned.Count)
        {
            return false;
        }

        for (var i = 0; i < owned.Count; i++)
        {
            if (owned[i] is not { State: OwnershipState.Active, Promotion: null, LockedUntil: null }
                || !string.Equals(owned[i].Offering, offerings[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private static string[]? ReadTexts(RecordReader reader)
    {
        if (!reader.Bool())
        {
            return null;
        }

        var texts = reader.Count() is var count and > 0 ? new string[count] : [];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = reader.Text();
        }

        return texts;
    }
}
