using Octant.Engine.Behaviour;
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
    private const int MostTables = 512;

    private readonly SimulatedLedgers _ledgers = new();
    private readonly SimulatedResources _resources = new();
    private readonly DecisionScratch _scratch = new();
    private readonly Dictionary<(int Partition, Strategy Strategy), ObservationTable> _observations = [];

    /// <summary>Contacts kept because the two worlds differ in them.</summary>
    public long KeptContacts => _ledgers.Kept;

    /// <param name="strategy">Says how much there is of each.</param>
    public IReadOnlyList<ResourceUse> ResourceUses(Strategy strategy) => _resources.Uses(strategy);

    /// <param name="inputs">As recorded.</param>
    /// <param name="result">As recorded.</param>
    /// <param name="isSameEngine">Whether this version of the engine made the record.</param>
    /// <param name="fromToday">For each of the draft's attributes that the record lacks, what it is today.</param>
    /// <exception cref="RecordFormatException">The bytes are not those of a record.</exception>
    public SimulatedDecision Simulate(
        DraftStrategy draft, ReadOnlyMemory<byte> inputs, ReadOnlyMemory<byte> result, bool isSameEngine = true, IReadOnlyList<AttributeChange>? fromToday = null)
    {
        var then = DecisionFormat.DecodeInputs(inputs);
        var recorded = DecisionFormat.DecodeResult(result);
        var slices = (DecisionFormat.RecordedSlices)then.Slices;
        var basis = SimulationBasis.Exact;
        var contacts = _ledgers.Apply(then.Customer);
        if (contacts is not null)
        {
            basis |= SimulationBasis.OtherContacts;
        }

        if (fromToday is { Count: > 0 } && Supply(then.Customer.Profile, fromToday))
        {
            basis |= SimulationBasis.AttributesFromToday;
        }

        _resources.Begin(draft, slices);
        var mayStand = isSameEngine && !basis.HasFlag(SimulationBasis.OtherContacts) && !_resources.HasMovedFrom(slices.All);
        var simulated = mayStand && Stands(draft, then, recorded) ? recorded : Decide(draft.Full, then);
        if (_resources.PoolAnswered)
        {
            basis |= SimulationBasis.PooledResources;
        }

        _ledgers.Record(then, recorded, simulated);
        _resources.Record(recorded, simulated);
        var change = ReferenceEquals(recorded, simulated) ? null : DecisionChange.Between(draft, then, contacts, recorded, simulated);
        return new SimulatedDecision(draft, then, recorded, simulated, contacts, basis, change);
    }

    /// <summary>Attributes the record holds after all stay as recorded.</summary>
    private static bool Supply(Profile profile, IReadOnlyList<AttributeChange> fromToday)
    {
        var missing = fromToday.Where(change => !profile.Has(change.AttributeId)).ToArray();
        profile.Change(missing);
        return missing.Length > 0;
    }

    /// <summary>Whether the candidates of arbitration are those of then.</summary>
    private bool Stands(DraftStrategy draft, DecisionInputs inputs, DecisionResult recorded)
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

        var answer = DecisionKernel.Decide(delta, Seen(inputs, delta), scratch: _scratch);
        return answer.Result is { Ranked.Count: 0 };
    }

    private DecisionResult Decide(Strategy strategy, DecisionInputs inputs)
    {
        var seen = Seen(inputs, strategy);
        while (true)
        {
            var answer = DecisionKernel.Decide(strategy, seen, scratch: _scratch);
            if (answer.Result is { } result)
            {
                return result;
            }

            _resources.FallShort(answer.Needs);
        }
    }

    private DecisionInputs Seen(DecisionInputs inputs, Strategy strategy) =>
        inputs with { Slices = _resources, Observations = ObservationsOf(inputs, strategy) };

    /// <summary>A partition observes the same for a long time, so its table is put to a strategy's numbers once.</summary>
    private ObservationTable ObservationsOf(DecisionInputs inputs, Strategy strategy)
    {
        if (inputs.Observations.All.Count == 0)
        {
            return inputs.Observations;
        }

        var key = (inputs.Id.Partition, strategy);
        if (!_observations.TryGetValue(key, out var table) || !HasBeginningsOf(table, inputs.Observations))
        {
            if (_observations.Count >= MostTables)
            {
                _observations.Clear();
            }

            _observations[key] = table = inputs.Observations.For(strategy.Behaviour);
        }

        return table;
    }

    private static bool HasBeginningsOf(ObservationTable table, ObservationTable recorded)
    {
        if (table.All.Count != recorded.All.Count)
        {
            return false;
        }

        for (var i = 0; i < table.All.Count; i++)
        {
            if (table.All[i].Number != recorded.All[i].Number || table.All[i].Since != recorded.All[i].Since)
            {
                return false;
            }
        }

        return true;
    }
}
