using Octant.Engine.Policies;

namespace Octant.Engine.Partitions.Formats;

/// <summary>Commands as they stand in a journal row. A tag, once given, keeps its meaning.</summary>
internal static class CommandFormat
{
    private const byte ModelTag = 50;

    public static void Write(RecordWriter writer, Command command)
    {
        switch (command)
        {
            case ChangeProfile c:
                writer.Byte(1);
                writer.Int(c.Key);
                WriteAttributes(writer, c.Attributes);
                WriteTexts(writer, c.Tags);
                WriteTexts(writer, c.Offerings);
                writer.List(c.Consents, CustomerFormat.WriteConsent);
                break;
            case SetConsent c:
                writer.Byte(2);
                writer.Int(c.Key);
                CustomerFormat.WriteConsent(writer, c.Consent);
                break;
            case SetOwned c:
                writer.Byte(3);
                writer.Int(c.Key);
                writer.List(c.Owned, CustomerFormat.WriteOwned);
                break;
            case SetLists c:
                writer.Byte(4);
                writer.Int(c.Key);
                WriteFlag(writer, c.NeverDisturb);
                WriteFlag(writer, c.NeverOffer);
                break;
            case RecordCustomerEvent c:
                writer.Byte(5);
                writer.Int(c.Key);
                WriteMessageId(writer, c.MessageId);
                writer.Text(c.Type);
                writer.Instant(c.At);
                writer.Span(c.Lateness);
                DecisionFormat.WriteFields(writer, c.Fields);
                break;
            case Decide c:
                writer.Byte(6);
                writer.Int(c.Key);
                WriteOptionalMessageId(writer, c.MessageId);
                writer.Fixed(c.BodyHash);
                DecisionFormat.WriteRequest(writer, c.Request);
                break;
            case DecideTriggered c:
                writer.Byte(7);
                writer.Int(c.Key);
                WriteMessageId(writer, c.MessageId);
                break;
            case RecordResponse c:
                writer.Byte(8);
                CustomerFormat.WriteContactId(writer, c.Contact);
                writer.Byte((byte)c.Response);
                writer.Text(c.Reason);
                DecisionFormat.WriteActor(writer, c.Actor);
                break;
            case ReportContact c:
                writer.Byte(9);
                writer.Int(c.Key);
                WriteMessageId(writer, c.MessageId);
                writer.Text(c.Source);
                writer.Text(c.Campaign);
                writer.Text(c.Offering);
                writer.Text(c.Class);
                writer.Text(c.Channel);
                writer.Instant(c.At);
                DecisionFormat.WriteActor(writer, c.Actor);
                break;
            case ClaimContact c:
                writer.Byte(10);
                CustomerFormat.WriteContactId(writer, c.Contact);
                break;
            case SettleContact c:
                writer.Byte(11);
                CustomerFormat.WriteContactId(writer, c.Contact);
                writer.Bool(c.Sent);
                writer.Text(c.Reason);
                break;
            case ChangeStrategy c:
                writer.Byte(12);
                writer.Int(c.Version);
                break;
            case ChangeModel c:
                writer.Byte(ModelTag);
                writer.Int(c.Version);
                break;
            case GrantSlice c:
                writer.Byte(13);
                writer.Text(c.Resource);
                writer.Text(c.Period);
                writer.Int(c.Units);
                writer.Bool(c.Exhausted);
                writer.Instant(c.Until);
                break;
            case PassTime:
                writer.Byte(14);
                break;
            case EraseCustomer c:
                writer.Byte(15);
                writer.Int(c.Key);
                break;
            default:
                throw new ArgumentException($"No journal form for {command.GetType().Name}.", nameof(command));
        }
    }

    public static Command Read(RecordReader reader)
    {
        var tag = reader.Byte();
        return tag switch
        {
            1 => new ChangeProfile(reader.Int(), ReadAttributes(reader), ReadTexts(reader), ReadTexts(reader))
            {
                Consents = reader.List(() => CustomerFormat.ReadConsent(reader)),
            },
            2 => new SetConsent(reader.Int(), CustomerFormat.ReadConsent(reader)),
            3 => new SetOwned(reader.Int(), reader.List(() => CustomerFormat.ReadOwned(reader))),
            4 => new SetLists(reader.Int(), ReadFlag(reader), ReadFlag(reader)),
            5 => new RecordCustomerEvent(
                reader.Int(), ReadMessageId(reader), reader.Text(), reader.Instant(), reader.Span(), DecisionFormat.ReadFields(reader)),
            6 => new Decide(reader.Int(), ReadOptionalMessageId(reader), reader.Fixed(), DecisionFormat.ReadRequest(reader)),
            7 => new DecideTriggered(reader.Int(), ReadMessageId(reader)),
            8 => new RecordResponse(
                CustomerFormat.ReadContactId(reader), (Responses)reader.Byte(), reader.OptionalText(), DecisionFormat.ReadActor(reader)),
            9 => new ReportContact(
                reader.Int(),
                ReadMessageId(reader),
                reader.Text(),
                reader.OptionalText(),
                reader.OptionalText(),
                reader.Text(),
                reader.Text(),
                reader.Instant(),
                DecisionFormat.ReadActor(reader)),
            10 => new ClaimContact(CustomerFormat.ReadContactId(reader)),
            11 => new SettleContact(CustomerFormat.ReadContactId(reader), reader.Bool(), reader.OptionalText()),
            12 => new ChangeStrategy(reader.Int()),
            13 => new GrantSlice(reader.Text(), reader.Text(), reader.Int(), reader.Bool(), reader.Instant()),
            14 => new PassTime(),
            15 => new EraseCustomer(reader.Int()),
            ModelTag => new ChangeModel(reader.Int()),
            _ => throw new RecordFormatException($"Command tag {tag} is not known."),
        };
    }

    internal static void WriteAttributes(RecordWriter writer, IReadOnlyList<AttributeChange> changes) =>
        writer.List(changes, static (writer, change) =>
        {
            writer.Unsigned((ulong)change.AttributeId);
            writer.Bool(change.Value.HasValue);
            if (change.Value is { } value)
            {
                writer.Value(value);
            }
        });

    internal static List<AttributeChange> ReadAttributes(RecordReader reader) =>
        reader.List(() => new AttributeChange(reader.AttributeId(), reader.Bool() ? reader.Value() : null));

    internal static void WriteTexts(RecordWriter writer, IReadOnlyList<string>? texts)
    {
        writer.Bool(texts is not null);
        if (texts is not null)
        {
            writer.List(texts, static (writer, text) => writer.Text(text));
        }
    }

    internal static List<string>? ReadTexts(RecordReader reader) => reader.Bool() ? reader.List(reader.Text) : null;

    internal static void WriteMessageId(RecordWriter writer, UInt128 id)
    {
        writer.Fixed((ulong)(id >> 64));
        writer.Fixed((ulong)id);
    }

    internal static UInt128 ReadMessageId(RecordReader reader) => new(reader.Fixed(), reader.Fixed());

    internal static void WriteOptionalMessageId(RecordWriter writer, UInt128? id)
    {
        writer.Bool(id.HasValue);
        if (id is { } value)
        {
            WriteMessageId(writer, value);
        }
    }

    internal static UInt128? ReadOptionalMessageId(RecordReader reader) => reader.Bool() ? ReadMessageId(reader) : null;

    private static void WriteFlag(RecordWriter writer, bool? flag) => writer.Byte(flag switch { null => 0, false => 1, true => 2 });

    private static bool? ReadFlag(RecordReader reader) => reader.Byte() switch
    {
        0 => null,
        1 => false,
        2 => true,
        var other => throw new RecordFormatException($"Optional flag {other} is not known."),
    };
}
