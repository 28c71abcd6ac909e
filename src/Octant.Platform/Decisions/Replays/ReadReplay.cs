using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Replays;

/// <summary>How far a replay has come.</summary>
public static class ReadReplay
{
    public const string Kind = "replay";

    public static Result<ReplayProgress> Handle(string id, ReplayDesk desk) =>
        desk.TryFind(id, out var run) ? run.Progress : Problem.NotFound(Kind, id);
}
