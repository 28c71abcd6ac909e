using Octant.Engine.Calendar;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Customers;

/// <summary>What a customer said about one class of messages.</summary>
/// <param name="Source">A code: where they said it, such as <c>hall</c> or <c>app</c>.</param>
/// <param name="At">When; now unless given. What they said last holds, in whatever order it comes in.</param>
public sealed record ConsentRequest(ConsentState State, string Source, Instant? At);

public static class PutConsent
{
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(5);

    public static async Task<Result<CustomerChange>> HandleAsync(
        string customerId, string messageClass, Body<ConsentRequest> body, Caller caller, CustomerDesk desk, IClock clock, CancellationToken cancellation)
    {
        var request = body.Value;
        var now = clock.Now;
        var fields = new FieldChecks();
        fields.RequireId(messageClass, "messageClass");
        fields.RequireId(request.Source, "source");
        fields.Require(request.At is null || request.At <= now + ClockDifference, "at", "a time that has been", request.At);
        return fields.ToProblem() is { } problem
            ? problem
            : await desk.ChangeAsync(
                caller,
                customerId,
                "consent",
                $"{messageClass}: {System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(request.State.ToString())}, said in {request.Source}",
                key => new SetConsent(key, new Consent(messageClass, request.State, request.Source, request.At ?? now)),
                cancellation);
    }
}
