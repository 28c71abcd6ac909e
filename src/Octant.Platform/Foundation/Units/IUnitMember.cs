using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Foundation.Units;

/// <summary>What is to be stored, and told, so that things belong to their unit where it is after a move.</summary>
public sealed record UnitMove(IReadOnlyList<DocumentPut> Puts, IReadOnlyList<OutboxMessage> Messages)
{
    public static UnitMove Nothing { get; } = new([], []);
}

/// <summary>Anything that belongs to units by their path. It moves with them, in the transaction that moves them.</summary>
public interface IUnitMember
{
    /// <summary>A problem when something cannot move.</summary>
    ValueTask<Result<UnitMove>> MoveAsync(string from, string to, CancellationToken cancellation);
}
