using Octant.Engine.Calendar;
using Octant.Engine.Decisions;

namespace Octant.Engine.Partitions.Formats;

/// <summary>
/// Many events with what they did, as one entry of a journal row: about 40 bytes an event beside its fields, most of them the
/// customer's key and the message id. Only events that were taken are there.
/// </summary>
/// <remarks>
/// What events of one kind share (type, lateness, names of fields) is written once as a shape and named by number; times are
/// written as differences. A flag per event says which effects follow, so an event that does nothing but count costs
/// nothing more.
/// </remarks>
internal static class EventsFormat
{
    /// <summary>Stands where the tag of a command stands.</summary>
    public const byte Tag = 16;

    [Flags]
    private enum Effects : byte
    {
        None = 0,
        Owned = 1,
        OpenCases = 2,
        Status = 4,
        Trigger = 8,
        Behaviour = 16,
        All = Owned | OpenCases | Status | Trigger | Behaviour,
    }

    public static void Write(RecordWriter writer, RecordCustomerEvents command, CustomerEventsRecorded outcome)
    {
        writer.Byte(Tag);
        writer.Unsigned((ulong)outcome.Recorded.Count);
        var shapes = new List<RecordCustomerEvent>();
        var at = 0L;
        var next = 0;
        for (var i = 0; i < outcome.Recorded.Count; i++)
        {
            // Those recorded stand in the order of the command, with the refused ones left out.
            var recorded = outcome.Recorded[i];
            while (command.Events[next].MessageId != recorded.MessageId)
            {
                next++;
            }

            var taken = command.Events[next++];
            WriteShape(writer, shapes, taken, recorded);
            writer.Fixed((ulong)taken.Key);
            CommandFormat.WriteMessageId(writer, taken.MessageId);
            writer.Int(taken.At.Microseconds - at);
            at = taken.At.Microseconds;
            for (var field = 0; field < taken.Fields.Count; field++)
            {
                writer.Value(taken.Fields[field].Value);
            }

            WriteEffects(writer, recorded);
        }
    }

    public static JournalEntry Read(RecordReader reader, Instant now)
    {
        reader.Byte();
        var count = reader.Count();
        var events = new List<RecordCustomerEvent>(count);
        var recorded = new List<CustomerEventRecorded>(count);
        var shapes = new List<Shape>();
        var at = 0L;
        for (var left = count; left > 0; left--)
        {
            var shape = ReadShape(reader, shapes);
            var key = (long)reader.Fixed();
            var id = CommandFormat.ReadMessageId(reader);
            at += reader.Int();
            var fields = shape.Names.Length == 0 ? [] : new FieldValue[shape.Names.Length];
            for (var i = 0; i < fields.Length; i++)
            {
                fields[i] = new FieldValue(shape.Names[i], reader.Value());
            }

            var taken = new RecordCustomerEvent(key, id, shape.Type, new Instant(at), shape.Lateness, fields);
            events.Add(taken);
            recorded.Add(ReadEffects(reader, taken, taken.At + shape.Remembered));
        }

        return new JournalEntry(new RecordCustomerEvents(events), now, new CustomerEventsRecorded(recorded));
    }

    /// <summary>0 and the shape for a new one, otherwise its number + 1; the latest come first, for they are the likeliest.</summary>
    private static void WriteShape(RecordWriter writer, List<RecordCustomerEvent> shapes, RecordCustomerEvent taken, CustomerEventRecorded recorded)
    {
        for (var i = 0; i < shapes.Count; i++)
        {
            if (IsAlike(shapes[i], taken))
            {
                writer.Unsigned((ulong)i + 1);
                return;
            }
        }

        shapes.Add(taken);
        writer.Unsigned(0);
        writer.Text(taken.Type);
        writer.Span(taken.Lateness);
        writer.Span(recorded.RememberUntil - taken.At);
        writer.Unsigned((ulong)taken.Fields.Count);
        foreach (var field in taken.Fields)
        {
            writer.Text(field.Name);
        }
    }

    private static Shape ReadShape(RecordReader reader, List<Shape> shapes)
    {
        var mark = reader.Unsigned();
        if (mark > 0)
        {
            return mark <= (ulong)shapes.Count ? shapes[(int)mark - 1] : throw new RecordFormatException($"Event shape {mark} is not there.");
        }

        var shape = new Shape(reader.Text(), reader.Span(), reader.Span(), new string[reader.Count()]);
        for (var i = 0; i < shape.Names.Length; i++)
        {
            shape.Names[i] = reader.Text();
        }

        shapes.Add(shape);
        return shape;
    }

    private static bool IsAlike(RecordCustomerEvent left, RecordCustomerEvent right)
    {
        if (left.Lateness != right.Lateness
            || left.Fields.Count != right.Fields.Count
            || !string.Equals(left.Type, right.Type, StringComparison.Ordinal))
        {
            return false;
        }

        for (var i = 0; i < left.Fields.Count; i++)
        {
            if (!string.Equals(left.Fields[i].Name, right.Fields[i].Name, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private static void WriteEffects(RecordWriter writer, CustomerEventRecorded recorded)
    {
        var effects = (recorded.Owned is null ? Effects.None : Effects.Owned)
            | (recorded.OpenCases is null ? Effects.None : Effects.OpenCases)
            | (recorded.Status is null ? Effects.None : Effects.Status)
            | (recorded.Trigger is null ? Effects.None : Effects.Trigger)
            | (recorded.HasBehaviour ? Effects.Behaviour : Effects.None);
        writer.Byte((byte)effects);
        if (recorded.Owned is not null)
        {
            OutcomeFormat.WriteOwned(writer, recorded.Owned);
        }

        if (recorded.OpenCases is not null)
        {
            CommandFormat.WriteTexts(writer, recorded.OpenCases);
        }

        if (recorded.Status is not null)
        {
            OutcomeFormat.WriteStatus(writer, recorded.Status);
        }

        if (recorded.HasBehaviour)
        {
            BehaviourFormat.WriteEvent(writer, recorded);
        }
    }

    private static CustomerEventRecorded ReadEffects(RecordReader reader, RecordCustomerEvent taken, Instant rememberUntil)
    {
        var effects = (Effects)reader.Byte();
        if ((effects & ~Effects.All) != Effects.None)
        {
            throw new RecordFormatException($"Effects {effects} are not known.");
        }

        var recorded = new CustomerEventRecorded(
            taken.Key,
            taken.MessageId,
            rememberUntil,
            (effects & Effects.Owned) == Effects.None ? null : OutcomeFormat.ReadOwned(reader),
            (effects & Effects.OpenCases) == Effects.None ? null : CommandFormat.ReadTexts(reader),
            (effects & Effects.Status) == Effects.None ? null : OutcomeFormat.ReadStatus(reader),
            (effects & Effects.Trigger) == Effects.None ? null : new TriggeringEvent(taken.Type, taken.At, taken.Fields));
        return (effects & Effects.Behaviour) == Effects.None ? recorded : BehaviourFormat.ReadEvent(reader, recorded, taken.At);
    }

    private sealed record Shape(string Type, TimeSpan Lateness, TimeSpan Remembered, string[] Names);
}
