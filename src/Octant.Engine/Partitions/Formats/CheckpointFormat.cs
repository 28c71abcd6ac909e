using Octant.Engine.Behaviour;
using Octant.Engine.Decisions;

namespace Octant.Engine.Partitions.Formats;

/// <summary>A partition at one exact sequence. Keyed things are put in order of key, so that equal states give equal bytes.</summary>
internal static class CheckpointFormat
{
    /// <summary>
    /// Form 1 had the ids of events and reports among those of requests, form 2 had no behaviour, form 3 no response model, form 4 wide
    /// values, form 5 every contact whole; all are still read.
    /// </summary>
    public const byte Version = 6;

    /// <param name="writer">Is emptied first.</param>
    public static byte[] Encode(PartitionState state, RecordWriter writer)
    {
        writer.Reset();
        writer.Byte(Version);
        writer.Int(state.Number);
        writer.Int(state.Sequence);
        writer.Instant(state.Now);
        writer.Int(state.StrategyVersion);
        writer.Int(state.ModelVersion);
        writer.List(state.Customers.Values.OrderBy(customer => customer.Key).ToList(), customer => CustomerFormat.Write(writer, customer));
        writer.List(state.Messages.OrderBy(pair => pair.Key).ToList(), pair =>
        {
            CommandFormat.WriteMessageId(writer, pair.Key);
            writer.Instant(pair.Value.Until);
            writer.Fixed(pair.Value.BodyHash);
            writer.Bool(pair.Value.Decision.HasValue);
            if (pair.Value.Decision is { } decision)
            {
                writer.Int(decision.Sequence);
                writer.Int(decision.Index);
            }
        });
        WriteRemembered(writer, state.Remembered);
        var slices = state.Slices
            .OrderBy(pair => pair.Key.Resource, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.Period, StringComparer.Ordinal)
            .ToList();
        writer.List(slices, pair =>
        {
            writer.Text(pair.Key.Resource);
            writer.Text(pair.Key.Period);
            writer.Int(pair.Value.Units);
            writer.Bool(pair.Value.Exhausted);
            writer.Instant(pair.Value.Until);
        });
        writer.List(state.Waiting, waiting =>
        {
            CommandFormat.WriteMessageId(writer, waiting.MessageId);
            writer.Int(waiting.Key);
            BehaviourFormat.WriteTrigger(writer, waiting.Trigger);
        });
        BehaviourFormat.WriteObservations(writer, state.Observations);
        writer.List(state.Timers.ToList(), timer => BehaviourFormat.WriteTimer(writer, timer));
        writer.Fixed(JournalFormat.Checksum(writer.Written));
        return writer.ToArray();
    }

    public static PartitionState Decode(ReadOnlyMemory<byte> bytes, bool onlyRecovers)
    {
        if (bytes.Length < 9 || new RecordReader(bytes[^8..]).Fixed() != JournalFormat.Checksum(bytes.Span[..^8]))
        {
            throw new RecordFormatException("A checkpoint's checksum does not fit.");
        }

        var reader = new RecordReader(bytes[..^8]);
        var version = reader.Byte();
        if (version is 0 or > Version)
        {
            throw new RecordFormatException($"Checkpoint form {version}; this engine reads forms 1 to {Version}.");
        }

        var withBehaviour = version > 2;
        var form = version switch
        {
            > 5 => CustomerForm.Newest,
            > 4 => CustomerForm.Narrow,
            > 2 => CustomerForm.WithBehaviour,
            _ => CustomerForm.WithoutBehaviour,
        };
        var state = new PartitionState((int)reader.Int(), onlyRecovers) { Sequence = reader.Int(), Now = reader.Instant() };
        var strategyVersion = reader.Int();
        var modelVersion = version > 3 ? reader.Int() : 0;
        var customers = reader.List(() => CustomerFormat.Read(reader, form));
        var messages = reader.List(() => (
            Id: CommandFormat.ReadMessageId(reader),
            Memory: new MessageMemory(
                reader.Instant(),
                reader.Fixed(),
                reader.Bool() ? new DecisionId(state.Number, reader.Int(), (int)reader.Int()) : null)));
        state.Load(
            strategyVersion,
            modelVersion,
            customers,
            version == 1 ? messages.Where(message => message.Memory.Decision is not null).ToList() : messages,
            version == 1 ? RememberedOf(messages, state.Now) : ReadRemembered(reader),
            reader.List(() => (reader.Text(), reader.Text(), new Slice(reader.Int(), reader.Bool(), reader.Instant()))),
            reader.List(() => new WaitingTrigger(CommandFormat.ReadMessageId(reader), reader.Int(), withBehaviour ? BehaviourFormat.ReadTrigger(reader) : DecisionFormat.ReadTrigger(reader))),
            withBehaviour ? BehaviourFormat.ReadObservations(reader) : ObservationTable.Empty,
            withBehaviour ? reader.List(() => BehaviourFormat.ReadTimer(reader)) : []);
        return reader.AtEnd ? state : throw new RecordFormatException("A checkpoint has bytes behind its end.");
    }

    /// <summary>By end, so that an end costs a byte.</summary>
    private static void WriteRemembered(RecordWriter writer, RememberedIds remembered)
    {
        var all = remembered.ToSorted();
        writer.Unsigned((ulong)all.Length);
        var before = 0u;
        foreach (var slot in all)
        {
            writer.Unsigned(slot.End - before);
            writer.Fixed(slot.Low);
            writer.Fixed32(slot.High);
            before = slot.End;
        }
    }

    private static RememberedIds ReadRemembered(RecordReader reader)
    {
        var remembered = new RememberedIds();
        var end = 0ul;
        for (var left = reader.Count(); left > 0; left--)
        {
            end += reader.Unsigned();
            if (end is 0 or > uint.MaxValue)
            {
                throw new RecordFormatException($"A message id that is remembered until minute {end}.");
            }

            remembered.Add(new RememberedIds.Slot(reader.Fixed(), reader.Fixed32(), (uint)end));
        }

        return remembered;
    }

    private static RememberedIds RememberedOf(IEnumerable<(UInt128 Id, MessageMemory Memory)> messages, Calendar.Instant now)
    {
        var remembered = new RememberedIds();
        foreach (var (id, memory) in messages)
        {
            if (memory.Decision is null)
            {
                remembered.Add(id, memory.Until, now);
            }
        }

        return remembered;
    }
}
