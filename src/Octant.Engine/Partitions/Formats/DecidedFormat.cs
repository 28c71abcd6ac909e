using Octant.Engine.Calendar;
using Octant.Engine.Decisions;

namespace Octant.Engine.Partitions.Formats;

/// <summary>
/// A request that was decided on, as one entry of a journal row that stands for command and outcome. What was asked stands in the decision's
/// encoded inputs, and the contacts follow from its encoded result, so neither is written again.
/// </summary>
internal static class DecidedFormat
{
    /// <summary>Stands where the tag of a command stands.</summary>
    public const byte Tag = 18;

    /// <summary>Whether command and contacts can be told from the rest.</summary>
    public static bool Fits(Decide command, DecisionMade outcome) =>
        outcome.Trigger is null
        && command.Key == outcome.Key
        && command.MessageId == outcome.MessageId
        && command.BodyHash == outcome.BodyHash
        && string.Equals(command.Request.Channel, outcome.Channel, StringComparison.Ordinal)
        && string.Equals(command.Request.Touchpoint, outcome.Touchpoint, StringComparison.Ordinal)
        && AreSameButForOrganisation(command.Request.Actor, outcome.Actor)
        && Reservation.Is(outcome.Contacts, outcome.Key, outcome.Id, outcome.Result, outcome.Actor, outcome.At);

    public static void Write(RecordWriter writer, DecisionMade outcome)
    {
        writer.Byte(Tag);
        CommandFormat.WriteOptionalMessageId(writer, outcome.MessageId);
        writer.Fixed(outcome.BodyHash);
        writer.Int(outcome.StrategyVersion);
        writer.Text(outcome.Actor.Organisation);
        writer.Blob(outcome.Inputs);
        writer.Blob(outcome.Encoded);
    }

    public static JournalEntry Read(RecordReader reader, Instant now)
    {
        var (messageId, bodyHash, strategy, organisation) = ReadBegin(reader);
        byte[] inputs = reader.Blob(), encoded = reader.Blob();
        var (request, outcome) = Outcome(reader.Within(inputs), messageId, bodyHash, strategy, organisation, DecisionFormat.DecodeResult(encoded), inputs, encoded);
        return new JournalEntry(new Decide(outcome.Key, messageId, bodyHash, request), now, outcome);
    }

    /// <summary>The outcome to be applied and nothing else, as <see cref="OutcomeFormat.ReadToApply"/>.</summary>
    public static DecisionMade ReadToApply(RecordReader reader)
    {
        var (messageId, bodyHash, strategy, organisation) = ReadBegin(reader);
        var (inputs, encoded) = (reader.Part(), reader.Part());
        var result = DecisionFormat.DecodeRecommendations(reader.Within(encoded));
        return Outcome(reader.Within(inputs), messageId, bodyHash, strategy, organisation, result, [], []).Outcome;
    }

    /// <summary>Where nobody's outlet is named, a decision is counted where the customer belongs.</summary>
    private static bool AreSameButForOrganisation(Actor actor, Actor other) =>
        string.Equals(actor.Staff, other.Staff, StringComparison.Ordinal)
        && string.Equals(actor.Outlet, other.Outlet, StringComparison.Ordinal)
        && actor.Authentication == other.Authentication;

    private static (UInt128? MessageId, ulong BodyHash, long Strategy, string? Organisation) ReadBegin(RecordReader reader)
    {
        reader.Byte();
        return (CommandFormat.ReadOptionalMessageId(reader), reader.Fixed(), reader.Int(), reader.OptionalText());
    }

    /// <param name="inputs">Has begun the encoded inputs.</param>
    private static (DecisionRequest Request, DecisionMade Outcome) Outcome(
        RecordReader inputs,
        UInt128? messageId,
        ulong bodyHash,
        long strategy,
        string? organisation,
        DecisionResult result,
        byte[] encodedInputs,
        byte[] encoded)
    {
        var head = DecisionFormat.ReadHead(inputs);
        var request = head.Request ?? throw new RecordFormatException("A decision on a request without one.");
        var (key, actor) = (inputs.Int(), request.Actor with { Organisation = organisation });
        return (request, new DecisionMade(
            key,
            head.Id,
            messageId,
            bodyHash,
            head.Now,
            request.Channel,
            request.Touchpoint,
            Trigger: null,
            actor,
            strategy,
            result,
            encodedInputs,
            encoded,
            Reservation.Of(key, head.Id, result, actor, head.Now)));
    }
}
