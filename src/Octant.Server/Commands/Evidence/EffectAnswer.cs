using Octant.Engine.Statistics.Effects;

namespace Octant.Server.Commands.Evidence;

/// <summary>What <c>octant effect --json</c> prints; its schema is docs/schemas/effect.json.</summary>
/// <param name="Effect">The whole file.</param>
/// <param name="ColumnsThatDiffer">Between the arms, by more than chance. Only those of consequences of the treatment may.</param>
/// <param name="Parts">By the values of <c>--by</c>; null without it.</param>
/// <param name="Notes">What must be said beside the figures.</param>
public sealed record EffectAnswer(
    string Arm,
    string Outcome,
    string? RevenueColumn,
    string? By,
    EffectReport Effect,
    IReadOnlyList<string> ColumnsThatDiffer,
    IReadOnlyList<EffectPart>? Parts,
    IReadOnlyList<string> Notes);

/// <param name="Effect">Null where an arm is empty in this part.</param>
/// <param name="EmptyArms">Arms that have no customers here.</param>
public sealed record EffectPart(string Value, EffectReport? Effect, IReadOnlyList<string> EmptyArms);
