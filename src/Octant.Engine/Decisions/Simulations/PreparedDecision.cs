using Octant.Engine.Learning;
using Octant.Engine.Partitions;

namespace Octant.Engine.Decisions.Simulations;

/// <summary>A decision as it was recorded, with what else its simulation may ask for.</summary>
/// <param name="Inputs">Encoded inputs, as recorded.</param>
/// <param name="Result">Encoded result, as recorded.</param>
/// <param name="IsSameEngine">Whether this version of the engine made the record.</param>
public readonly record struct SimulatedRecord(ReadOnlyMemory<byte> Inputs, ReadOnlyMemory<byte> Result, bool IsSameEngine = true)
{
    /// <summary>For each of the draft's attributes that the record lacks, what it is today; null for none.</summary>
    public IReadOnlyList<AttributeChange>? FromToday { get; init; }

    /// <summary>The response model of the record's version; null where it had none, or where it is not kept any more.</summary>
    public ResponseModel? Model { get; init; }
}

/// <summary>
/// A record that was read and decided by a draft from its own inputs alone, which any thread may do. Whether that holds in the
/// simulated world is for its turn to say.
/// </summary>
/// <param name="Decided">
/// The same object as <paramref name="Recorded"/> where the recorded decision stands; null where the recorded slices do not tell.
/// </param>
/// <param name="IsSupplied">Attributes the record lacks were taken from today.</param>
public sealed record PreparedDecision(
    DraftStrategy Draft, DecisionInputs Inputs, DecisionResult Recorded, DecisionResult? Decided, bool IsSupplied);
