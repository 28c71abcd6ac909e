using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Profiles;

namespace Octant.Engine.Partitions.Formats;

/// <summary>What is kept of behaviour, as it stands in checkpoints, outcomes and decision records.</summary>
internal static class BehaviourFormat
{
    /// <summary>Measures kept for one customer at most: as many as a record can name, far more than any strategy asks for.</summary>
    private const int MostMeasures = 1 << 20;

    public static void WriteObservations(RecordWriter writer, ObservationTable table) =>
        writer.List(table.All, observation =>
        {
            writer.Unsigned((ulong)observation.Number);
            WriteMeasure(writer, observation.Measure!);
            writer.Instant(observation.Since);
        });

    public static ObservationTable ReadObservations(RecordReader reader)
    {
        var before = -1;
        return new ObservationTable(reader.List(() =>
        {
            var number = ReadNumber(reader);
            before = number > before ? number : throw new RecordFormatException($"Measure {number} follows measure {before}.");
            return new Observation(number, ReadMeasure(reader), reader.Instant());
        }));
    }

    /// <summary>
    /// Since when each number is observed; which measure it is, the strategy says. Most measures began together, so that one
    /// costs two bytes.
    /// </summary>
    public static void WriteBeginnings(RecordWriter writer, ObservationTable table)
    {
        var (number, since) = (-1, 0L);
        writer.Unsigned((ulong)table.All.Count);
        for (var i = 0; i < table.All.Count; i++)
        {
            var observation = table.All[i];
            writer.Unsigned((ulong)(observation.Number - number - 1));
            writer.Int(observation.Since.Microseconds - since);
            (number, since) = (observation.Number, observation.Since.Microseconds);
        }
    }

    public static ObservationTable ReadBeginnings(RecordReader reader)
    {
        var (number, since) = (-1, 0L);
        return new ObservationTable(reader.List(() =>
        {
            number += 1 + ReadNumber(reader);
            if (number >= MostMeasures)
            {
                throw new RecordFormatException($"Measure number {number}.");
            }

            since = unchecked(since + reader.Int());
            return new Observation(number, null, new Instant(since));
        }));
    }

    public static void WriteCells(RecordWriter writer, BehaviourCells cells)
    {
        var words = cells.Words;
        var count = 0;
        for (var at = 0; at < words.Length; at += 1 + BehaviourCells.Length(words[at]))
        {
            count++;
        }

        writer.Unsigned((ulong)count);
        for (var at = 0; at < words.Length; at += 1 + BehaviourCells.Length(words[at]))
        {
            var own = words.Slice(at + 1, BehaviourCells.Length(words[at]));
            writer.Unsigned((ulong)BehaviourCells.Number(words[at]));
            writer.Byte((byte)BehaviourCells.Kind(words[at]));
            if (BehaviourCells.ValueKind(words[at]) is { } kind)
            {
                writer.Int(own[0]);
                writer.Value(new AttributeValue(kind, own[1]));
                continue;
            }

            writer.Unsigned((ulong)own.Length);
            foreach (var word in own)
            {
                writer.Int(word);
            }
        }
    }

    public static BehaviourCells ReadCells(RecordReader reader)
    {
        var count = reader.Count();
        if (count == 0)
        {
            return default;
        }

        var words = new List<long>(count * 4);
        var before = -1;
        for (; count > 0; count--)
        {
            var number = ReadNumber(reader);
            before = number > before ? number : throw new RecordFormatException($"Measure {number} follows measure {before}.");
            var kind = reader.Enum<MeasureKind>();
            if (kind == MeasureKind.Value)
            {
                var at = reader.Int();
                var value = reader.Value();
                words.AddRange([BehaviourCells.Header(number, 2, kind, value.Kind), at, value.Bits]);
                continue;
            }

            var length = reader.Count();
            if (length is 0 or > ushort.MaxValue || (kind == MeasureKind.Sum && length % 2 != 0))
            {
                throw new RecordFormatException($"Measure {number} with {length} words.");
            }

            words.Add(BehaviourCells.Header(number, length, kind, null));
            for (; length > 0; length--)
            {
                words.Add(reader.Int());
            }
        }

        return new BehaviourCells([.. words]);
    }

    /// <summary>What an event did besides what events did before there was behaviour. When it happened, the reader must know.</summary>
    public static void WriteEvent(RecordWriter writer, CustomerEventRecorded recorded)
    {
        writer.List(recorded.Counted, change =>
        {
            writer.Unsigned((ulong)change.Number);
            writer.Bool(change.Value.HasValue);
            if (change.Value is { } value)
            {
                writer.Value(value);
            }
        });
        writer.List(recorded.Timers, timer => WriteTimer(writer, timer));
        writer.List(recorded.Cancelled, id => CommandFormat.WriteMessageId(writer, id));
    }

    public static CustomerEventRecorded ReadEvent(RecordReader reader, CustomerEventRecorded recorded, Instant at) => recorded with
    {
        At = at,
        Counted = reader.List(() => new MeasureChange(ReadNumber(reader), reader.Bool() ? reader.Value() : null)),
        Timers = reader.List(() => ReadTimer(reader)),
        Cancelled = reader.List(() => CommandFormat.ReadMessageId(reader)),
    };

    public static void WriteTimer(RecordWriter writer, AbsenceTimer timer)
    {
        CommandFormat.WriteMessageId(writer, timer.Id);
        writer.Int(timer.Key);
        WriteTrigger(writer, timer.Trigger);
    }

    public static AbsenceTimer ReadTimer(RecordReader reader)
    {
        var timer = new AbsenceTimer(CommandFormat.ReadMessageId(reader), reader.Int(), ReadTrigger(reader));
        return timer.Trigger.Absence is null ? throw new RecordFormatException("A timer that waits for nothing.") : timer;
    }

    public static void WriteNames(RecordWriter writer, IReadOnlyList<TimerName> names) =>
        writer.List(names, name =>
        {
            writer.Int(name.Key);
            CommandFormat.WriteMessageId(writer, name.Id);
        });

    public static List<TimerName> ReadNames(RecordReader reader) =>
        reader.List(() => new TimerName(reader.Int(), CommandFormat.ReadMessageId(reader)));

    /// <summary>A trigger that may be about what did not happen.</summary>
    public static void WriteTrigger(RecordWriter writer, TriggeringEvent trigger)
    {
        DecisionFormat.WriteTrigger(writer, trigger);
        writer.Bool(trigger.Absence is not null);
        if (trigger.Absence is { } absence)
        {
            writer.Text(absence.Absent);
            writer.Span(absence.Within);
        }
    }

    public static TriggeringEvent ReadTrigger(RecordReader reader)
    {
        var trigger = DecisionFormat.ReadTrigger(reader);
        return reader.Bool() ? trigger with { Absence = new AbsencePattern(trigger.Type, reader.Text(), reader.Span()) } : trigger;
    }

    private static void WriteMeasure(RecordWriter writer, BehaviourMeasure measure)
    {
        writer.Byte((byte)measure.Kind);
        writer.Text(measure.EventType);
        writer.Text(measure.Field);
        writer.Span(measure.Window);
        writer.Int(measure.Depth);
        writer.Text(measure.Condition);
    }

    private static BehaviourMeasure ReadMeasure(RecordReader reader) =>
        new(reader.Enum<MeasureKind>(), reader.Text(), reader.OptionalText(), reader.Span(), (int)reader.Int(), reader.OptionalText());

    private static int ReadNumber(RecordReader reader)
    {
        var number = reader.Unsigned();
        return number < MostMeasures ? (int)number : throw new RecordFormatException($"Measure number {number}.");
    }
}
