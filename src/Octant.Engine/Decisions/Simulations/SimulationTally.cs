using System.Runtime.InteropServices;
using Octant.Engine.Calendar;
using Octant.Engine.Policies;
using Octant.Engine.Statistics;

namespace Octant.Engine.Decisions.Simulations;

/// <summary>The two worlds of one figure.</summary>
public readonly record struct Both<T>(T Recorded, T Simulated);

/// <summary>What one offering of one campaign on one channel came to in one world.</summary>
public struct OfferVolume
{
    private SuccessForecast _responses;

    public long Offers { get; private set; }

    /// <summary>Would-be offers held back to measure the effect.</summary>
    public long HeldOut { get; private set; }

    /// <summary>Minor units: propensity × value, added up.</summary>
    public double ExpectedValue { get; private set; }

    /// <summary>Acceptances, by the propensities of the decisions.</summary>
    public readonly SuccessForecast Responses => _responses;

    internal void Add(Recommendation item)
    {
        Offers++;
        ExpectedValue += item.Propensity * item.Value;
        _responses.Add(item.Propensity);
    }

    internal void HoldOut() => HeldOut++;

    public void Add(OfferVolume other)
    {
        Offers += other.Offers;
        HeldOut += other.HeldOut;
        ExpectedValue += other.ExpectedValue;
        _responses.Add(other._responses);
    }
}

/// <summary>How much room a cap left behind the contacts that were granted under it.</summary>
/// <param name="Full">Grants after which the window held all it may.</param>
/// <param name="OneLeft">Grants after which one contact more would have fitted.</param>
/// <param name="More">Grants after which two or more would have fitted.</param>
public readonly record struct CapRoom(long Full, long OneLeft, long More);

/// <summary>Which offering of which campaign on which channel.</summary>
public readonly record struct OfferKey(string Campaign, string Offering, string Channel);

/// <summary>The contacts of one channel in one hour of the platform's zone.</summary>
/// <param name="Hour">Hours since 1970-01-01T00 local time.</param>
public readonly record struct ChannelHour(string Channel, long Hour);

/// <summary>Which cap of which policy, counted from 0.</summary>
public readonly record struct CapKey(string Policy, int Index);

/// <summary>Adds up what a simulation comes to: every figure in both worlds, so that each can be held against the other.</summary>
public sealed class SimulationTally
{
    private const long MicrosecondsPerHour = 3_600_000_000;

    private readonly Dictionary<OfferKey, Both<OfferVolume>> _offers = [];
    private readonly Dictionary<ChannelHour, Both<long>> _hours = [];
    private readonly Dictionary<CapKey, Both<CapRoom>> _caps = [];
    private readonly Dictionary<(ChangeCause Cause, Stage Stage, string Reason), long> _causes = [];
    private readonly Dictionary<long, int> _changedCustomers = [];
    private readonly Dictionary<SimulationBasis, long> _bases = [];
    private SuccessForecast _gained;
    private SuccessForecast _lost;

    public long Decisions { get; private set; }

    /// <summary>Decisions that recommend something else, or in another order.</summary>
    public long Changed { get; private set; }

    /// <summary>Decisions with nothing recommended.</summary>
    public Both<long> Silent { get; private set; }

    public IReadOnlyDictionary<OfferKey, Both<OfferVolume>> Offers => _offers;

    public IReadOnlyDictionary<ChannelHour, Both<long>> Hours => _hours;

    public IReadOnlyDictionary<CapKey, Both<CapRoom>> Caps => _caps;

    /// <summary>Changed decisions by what moved.</summary>
    public IReadOnlyDictionary<(ChangeCause Cause, Stage Stage, string Reason), long> Causes => _causes;

    /// <summary>By customer, how many of their decisions changed.</summary>
    public IReadOnlyDictionary<long, int> ChangedCustomers => _changedCustomers;

    /// <summary>Decisions by what they rest on.</summary>
    public long CountOf(Func<SimulationBasis, bool> basis) => _bases.Where(pair => basis(pair.Key)).Sum(pair => pair.Value);

    /// <summary>Responses of the simulated world more than of the recorded: offers both worlds make are the same and cancel out.</summary>
    public (double Mean, Interval Interval) MoreResponses(double confidence) =>
        (_gained.Mean - _lost.Mean, SuccessForecast.Difference(_gained, _lost, confidence));

    /// <returns>Whether this is the first of the customer's decisions that changed.</returns>
    public bool Add(SimulatedDecision decision)
    {
        var (recorded, simulated) = (decision.Recorded, decision.Simulated);
        Decisions++;
        CollectionsMarshal.GetValueRefOrAddDefault(_bases, decision.Basis, out _)++;
        Silent = new Both<long>(
            Silent.Recorded + (recorded.Recommendations.Count == 0 ? 1 : 0), Silent.Simulated + (simulated.Recommendations.Count == 0 ? 1 : 0));

        // Most decisions are the same in both worlds, and what they come to is looked up once.
        var isSame = ReferenceEquals(recorded, simulated);
        AddOffers(simulated, toRecorded: isSame, toSimulated: true);
        AddHours(simulated, decision.Draft.Full.Zone, toRecorded: isSame, toSimulated: true);
        if (!isSame)
        {
            AddOffers(recorded, toRecorded: true, toSimulated: false);
            AddHours(recorded, decision.Draft.Full.Zone, toRecorded: true, toSimulated: false);
        }

        AddCaps(decision);
        AddDifference(recorded, simulated);
        if (decision.Change is not { } change)
        {
            return false;
        }

        Changed++;
        CollectionsMarshal.GetValueRefOrAddDefault(_causes, (change.Cause, change.Stage, change.Reason), out _)++;
        ref var changes = ref CollectionsMarshal.GetValueRefOrAddDefault(_changedCustomers, decision.Inputs.Customer.Key, out _);
        return ++changes == 1;
    }

    private void AddOffers(DecisionResult result, bool toRecorded, bool toSimulated)
    {
        foreach (var item in result.Recommendations)
        {
            ref var both = ref OffersOf(item);
            var (recorded, simulated) = both;
            if (toRecorded)
            {
                recorded.Add(item);
            }

            if (toSimulated)
            {
                simulated.Add(item);
            }

            both = new Both<OfferVolume>(recorded, simulated);
        }

        foreach (var item in result.Ghosts)
        {
            ref var both = ref OffersOf(item);
            var (recorded, simulated) = both;
            if (toRecorded)
            {
                recorded.HoldOut();
            }

            if (toSimulated)
            {
                simulated.HoldOut();
            }

            both = new Both<OfferVolume>(recorded, simulated);
        }
    }

    private ref Both<OfferVolume> OffersOf(Recommendation item) =>
        ref CollectionsMarshal.GetValueRefOrAddDefault(_offers, new OfferKey(item.Campaign, item.Offering, item.Channel), out _);

    private void AddHours(DecisionResult result, ZoneTable zone, bool toRecorded, bool toSimulated)
    {
        foreach (var item in result.Recommendations)
        {
            var local = zone.ToLocal(item.CountsAt);
            var hour = (local / MicrosecondsPerHour) - (local % MicrosecondsPerHour < 0 ? 1 : 0);
            ref var both = ref CollectionsMarshal.GetValueRefOrAddDefault(_hours, new ChannelHour(item.Channel, hour), out _);
            both = new Both<long>(both.Recorded + (toRecorded ? 1 : 0), both.Simulated + (toSimulated ? 1 : 0));
        }
    }

    private void AddCaps(SimulatedDecision decision)
    {
        var caps = decision.Draft.Full.Caps;
        if (caps.Count == 0)
        {
            return;
        }

        Span<CapRoom> rooms = stackalloc CapRoom[caps.Count];
        var isSame = ReferenceEquals(decision.Recorded, decision.Simulated) && decision.RecordedContacts is null;
        Measure(decision, decision.Simulated, decision.Inputs.Customer.Ledger.AsSpan(), rooms);
        AddCaps(decision.Draft.Full, rooms, toRecorded: isSame, toSimulated: true);
        if (!isSame)
        {
            rooms.Clear();
            var ledger = decision.RecordedContacts is { } contacts ? [.. contacts] : decision.Inputs.Customer.Ledger.AsSpan();
            Measure(decision, decision.Recorded, ledger, rooms);
            AddCaps(decision.Draft.Full, rooms, toRecorded: true, toSimulated: false);
        }
    }

    private static void Measure(SimulatedDecision decision, DecisionResult result, ReadOnlySpan<Contact> ledger, Span<CapRoom> rooms)
    {
        var strategy = decision.Draft.Full;
        var zone = strategy.ZoneOf(decision.Inputs.Customer);
        Span<int> room = stackalloc int[rooms.Length];
        var earlier = result.Recommendations.Count > 1 ? new List<Contact>(result.Recommendations.Count) : null;
        foreach (var item in result.Recommendations)
        {
            var proposed = new ProposedContact(item.Campaign, item.Offering, item.Cluster, item.Class, item.Channel, item.CountsAt);
            strategy.Caps.Measure(proposed, ledger, CollectionsMarshal.AsSpan(earlier), zone, room);
            for (var i = 0; i < room.Length; i++)
            {
                var (full, oneLeft, more) = rooms[i];
                rooms[i] = room[i] switch
                {
                    < 0 => rooms[i],
                    0 or 1 => new CapRoom(full + 1, oneLeft, more),
                    2 => new CapRoom(full, oneLeft + 1, more),
                    _ => new CapRoom(full, oneLeft, more + 1),
                };
            }

            earlier?.Add(SimulatedLedgers.Grant(decision.Inputs, item, ContactState.Pending));
        }
    }

    private void AddCaps(Strategy strategy, ReadOnlySpan<CapRoom> rooms, bool toRecorded, bool toSimulated)
    {
        var number = 0;
        for (var p = 0; p < strategy.Policies.Count; p++)
        {
            for (var i = 0; i < strategy.Policies[p].Caps.Count; i++)
            {
                var room = rooms[number++];
                if (room.Full + room.OneLeft + room.More > 0)
                {
                    ref var both = ref CollectionsMarshal.GetValueRefOrAddDefault(_caps, new CapKey(strategy.Policies[p].Id, i), out _);
                    both = new Both<CapRoom>(toRecorded ? Sum(both.Recorded, room) : both.Recorded, toSimulated ? Sum(both.Simulated, room) : both.Simulated);
                }
            }
        }
    }

    private static CapRoom Sum(CapRoom left, CapRoom right) => new(left.Full + right.Full, left.OneLeft + right.OneLeft, left.More + right.More);

    private void AddDifference(DecisionResult recorded, DecisionResult simulated)
    {
        if (ReferenceEquals(recorded, simulated))
        {
            return;
        }

        foreach (var item in simulated.Recommendations)
        {
            if (!recorded.Recommendations.Any(other => SimulatedLedgers.AreSameContact(item, other)))
            {
                _gained.Add(item.Propensity);
            }
        }

        foreach (var item in recorded.Recommendations)
        {
            if (!simulated.Recommendations.Any(other => SimulatedLedgers.AreSameContact(item, other)))
            {
                _lost.Add(item.Propensity);
            }
        }
    }
}
