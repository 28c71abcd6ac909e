using Octant.Engine.Decisions;
using Octant.Engine.Policies;

namespace Octant.Engine.Partitions.Formats;

/// <summary>Outcomes as they stand in a journal row; only those that change state do. A tag, once given, keeps its meaning.</summary>
internal static class OutcomeFormat
{
    /// <summary>An event, a strategy and a passing of time that concern behaviour; the tags without it are those of before.</summary>
    private const byte EventWithBehaviour = 40;
    private const byte StrategyWithBehaviour = 41;
    private const byte TimeWithTimers = 42;
    private const byte ModelTag = 50;

    private const byte DecisionTag = 6;

    public static void Write(RecordWriter writer, Outcome outcome)
    {
        switch (outcome)
        {
            case ProfileChanged o:
                writer.Byte(1);
                writer.Int(o.Key);
                writer.Bool(o.Created);
                CommandFormat.WriteAttributes(writer, o.Attributes);
                CommandFormat.WriteTexts(writer, o.Tags);
                WriteOwned(writer, o.Owned);
                writer.List(o.Consents, CustomerFormat.WriteConsent);
                break;
            case ConsentSet o:
                writer.Byte(2);
                writer.Int(o.Key);
                CustomerFormat.WriteConsent(writer, o.Consent);
                break;
            case OwnedSet o:
                writer.Byte(3);
                writer.Int(o.Key);
                WriteOwned(writer, o.Owned);
                break;
            case ListsSet o:
                writer.Byte(4);
                writer.Int(o.Key);
                writer.Bool(o.NeverDisturb);
                writer.Bool(o.NeverOffer);
                break;
            case CustomerEventRecorded o:
                var withBehaviour = o.HasBehaviour;
                writer.Byte(withBehaviour ? EventWithBehaviour : (byte)5);
                writer.Int(o.Key);
                CommandFormat.WriteMessageId(writer, o.MessageId);
                writer.Instant(o.RememberUntil);
                WriteOwned(writer, o.Owned);
                CommandFormat.WriteTexts(writer, o.OpenCases);
                WriteStatus(writer, o.Status);
                writer.Bool(o.Trigger is not null);
                if (o.Trigger is { } trigger)
                {
                    DecisionFormat.WriteTrigger(writer, trigger);
                }

                if (withBehaviour)
                {
                    writer.Instant(o.At);
                    BehaviourFormat.WriteEvent(writer, o);
                }

                break;
            case DecisionMade o:
                writer.Byte(DecisionTag);
                writer.Int(o.Key);
                writer.Int(o.Id.Partition);
                writer.Int(o.Id.Sequence);
                writer.Int(o.Id.Index);
                CommandFormat.WriteOptionalMessageId(writer, o.MessageId);
                writer.Fixed(o.BodyHash);
                writer.Instant(o.At);
                writer.Text(o.Channel);
                writer.Text(o.Touchpoint);
                writer.Text(o.Trigger);
                DecisionFormat.WriteActor(writer, o.Actor);
                writer.Int(o.StrategyVersion);
                writer.Blob(o.Inputs);
                writer.Blob(o.Encoded);
                WriteContacts(writer, o.Contacts);
                break;
            case ResponseRecorded o:
                writer.Byte(7);
                writer.Int(o.Key);
                CustomerFormat.WriteContactId(writer, o.Contact);
                writer.Byte((byte)o.Response);
                writer.Text(o.Reason);
                writer.Instant(o.At);
                DecisionFormat.WriteActor(writer, o.Actor);
                WriteOwned(writer, o.Owned);
                WriteContacts(writer, o.Contacts);
                WriteSpends(writer, o.Refunds);
                break;
            case ContactReported o:
                writer.Byte(8);
                writer.Int(o.Key);
                CommandFormat.WriteMessageId(writer, o.MessageId);
                writer.Instant(o.RememberUntil);
                WriteContacts(writer, o.Contacts);
                break;
            case ContactClaimed o:
                writer.Byte(9);
                writer.Int(o.Key);
                WriteContacts(writer, o.Contacts);
                WriteSpends(writer, o.Spends);
                WriteSpends(writer, o.Refunds);
                break;
            case ContactSuppressed o:
                writer.Byte(10);
                writer.Int(o.Key);
                WriteContacts(writer, o.Contacts);
                WriteSpends(writer, o.Refunds);
                break;
            case ContactSettled o:
                writer.Byte(11);
                writer.Int(o.Key);
                WriteContacts(writer, o.Contacts);
                WriteSpends(writer, o.Refunds);
                break;
            case StrategyChanged o:
                writer.Byte(o.Observations is null ? (byte)12 : StrategyWithBehaviour);
                writer.Int(o.Version);
                if (o.Observations is not null)
                {
                    BehaviourFormat.WriteObservations(writer, o.Observations);
                }

                break;
            case ModelChanged o:
                writer.Byte(ModelTag);
                writer.Int(o.Version);
                break;
            case SliceGranted o:
                writer.Byte(13);
                writer.Text(o.Resource);
                writer.Text(o.Period);
                writer.Int(o.Units);
                writer.Bool(o.Exhausted);
                writer.Instant(o.Until);
                break;
            case TimePassed o:
                var withTimers = o.Fired.Count + o.Lapsed.Count > 0;
                writer.Byte(withTimers ? TimeWithTimers : o.ForgottenUpTo is null ? (byte)14 : (byte)16);
                WriteContacts(writer, o.Contacts);
                writer.List(o.Forgotten, CommandFormat.WriteMessageId);
                WriteSpends(writer, o.Returned);
                WriteSpends(writer, o.Refunds);
                if (withTimers)
                {
                    BehaviourFormat.WriteNames(writer, o.Fired);
                    BehaviourFormat.WriteNames(writer, o.Lapsed);
                    writer.OptionalInstant(o.ForgottenUpTo);
                }
                else if (o.ForgottenUpTo is { } upTo)
                {
                    writer.Instant(upTo);
                }

                break;
            case CustomerErased o:
                writer.Byte(15);
                writer.Int(o.Key);
                WriteContacts(writer, o.Contacts);
                WriteSpends(writer, o.Refunds);
                break;
            default:
                throw new ArgumentException($"No journal form for {outcome.GetType().Name}.", nameof(outcome));
        }
    }

    public static Outcome Read(RecordReader reader)
    {
        var tag = reader.Byte();
        return tag switch
        {
            1 => new ProfileChanged(
                reader.Int(), reader.Bool(), CommandFormat.ReadAttributes(reader), CommandFormat.ReadTexts(reader), ReadOwned(reader))
            {
                Consents = reader.List(() => CustomerFormat.ReadConsent(reader)),
            },
            2 => new ConsentSet(reader.Int(), CustomerFormat.ReadConsent(reader)),
            3 => new OwnedSet(reader.Int(), ReadOwned(reader) ?? throw new RecordFormatException("Ownership without offerings.")),
            4 => new ListsSet(reader.Int(), reader.Bool(), reader.Bool()),
            5 or EventWithBehaviour => ReadEvent(reader, withBehaviour: tag == EventWithBehaviour),
            DecisionTag => ReadDecision(reader),
            7 => new ResponseRecorded(
                reader.Int(),
                CustomerFormat.ReadContactId(reader),
                (Responses)reader.Byte(),
                reader.OptionalText(),
                reader.Instant(),
                DecisionFormat.ReadActor(reader),
                ReadOwned(reader),
                ReadContacts(reader),
                ReadSpends(reader)),
            8 => new ContactReported(reader.Int(), CommandFormat.ReadMessageId(reader), reader.Instant(), ReadContacts(reader)),
            9 => new ContactClaimed(reader.Int(), ReadContacts(reader), ReadSpends(reader), ReadSpends(reader)),
            10 => new ContactSuppressed(reader.Int(), ReadContacts(reader), ReadSpends(reader)),
            11 => new ContactSettled(reader.Int(), ReadContacts(reader), ReadSpends(reader)),
            12 => new StrategyChanged(reader.Int()),
            StrategyWithBehaviour => new StrategyChanged(reader.Int()) { Observations = BehaviourFormat.ReadObservations(reader) },
            13 => new SliceGranted(reader.Text(), reader.Text(), reader.Int(), reader.Bool(), reader.Instant()),
            14 or 16 or TimeWithTimers => new TimePassed(
                ReadContacts(reader), reader.List(() => CommandFormat.ReadMessageId(reader)), ReadSpends(reader), ReadSpends(reader))
            {
                Fired = tag == TimeWithTimers ? BehaviourFormat.ReadNames(reader) : [],
                Lapsed = tag == TimeWithTimers ? BehaviourFormat.ReadNames(reader) : [],
                ForgottenUpTo = tag == TimeWithTimers ? reader.OptionalInstant() : tag == 16 ? reader.Instant() : null,
            },
            15 => new CustomerErased(reader.Int(), ReadContacts(reader), ReadSpends(reader)),
            ModelTag => new ModelChanged(reader.Int()),
            _ => throw new RecordFormatException($"Outcome tag {tag} is not known."),
        };
    }

    private static CustomerEventRecorded ReadEvent(RecordReader reader, bool withBehaviour)
    {
        var recorded = new CustomerEventRecorded(
            reader.Int(),
            CommandFormat.ReadMessageId(reader),
            reader.Instant(),
            ReadOwned(reader),
            CommandFormat.ReadTexts(reader),
            ReadStatus(reader),
            reader.Bool() ? DecisionFormat.ReadTrigger(reader) : null);
        return withBehaviour ? BehaviourFormat.ReadEvent(reader, recorded, reader.Instant()) : recorded;
    }

    /// <summary>
    /// An outcome to be applied and nothing else: of a decision, which says much more than it changes, inputs, encoded result and what was
    /// not recommended are left out.
    /// </summary>
    public static Outcome ReadToApply(RecordReader reader)
    {
        if (reader.Peek() != DecisionTag)
        {
            return Read(reader);
        }

        reader.Byte();
        return ReadDecision(reader, toApply: true);
    }

    private static DecisionMade ReadDecision(RecordReader reader, bool toApply = false)
    {
        var key = reader.Int();
        var id = new DecisionId((int)reader.Int(), reader.Int(), (int)reader.Int());
        var messageId = CommandFormat.ReadOptionalMessageId(reader);
        var bodyHash = reader.Fixed();
        var at = reader.Instant();
        var channel = reader.Text();
        var touchpoint = reader.OptionalText();
        var trigger = reader.OptionalText();
        var actor = DecisionFormat.ReadActor(reader);
        var strategy = reader.Int();
        DecisionResult result;
        byte[] inputs = [], encoded = [];
        if (toApply)
        {
            reader.Part();
            result = DecisionFormat.DecodeRecommendations(reader.Within(reader.Part()));
        }
        else
        {
            inputs = reader.Blob();
            encoded = reader.Blob();
            result = DecisionFormat.DecodeResult(encoded);
        }

        return new DecisionMade(
            key,
            id,
            messageId,
            bodyHash,
            at,
            channel,
            touchpoint,
            trigger,
            actor,
            strategy,
            result,
            inputs,
            encoded,
            ReadContacts(reader));
    }

    internal static void WriteStatus(RecordWriter writer, CustomerStatus? status) =>
        writer.Byte(status is { } known ? (byte)(known + 1) : (byte)0);

    internal static CustomerStatus? ReadStatus(RecordReader reader)
    {
        var value = reader.Byte();
        return value switch
        {
            0 => null,
            <= (byte)CustomerStatus.Closed + 1 => (CustomerStatus)(value - 1),
            _ => throw new RecordFormatException($"Customer status {value} is not known."),
        };
    }

    internal static void WriteOwned(RecordWriter writer, IReadOnlyList<Offers.OwnedOffering>? owned)
    {
        writer.Bool(owned is not null);
        if (owned is not null)
        {
            writer.List(owned, CustomerFormat.WriteOwned);
        }
    }

    internal static List<Offers.OwnedOffering>? ReadOwned(RecordReader reader) =>
        reader.Bool() ? reader.List(() => CustomerFormat.ReadOwned(reader)) : null;

    private static void WriteContacts(RecordWriter writer, IReadOnlyList<ContactChange> changes) =>
        writer.List(changes, static (writer, change) =>
        {
            writer.Int(change.Key);
            writer.Byte(change.From is { } from ? (byte)(from + 1) : (byte)0);
            CustomerFormat.WriteContact(writer, change.After);
        });

    private static List<ContactChange> ReadContacts(RecordReader reader) =>
        reader.List(() =>
        {
            var key = reader.Int();
            var from = reader.Byte();
            return from <= (byte)ContactState.Ghost + 1
                ? new ContactChange(key, from == 0 ? null : (ContactState)(from - 1), CustomerFormat.ReadContact(reader))
                : throw new RecordFormatException($"Contact state {from} is not known.");
        });

    private static void WriteSpends(RecordWriter writer, IReadOnlyList<ResourceSpend> spends) =>
        writer.List(spends, DecisionFormat.WriteSpend);

    private static List<ResourceSpend> ReadSpends(RecordReader reader) => reader.List(() => DecisionFormat.ReadSpend(reader));
}
