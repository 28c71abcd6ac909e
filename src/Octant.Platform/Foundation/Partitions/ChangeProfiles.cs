using Octant.Engine.Partitions;

namespace Octant.Platform.Foundation.Partitions;

/// <summary>
/// Changes of several customers of one partition, handed over as one piece of work and answered as one: each is a command of its own to
/// the engine and in the journal. Thousands of pieces a second would cost more in waking whoever waits for them than in doing them.
/// </summary>
public sealed record ChangeProfiles(IReadOnlyList<ChangeProfile> Changes) : Command;

/// <param name="Outcomes">One for each change, in order.</param>
public sealed record ProfilesAnswered(IReadOnlyList<Outcome> Outcomes) : Outcome;
