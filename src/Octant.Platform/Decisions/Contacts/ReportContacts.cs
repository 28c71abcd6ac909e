using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Octant.Engine.Calendar;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Platform.Decisions.Fields;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Decisions.Contacts;

/// <summary>A contact that another system made. It counts in every cap it falls under.</summary>
/// <param name="Source">The system; with <paramref name="Id"/> it makes the report idempotent.</param>
/// <param name="Class">Class of message; marketing when left out.</param>
public sealed record ContactReport(
    string Source, string Id, string CustomerId, string? CampaignId, string? OfferingId, string? Class, string Channel, Instant At, ActorBody? Actor);

/// <param name="Recorded">False when this source reported this id before.</param>
public sealed record ContactReportAnswer(bool Recorded);

/// <summary>Takes in one contact made elsewhere.</summary>
public static class ReportContacts
{
    public static async Task<Result<Accepted<ContactReportAnswer>>> HandleAsync(
        Body<ContactReport> body, Caller caller, DecisionsAccess access, CancellationToken cancellation)
    {
        var report = body.Value;
        var strategy = access.Current.Value;
        var checks = new FieldChecks();
        checks.RequireId(report.Source, "source");
        checks.Require(report.Id.Length is > 0 and <= 128, "id", "1 to 128 characters", report.Id);
        checks.Require(strategy.Channel(report.Channel) is not null, "channel", "the id of an existing channel", report.Channel);
        foreach (var (value, field) in new[] { (report.CampaignId, "campaignId"), (report.OfferingId, "offeringId"), (report.Class, "class") })
        {
            if (value is not null)
            {
                checks.RequireId(value, field);
            }
        }

        if (checks.ToProblem() is { } invalid)
        {
            return invalid;
        }

        if (!ActorBody.Resolve(report.Actor, strategy, caller).TryGet(out var actor, out var problem))
        {
            return problem;
        }

        if (!access.Directory.TryFindKey(report.CustomerId, out var key)
            || (actor.Outlet is null && !await access.Scope.CoversAsync(caller, key, cancellation).ConfigureAwait(false)))
        {
            return Problem.NotFound("customer", report.CustomerId);
        }

        var command = new ReportContact(
            key,
            MessageIds.Of("contact", report.Source, report.Id),
            report.Source,
            report.CampaignId,
            report.OfferingId,
            report.Class ?? ContactPolicy.MarketingClass,
            report.Channel,
            report.At,
            actor);
        return await access.Partitions.SubmitAsync(command, cancellation).ConfigureAwait(false) switch
        {
            ContactReported => TypedResults.Accepted((string?)null, new ContactReportAnswer(Recorded: true)),
            Duplicate => TypedResults.Accepted((string?)null, new ContactReportAnswer(Recorded: false)),
            Late => Problem.Invalid("at", "a time within the last 400 days and not ahead of the clock", report.At),
            _ => Problem.NotFound("customer", report.CustomerId),
        };
    }
}
