using System.Runtime.InteropServices;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Learning;
using Octant.Engine.Offers;
using Octant.Engine.Policies;

namespace Octant.Engine.Partitions.Formats;

/// <summary>Decision records: what went in and what came out, each on its own, so that replay can compare bytes.</summary>
public static class DecisionFormat
{
    /// <summary>
    /// First byte of encoded inputs. Form 1 had no behaviour, form 2 no response model, form 3 wide values and every contact whole; all are still read.
    /// </summary>
    public const byte InputsVersion = 4;

    /// <summary>First byte of encoded results. Form 1 did not say where a propensity comes from; it is still read.</summary>
    public const byte ResultVersion = 2;

    public static byte[] Encode(DecisionInputs inputs, IReadOnlyList<SliceBalance> consulted) => Encode(inputs, consulted, new RecordWriter());

    /// <param name="writer">Is emptied first; keeping one saves growing a new one for every decision.</param>
    public static byte[] Encode(DecisionInputs inputs, IReadOnlyList<SliceBalance> consulted, RecordWriter writer)
    {
        writer.Reset();
        writer.Byte(InputsVersion);
        writer.Int(inputs.ModelVersion);
        writer.Int(inputs.Id.Partition);
        writer.Int(inputs.Id.Sequence);
        writer.Int(inputs.Id.Index);
        writer.Instant(inputs.Now);
        writer.Bool(inputs.Request is not null);
        if (inputs.Request is { } request)
        {
            WriteRequest(writer, request);
        }
        else
        {
            BehaviourFormat.WriteTrigger(writer, inputs.Trigger!);
        }

        CustomerFormat.Write(writer, inputs.Customer);
        writer.List(consulted, static (writer, slice) =>
        {
            writer.Text(slice.Resource);
            writer.Text(slice.Period);
            writer.Int(slice.Units);
            writer.Bool(slice.Exhausted);
        });
        BehaviourFormat.WriteBeginnings(writer, inputs.Observations);
        return writer.ToArray();
    }

    /// <exception cref="RecordFormatException">The bytes are not encoded inputs.</exception>
    public static DecisionInputs DecodeInputs(ReadOnlyMemory<byte> bytes) => DecodeInputs(new RecordReader(bytes));

    /// <param name="reader">Has begun the record.</param>
    /// <exception cref="RecordFormatException">The bytes are not a record.</exception>
    public static DecisionInputs DecodeInputs(RecordReader reader)
    {
        var (version, model, id, now, request, trigger) = ReadHead(reader);
        var withBehaviour = version > 1;
        var customer = CustomerFormat.Read(
            reader, version > 3 ? CustomerForm.Newest : withBehaviour ? CustomerForm.WithBehaviour : CustomerForm.WithoutBehaviour);
        var slices = new RecordedSlices(reader.List(() => new SliceBalance(reader.Text(), reader.Text(), reader.Int(), reader.Bool())));
        var observations = withBehaviour ? BehaviourFormat.ReadBeginnings(reader) : Behaviour.ObservationTable.Empty;
        RequireEnd(reader);
        return new DecisionInputs(id, now, request, trigger, customer, slices) { Observations = observations, ModelVersion = model };
    }

    /// <summary>What stands before the customer, whose key is what comes next.</summary>
    /// <param name="reader">Has begun the record.</param>
    /// <exception cref="RecordFormatException">The bytes do not begin as inputs do.</exception>
    internal static InputsHead ReadHead(RecordReader reader)
    {
        var version = RequireVersion(reader, InputsVersion);
        var model = version > 2 ? reader.Int() : 0;
        var id = new DecisionId((int)reader.Int(), reader.Int(), (int)reader.Int());
        var now = reader.Instant();
        return reader.Bool()
            ? new InputsHead(version, model, id, now, ReadRequest(reader), null)
            : new InputsHead(version, model, id, now, null, version > 1 ? BehaviourFormat.ReadTrigger(reader) : ReadTrigger(reader));
    }

    /// <summary>The version of the response model in force when these inputs were decided on; 0 for none.</summary>
    /// <exception cref="RecordFormatException">The bytes are not encoded inputs.</exception>
    public static long ModelVersionOf(ReadOnlyMemory<byte> inputs)
    {
        var reader = new RecordReader(inputs);
        return RequireVersion(reader, InputsVersion) > 2 ? reader.Int() : 0;
    }

    /// <summary>The same; false where the bytes are not encoded inputs.</summary>
    public static bool TryReadModelVersion(ReadOnlyMemory<byte> inputs, out long version)
    {
        try
        {
            version = ModelVersionOf(inputs);
            return true;
        }
        catch (RecordFormatException)
        {
            version = 0;
            return false;
        }
    }

    /// <summary>
    /// A result carries the fingerprint of the inputs it was made from, so that an altered input shows even where the
    /// answer would have been the same.
    /// </summary>
    /// <param name="inputs">The encoded inputs.</param>
    /// <param name="form">Of the result; the newest one unless an older record is to be compared with.</param>
    public static byte[] Encode(DecisionResult result, ReadOnlySpan<byte> inputs, byte form = ResultVersion) =>
        Encode(result, inputs, new RecordWriter(), form);

    /// <inheritdoc cref="Encode(DecisionResult, ReadOnlySpan{byte}, byte)"/>
    /// <param name="writer">Is emptied first.</param>
    public static byte[] Encode(DecisionResult result, ReadOnlySpan<byte> inputs, RecordWriter writer, byte form = ResultVersion)
    {
        Action<RecordWriter, Recommendation> recommendation = form > 1 ? WriteRecommendation : WriteFirstForm;
        writer.Reset();
        writer.Byte(form);
        writer.Fixed(StableHash.Of(inputs));
        writer.List(result.Recommendations, recommendation);
        writer.List(result.Ghosts, recommendation);
        WriteRanked(writer, result.Ranked);
        writer.Text(result.Silence);
        return writer.ToArray();
    }

    /// <exception cref="RecordFormatException">The bytes are not an encoded result.</exception>
    public static DecisionResult DecodeResult(ReadOnlyMemory<byte> bytes) => DecodeResult(new RecordReader(bytes));

    /// <param name="reader">Has begun the record.</param>
    /// <exception cref="RecordFormatException">The bytes are not a record.</exception>
    public static DecisionResult DecodeResult(RecordReader reader)
    {
        var form = RequireVersion(reader, ResultVersion);
        reader.Fixed();
        var result = new DecisionResult(
            reader.List(() => ReadRecommendation(reader, form)),
            reader.List(() => ReadRecommendation(reader, form)),
            reader.List(() => new RankedOffer(
                reader.Text(), reader.Text(), reader.Text(), reader.Double(), reader.Enum<Stage>(), reader.OptionalText())),
            reader.OptionalText());
        RequireEnd(reader);
        return result;
    }

    /// <summary>Of a result what a partition's state depends on: what was recommended, and the ghosts.</summary>
    /// <param name="reader">Has begun the record.</param>
    /// <exception cref="RecordFormatException">The bytes do not begin as a result does.</exception>
    internal static DecisionResult DecodeRecommendations(RecordReader reader)
    {
        var form = RequireVersion(reader, ResultVersion);
        reader.Fixed();
        return new DecisionResult(reader.List(() => ReadRecommendation(reader, form)), reader.List(() => ReadRecommendation(reader, form)), [], null);
    }

    private static void WriteRanked(RecordWriter writer, IReadOnlyList<RankedOffer> ranked)
    {
        var offers = ranked is List<RankedOffer> list ? CollectionsMarshal.AsSpan(list) : ranked.ToArray();

        // Names of campaigns lie anywhere in memory. Asked their lengths in one short loop, they are fetched side by side and not one after
        // another.
        var characters = 0;
        foreach (ref readonly var offer in offers)
        {
            characters += offer.Campaign.Length + offer.Offering.Length;
        }

        writer.Expect(characters);
        writer.Unsigned((ulong)offers.Length);
        RecordWriter.NumberedText channel = default, reason = default;
        foreach (ref readonly var offer in offers)
        {
            writer.Text(offer.Campaign);
            writer.Text(offer.Offering);
            writer.Text(offer.Channel, ref channel);
            writer.Double(offer.Score);
            writer.Byte((byte)offer.Fate);
            writer.Text(offer.Reason, ref reason);
        }
    }

    internal static void WriteSpend(RecordWriter writer, ResourceSpend spend)
    {
        writer.Text(spend.Resource);
        writer.Text(spend.Period);
        writer.Int(spend.Units);
    }

    internal static ResourceSpend ReadSpend(RecordReader reader) => new(reader.Text(), reader.Text(), reader.Int());

    internal static void WriteFields(RecordWriter writer, IReadOnlyList<FieldValue> fields) =>
        writer.List(fields, static (writer, field) =>
        {
            writer.Text(field.Name);
            writer.Value(field.Value);
        });

    internal static List<FieldValue> ReadFields(RecordReader reader) =>
        reader.List(() => new FieldValue(reader.Text(), reader.Value()));

    internal static void WriteTrigger(RecordWriter writer, TriggeringEvent trigger)
    {
        writer.Text(trigger.Type);
        writer.Instant(trigger.At);
        WriteFields(writer, trigger.Fields);
    }

    internal static TriggeringEvent ReadTrigger(RecordReader reader) => new(reader.Text(), reader.Instant(), ReadFields(reader));

    internal static void WriteActor(RecordWriter writer, Actor actor)
    {
        writer.Text(actor.Staff);
        writer.Text(actor.Outlet);
        writer.Text(actor.Organisation);
        writer.Bool(actor.Authentication.HasValue);
        if (actor.Authentication is { } level)
        {
            writer.Byte((byte)level);
        }
    }

    internal static Actor ReadActor(RecordReader reader) =>
        new(
            reader.OptionalText(),
            reader.OptionalText(),
            reader.OptionalText(),
            reader.Bool() ? reader.Enum<AuthenticationLevel>() : null);

    internal static void WriteRequest(RecordWriter writer, DecisionRequest request)
    {
        writer.Text(request.Channel);
        writer.Text(request.Touchpoint);
        writer.Int(request.Limit);
        WriteFields(writer, request.Context);
        WriteActor(writer, request.Actor);
    }

    internal static DecisionRequest ReadRequest(RecordReader reader) =>
        new(reader.Text(), reader.OptionalText(), (int)reader.Int(), ReadFields(reader), ReadActor(reader));

    private static void WriteRecommendation(RecordWriter writer, Recommendation item)
    {
        WriteFirstForm(writer, item);
        writer.Byte((byte)item.PropensityBasis);
    }

    private static void WriteFirstForm(RecordWriter writer, Recommendation item)
    {
        writer.Int(item.Rank);
        writer.Text(item.Campaign);
        writer.Text(item.Offering);
        writer.Text(item.Promotion);
        writer.Text(item.Cluster);
        writer.Text(item.Class);
        writer.Text(item.Channel);
        writer.Text(item.Variant);
        writer.Byte((byte)item.Tier);
        writer.Double(item.Propensity);
        writer.Double(item.Value);
        writer.Double(item.Weight);
        writer.Double(item.Lever);
        writer.Double(item.Score);
        writer.Double(item.Probability);
        writer.Instant(item.CountsAt);
        writer.Instant(item.ValidUntil);
        writer.Span(item.ResponseWindow);
        writer.List(item.Spends, WriteSpend);
    }

    private static Recommendation ReadRecommendation(RecordReader reader, byte form)
    {
        var item = ReadFirstForm(reader);
        return form > 1 ? item with { PropensityBasis = reader.Enum<PropensityBasis>() } : item;
    }

    private static Recommendation ReadFirstForm(RecordReader reader) =>
        new(
            (int)reader.Int(),
            reader.Text(),
            reader.Text(),
            reader.OptionalText(),
            reader.OptionalText(),
            reader.Text(),
            reader.Text(),
            reader.Text(),
            reader.Enum<Tier>(),
            reader.Double(),
            reader.Double(),
            reader.Double(),
            reader.Double(),
            reader.Double(),
            reader.Double(),
            reader.Instant(),
            reader.Instant(),
            reader.Span(),
            reader.List(() => ReadSpend(reader)));

    private static byte RequireVersion(RecordReader reader, byte newest)
    {
        var version = reader.Byte();
        return version is 0 || version > newest
            ? throw new RecordFormatException($"Decision record form {version}; this engine reads forms 1 to {newest}.")
            : version;
    }

    private static void RequireEnd(RecordReader reader)
    {
        if (!reader.AtEnd)
        {
            throw new RecordFormatException("A decision record has bytes behind its end.");
        }
    }

    /// <summary>Of encoded inputs what stands before the customer.</summary>
    /// <param name="Version">Form of the inputs.</param>
    internal readonly record struct InputsHead(byte Version, long Model, DecisionId Id, Instant Now, DecisionRequest? Request, TriggeringEvent? Trigger);

    /// <summary>The slices as they were, for deciding again.</summary>
    internal sealed class RecordedSlices(List<SliceBalance> slices) : ISliceSource
    {
        /// <summary>Those the decision looked at.</summary>
        public IReadOnlyList<SliceBalance> All => slices;

        public SliceBalance Balance(string resource, string period)
        {
            foreach (var slice in slices)
            {
                if (string.Equals(slice.Resource, resource, StringComparison.Ordinal)
                    && string.Equals(slice.Period, period, StringComparison.Ordinal))
                {
                    return slice;
                }
            }

            return new SliceBalance(resource, period, 0, Exhausted: false);
        }
    }
}
