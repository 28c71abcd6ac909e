using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Learning;
using Octant.Engine.Partitions;

namespace Octant.Engine.Decisions;

/// <summary>What a partition may still spend of one shared resource.</summary>
/// <param name="Units">Unspent units of the slice.</param>
/// <param name="Exhausted">The owner had no more when last asked; not asked again for now.</param>
public readonly record struct SliceBalance(string Resource, string Period, long Units, bool Exhausted);

/// <summary>Where the kernel looks up slices.</summary>
public interface ISliceSource
{
    /// <summary>Zero units, not exhausted, when the partition was never given any.</summary>
    SliceBalance Balance(string resource, string period);
}

/// <summary>A decision rests on a response model that has not been supplied.</summary>
public sealed class ModelMissingException(long version) : Exception($"Response model {version} is not there.");

/// <summary>Everything one decision depends on besides the strategy. Exactly one of request and trigger is set.</summary>
public sealed record DecisionInputs(
    DecisionId Id,
    Instant Now,
    DecisionRequest? Request,
    TriggeringEvent? Trigger,
    CustomerState Customer,
    ISliceSource Slices)
{
    /// <summary>Since when the customer's behaviour is observed.</summary>
    public ObservationTable Observations { get; init; } = ObservationTable.Empty;

    /// <summary>The response model in force; null where there is none yet, or where it has not been supplied to a record that was read.</summary>
    public ResponseModel? Model { get; init; }

    /// <summary>Of the model in force; 0 for none.</summary>
    public long ModelVersion
    {
        get => Model?.Version ?? field;
        init;
    }
}
