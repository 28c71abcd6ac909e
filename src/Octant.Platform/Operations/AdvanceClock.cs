using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Operations;

/// <summary>Moves the clock of a rehearsal forward, and waits until what fell due is done.</summary>
public static class AdvanceClock
{
    public static async Task<Result<ClockPosition>> HandleAsync(
        Body<ClockPosition> body, Caller caller, IClock clock, BackOffice backOffice, CancellationToken cancellation)
    {
        if (clock is not ManualClock manual)
        {
            return Problem.Conflict("The clock is the machine's own; only a server started with --clock manual can be advanced.");
        }

        if (manual.Advance(body.Value.Now) is { } refused)
        {
            return refused;
        }

        var changes = new DocumentChanges
        {
            Puts = [new DocumentPut(ClockPosition.Kind, ClockPosition.Id, DocumentReader<ClockPosition>.Write(body.Value), ExpectedVersion: null)],
            Audit = [backOffice.Audit(caller, "advanced", ClockPosition.Kind, ClockPosition.Id, body.Value.Now.ToString())],
            Messages = [Outbox.Message(new ClockAdvanced(body.Value.Now))],
        };
        return (await backOffice.CommitAsync(changes, cancellation)).Problem is { } problem ? problem : body.Value;
    }

    public static Result<ClockPosition> Read(IClock clock) => new ClockPosition(clock.Now);
}
