using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Octant.Engine.Calendar;
using Octant.Engine.Partitions;
using Octant.Platform.Decisions.Fields;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Json;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Decisions.Events;

/// <summary>One customer event as CloudEvents 1.0 has it. Extension attributes are ignored.</summary>
/// <param name="Subject">The operator's identifier of the customer.</param>
/// <param name="Data">The fields; those not declared for the type are dropped.</param>
public sealed record CloudEvent(
    string Specversion,
    string Id,
    string Source,
    string Type,
    string Subject,
    Instant Time,
    IReadOnlyDictionary<string, JsonElement>? Data);

/// <summary>One event that was not taken in.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
public sealed record EventReject(int Index, string Field, string Reason);

/// <param name="Ignored">Of a type that nothing in force uses.</param>
/// <param name="Rejects">Malformed events, and events of customers nobody knows; the others of the batch stand.</param>
public sealed record EventsAnswer(int Accepted, int Duplicates, int Late, int Ignored, int Rejected, IReadOnlyList<EventReject> Rejects);

/// <summary>
/// Takes in one CloudEvent or a batch; answers when all that was accepted is durable. Each event stands for itself: a
/// malformed one is named and the others are kept.
/// </summary>
public static class RecordEvents
{
    private const int MostAtOnce = 10_000;

    private static readonly HashSet<string> Members = new(StringComparer.Ordinal) { "specversion", "id", "source", "type", "subject", "time", "data" };

    public static async Task<Result<Accepted<EventsAnswer>>> HandleAsync(
        HttpRequest request, DecisionsAccess access, EventSources sources, CancellationToken cancellation)
    {
        if (!(await RequestBody.ReadAsync(request).ConfigureAwait(false)).TryGet(out var utf8, out var problem)
            || !JsonReading.Parse(utf8).TryGet(out var body, out problem))
        {
            return problem;
        }

        var single = body.ValueKind != JsonValueKind.Array;
        var events = single ? [body] : body.EnumerateArray().ToArray();
        if (events.Length is 0 or > MostAtOnce)
        {
            return Problem.Invalid("$", $"1 to {MostAtOnce} events");
        }

        var lateness = await sources.ReadAsync(cancellation).ConfigureAwait(false);
        var rejects = new List<EventReject>();
        var submitted = new List<(int Index, Task<Outcome> Outcome)>(events.Length);
        for (var i = 0; i < events.Length; i++)
        {
            if (!Read(events[i], access, lateness).TryGet(out var command, out problem))
            {
                if (single)
                {
                    return problem;
                }

                rejects.AddRange(problem.Errors.Select(error => new EventReject(i, error.Field, error.Expected)));
                if (problem.Errors.Count == 0)
                {
                    rejects.Add(new EventReject(i, "subject", problem.Detail));
                }
            }
            else if (command is not null)
            {
                submitted.Add((i, access.Partitions.SubmitAsync(command, cancellation).AsTask()));
            }
            else
            {
                submitted.Add((i, Task.FromResult<Outcome>(new NotUsed())));
            }
        }

        await Task.WhenAll(submitted.Select(pair => pair.Outcome)).ConfigureAwait(false);
        var outcomes = submitted.ConvertAll(pair => (pair.Index, Outcome: pair.Outcome.Result));
        rejects.AddRange(outcomes
            .Where(pair => pair.Outcome is CustomerUnknown)
            .Select(pair => new EventReject(pair.Index, "subject", "an existing customer")));
        return TypedResults.Accepted((string?)null, new EventsAnswer(
            outcomes.Count(pair => pair.Outcome is CustomerEventRecorded),
            outcomes.Count(pair => pair.Outcome is Duplicate),
            outcomes.Count(pair => pair.Outcome is Late),
            outcomes.Count(pair => pair.Outcome is NotUsed),
            rejects.Select(reject => reject.Index).Distinct().Count(),
            rejects));
    }

    /// <summary>The command, or null for an event of a type nobody declared.</summary>
    private static Result<RecordCustomerEvent?> Read(JsonElement element, DecisionsAccess access, IReadOnlyDictionary<string, TimeSpan> lateness)
    {
        if (!JsonReading.Read<CloudEvent>(WithoutExtensions(element)).TryGet(out var customerEvent, out var problem))
        {
            return problem;
        }

        var checks = new FieldChecks();
        checks.Require(customerEvent.Specversion == "1.0", "specversion", "1.0", customerEvent.Specversion);
        checks.Require(customerEvent.Id.Length is > 0 and <= 256, "id", "1 to 256 characters", customerEvent.Id);
        checks.Require(customerEvent.Source.Length is > 0 and <= 256, "source", "a URI reference of 1 to 256 characters", customerEvent.Source);
        var type = access.Current.Value.EventType(customerEvent.Type);
        var fields = type is null ? [] : DeclaredFields.Read(customerEvent.Data, type.Fields, "data", checks);
        if (checks.ToProblem() is { } invalid)
        {
            return invalid;
        }

        if (!access.Directory.TryFindKey(customerEvent.Subject, out var key))
        {
            return Problem.Invalid("subject", "an existing customer");
        }

        return type is null
            ? default(RecordCustomerEvent)
            : new RecordCustomerEvent(
                key,
                MessageIds.Of("event", customerEvent.Source, customerEvent.Id),
                customerEvent.Type,
                customerEvent.Time,
                lateness.GetValueOrDefault(customerEvent.Source, EventSources.DefaultLateness),
                fields);
    }

    /// <summary>CloudEvents lets anybody add attributes; what is not its own or ours is left aside.</summary>
    private static JsonElement WithoutExtensions(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.EnumerateObject().Any(member => !Members.Contains(member.Name))
            ? JsonSerializer.SerializeToElement(
                element.EnumerateObject().Where(member => Members.Contains(member.Name)).ToDictionary(member => member.Name, member => member.Value))
            : element;
}
