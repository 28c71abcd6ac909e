using Octant.Engine.Calendar;
using Octant.Engine.Decisions;

namespace Octant.Platform.Decisions.Contracts;

/// <summary>One question about behaviour, and from when its answer rests on a whole window.</summary>
/// <param name="Field">Where it is asked: <c>eligibility</c>, <c>trigger.absent</c>.</param>
/// <param name="Function">As written.</param>
/// <param name="ObservedSince">What it asks about is kept from here on; null while no live rule asks for it.</param>
/// <param name="CompleteFrom">
/// From here on it is known for everybody; before, only where what was seen decides it. Null while nothing is kept for it.
/// </param>
public sealed record BehaviourObservation(string Field, string Function, Instant? ObservedSince, Instant? CompleteFrom);

/// <summary>Tells what is observed of customers' behaviour, and since when.</summary>
public interface IObservedBehaviour
{
    /// <summary>The behaviour functions of a campaign in the order of its fields; empty when it uses none.</summary>
    ValueTask<IReadOnlyList<BehaviourObservation>> ReadAsync(CampaignDefinition campaign, CancellationToken cancellation);
}
