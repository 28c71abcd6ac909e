using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;

namespace Octant.Engine.Decisions.Simulations;

/// <summary>What a simulated decision rests on besides its record; nothing for one that is exact.</summary>
[Flags]
public enum SimulationBasis
{
    /// <summary>Everything is as recorded.</summary>
    Exact = 0,

    /// <summary>Earlier decisions of the period came out otherwise, so that the customer's contacts are not those of the record.</summary>
    OtherContacts = 1,

    /// <summary>Attributes the record lacks were taken from today.</summary>
    AttributesFromToday = 2,

    /// <summary>Capacity, budget or stock the recorded decision did not ask about was taken from one pool.</summary>
    PooledResources = 4,
}

/// <summary>One recorded decision, and what it would have been.</summary>
/// <param name="Inputs">Those of the simulated world.</param>
/// <param name="Simulated">The same object as <paramref name="Recorded"/> where the recorded decision is known to stand.</param>
/// <param name="RecordedContacts">The customer's ledger in the recorded world; null where it is that of the simulated one.</param>
/// <param name="Change">Null when the same is recommended in the same order.</param>
public sealed record SimulatedDecision(
    DraftStrategy Draft,
    DecisionInputs Inputs,
    DecisionResult Recorded,
    DecisionResult Simulated,
    IReadOnlyList<Contact>? RecordedContacts,
    SimulationBasis Basis,
    DecisionChange? Change);

/// <summary>
/// Makes recorded decisions of a period again, one after another in order of time, as they would have come out by a draft.
/// </summary>
/// <remarks>
/// A decision is a function of strategy and inputs, and the record holds the inputs: profile, products, consents, behaviour,
/// contacts, slices. So each decision is exact until an earlier one of the same customer came out otherwise; from then on the
/// contacts are those of the simulated world (<see cref="SimulatedLedgers"/>), and shared resources likewise
/// (<see cref="SimulatedResources"/>). What customers own, say and do is as recorded throughout: nobody knows what an offer
/// that was never made would have led to.
/// Most decisions are untouched by a draft of a few campaigns. Where inputs are as recorded, the campaigns that changed are
/// asked alone: if none of them comes as far as arbitration and the recorded ranking holds none of them, arbitration has the
/// same candidates as then and the recorded result stands, all but the word for a silence. A draft that changes nothing is decided
/// all the same: that is the simulation's test of itself.
/// One thread at a time. What it keeps grows with the decisions that come out otherwise, and not with the period.
/// </remarks>
public sealed class DecisionSimulator
{
    private readonly SimulatedLedgers _ledgers = new();
    private readonly SimulatedResources _resources = new();
    private readonly SimulationScratch _scratch = new();

    /// <summary>Contacts kept because the two worlds differ in them.</summary>
    public long KeptContacts => _ledgers.Kept;

    /// <param name="strategy">Says how much there is of each.</param>
    public IReadOnlyList<ResourceUse> ResourceUses(Strategy strategy) => _resources.Uses(strategy);

    /// <summary>Reads a record and decides it as far as its own inputs go; finishing it is left to its turn.</summary>
    /// <exception cref="RecordFormatException">The bytes are not those of a record.</exception>
    /// <exception cref="ModelMissingException">The decision rests on a response model that was not supplied.</exception>
    public static PreparedDecision Prepare(DraftStrategy draft, in SimulatedRecord record, SimulationScratch scratch)
    {
        var inputs = DecisionFormat.DecodeInputs(scratch.Read(record.Inputs));
        if (record.Model is { } model && model.Version == inputs.ModelVersion)
        {
            inputs = inputs with { Model = model };
        }

        var recorded = DecisionFormat.DecodeResult(scratch.Read(record.Result));
        var isSupplied = record.FromToday is { Count: > 0 } missing && Supply(inputs.Customer.Profile, missing);
        var decided = record.IsSameEngine && Stands(draft, inputs, recorded, scratch)
            ? recorded
            : DecisionKernel.Decide(draft.Full, scratch.Seen(inputs, draft.Full, inputs.Slices), scratch: scratch.Decision).Result;
        return new PreparedDecision(draft, inputs, recorded, decided, isSupplied);
    }

    /// <summary>Brings a prepared decision into the simulated world, where all before it in order of time have been finished.</summary>
    /// <exception cref="ModelMissingException">The decision rests on a response model that was not supplied.</exception>
    public SimulatedDecision Finish(PreparedDecision prepared)
    {
        var (draft, inputs, recorded, decided, isSupplied) = prepared;
        var slices = ((DecisionFormat.RecordedSlices)inputs.Slices).All;
        var basis = isSupplied ? SimulationBasis.AttributesFromToday : SimulationBasis.Exact;
        var contacts = _ledgers.Apply(inputs.Customer);
        if (contacts is not null)
        {
            basis |= SimulationBasis.OtherContacts;
        }

        _resources.Begin(draft, inputs.Slices);
        var simulated = decided is not null && contacts is null && _resources.AnswersAsRecorded(slices, asThen: ReferenceEquals(decided, recorded))
            ? decided
            : Decide(draft.Full, inputs);
        if (_resources.PoolAnswered)
        {
            basis |= SimulationBasis.PooledResources;
        }

        _ledgers.Record(inputs, recorded, simulated);
        _resources.Record(recorded, simulated);
        var change = ReferenceEquals(recorded, simulated) ? null : DecisionChange.Between(draft, inputs, contacts, recorded, simulated);
        return new SimulatedDecision(draft, inputs, recorded, simulated, contacts, basis, change);
    }

    /// <summary>Both at once.</summary>
    /// <exception cref="RecordFormatException">The bytes are not those of a record.</exception>
    /// <exception cref="ModelMissingException">The decision rests on a response model that was not supplied.</exception>
    public SimulatedDecision Simulate(DraftStrategy draft, in SimulatedRecord record) => Finish(Prepare(draft, record, _scratch));

    /// <summary>Attributes the record holds after all stay as recorded.</summary>
    private static bool Supply(Profile profile, IReadOnlyList<AttributeChange> fromToday)
    {
        var missing = fromToday.Where(change => !profile.Has(change.AttributeId)).ToArray();
        profile.Change(missing);
        return missing.Length > 0;
    }

    /// <summary>Whether the candidates of arbitration are those of then.</summary>
    private static bool Stands(DraftStrategy draft, DecisionInputs inputs, DecisionResult recorded, SimulationScratch scratch)
    {
        if (draft.Delta is not { } delta)
        {
            return false;
        }

        foreach (var ranked in recorded.Ranked)
        {
            if (draft.Changes(ranked.Campaign))
            {
                return false;
            }
        }

        return DecisionKernel.Decide(delta, scratch.Seen(inputs, delta, inputs.Slices), scratch: scratch.Decision).Result is { Ranked.Count: 0 };
    }

    private DecisionResult Decide(Strategy strategy, DecisionInputs inputs)
    {
        var seen = _scratch.Seen(inputs, strategy, _resources);
        while (true)
        {
            var answer = DecisionKernel.Decide(strategy, seen, scratch: _scratch.Decision);
            if (answer.Result is { } result)
            {
                return result;
            }

            _resources.FallShort(answer.Needs);
        }
    }
}
