using Octant.Engine.Behaviour;
using Octant.Engine.Decisions;

namespace Octant.Engine.Partitions.Formats;

/// <summary>
/// A partition at one exact sequence. What is found by key alone is put in order of key, and the rest stands in the order it came in, so that equal
/// states give equal bytes.
/// </summary>
internal static class CheckpointFormat
{
    /// <summary>
    /// Form 1 had the ids of events and reports among those of requests, form 2 had no behaviour, form 3 no response model, form 4 wide
    /// values, form 5 every contact whole, form 6 requests in order of their ids; all are still read.
    /// </summary>
    public const byte Version = 7;

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
        writer.Unsigned((ulong)state.Requests.Count);
        foreach (var request in state.Requests.All())
        {
            CommandFormat.WriteMessageId(writer, request.Id);
            writer.Instant(request.Until);
            writer.Fixed(request.BodyHash);
            writer.Bool(request.Decision.HasValue);
            if (request.Decision is { } decision)
            {
                writer.Int(decision.Sequence);
                writer.Int(decision.Index);
            }
        }

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
        var remembered = new RememberedIds();
        ReadRequests(reader, state, version, remembered);
        if (version > 1)
        {
            ReadRemembered(reader, remembered);
        }

        state.Load(
            strategyVersion,
            modelVersion,
            customers,
            remembered,
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

    private static void ReadRemembered(RecordReader reader, RememberedIds remembered)
    {
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
    }

    /// <summary>Into the state, in the order in which they are forgotten.</summary>
    /// <param name="others">Takes what form 1 has among them.</param>
    private static void ReadRequests(RecordReader reader, PartitionState state, byte version, RememberedIds others)
    {
        IEnumerable<RememberedRequest> requests = Read();
        foreach (var request in version < 7 ? requests.OrderBy(request => request.Until) : requests)
        {
            if (version == 1 && request.Decision is null)
            {
                others.Add(request.Id, request.Until, state.Now);
            }
            else
            {
                state.Requests.Add(request);
            }
        }

        IEnumerable<RememberedRequest> Read()
        {
            for (var left = reader.Count(); left > 0; left--)
            {
                yield return new RememberedRequest(
                    CommandFormat.ReadMessageId(reader),
                    reader.Instant(),
                    reader.Fixed(),
                    reader.Bool() ? new DecisionId(state.Number, reader.Int(), (int)reader.Int()) : null);
            }
        }
    }
}
