using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Identity;

/// <param name="Organisation">The unit whose part of the organisation it concerns; null for the whole.</param>
public sealed record AuditItem(
    long Number, Instant At, string Actor, string Action, string Kind, string Id, string Detail, string? Organisation)
{
    public static AuditItem Of(AuditRecord record) => new(
        record.Number,
        record.Entry.At,
        record.Entry.Actor,
        record.Entry.Action,
        record.Entry.Kind,
        record.Entry.Id,
        record.Entry.Detail,
        record.Entry.Organisation);
}

/// <summary>Entries of the audit trail, newest first.</summary>
public sealed record AuditTrail(IReadOnlyList<AuditItem> Items, long Total);

/// <summary>What to look for in the trail; what is left out is any.</summary>
/// <param name="From">The first moment.</param>
/// <param name="To">Exclusive.</param>
/// <param name="Actor">Who: <c>operator/</c> and the staff number, <c>key/</c> and its id.</param>
/// <param name="Action">What: <c>created</c>, <c>shown in full</c> …</param>
/// <param name="Kind">Of the thing: <c>campaign</c>, <c>customer</c> …</param>
/// <param name="Id">Of the thing; a customer's key.</param>
/// <param name="Text">Anywhere in actor, action, id or detail.</param>
/// <param name="Organisation">A unit and all below it.</param>
public sealed record AuditQuestion(
    [property: FromQuery] string? From,
    [property: FromQuery] string? To,
    [property: FromQuery] string? Actor,
    [property: FromQuery] string? Action,
    [property: FromQuery] string? Kind,
    [property: FromQuery] string? Id,
    [property: FromQuery] string? Text,
    [property: FromQuery] string? Organisation,
    [property: FromQuery] string? Offset,
    [property: FromQuery] string? Limit);

/// <summary>Searches the trail; whoever is bound to a part of the organisation finds what concerns that part.</summary>
public static class ReadAudit
{
    private const int DefaultLimit = 100;
    private const int MostAtOnce = 1000;

    public static async Task<Result<AuditTrail>> HandleAsync(
        [AsParameters] AuditQuestion question, Caller caller, IDocumentStore documents, CancellationToken cancellation)
    {
        var fields = new FieldChecks();
        var filter = new AuditFilter(
            fields.ReadInstant(question.From, "from", Instant.MinValue),
            fields.ReadInstant(question.To, "to", Instant.MaxValue),
            question.Actor,
            question.Action,
            question.Kind,
            question.Id,
            question.Text,
            question.Organisation ?? caller.Organisation);
        fields.RequireOrganisation(question.Organisation, "organisation");
        var limit = ReadNumber(question.Limit, "limit", 1, MostAtOnce, DefaultLimit, fields);
        var offset = ReadNumber(question.Offset, "offset", 0, int.MaxValue, 0, fields);
        if (fields.ToProblem() is { } invalid)
        {
            return invalid;
        }

        if (filter.Organisation is { } path && caller.Refuse(path) is { } refused)
        {
            return refused;
        }

        var page = await documents.SearchAuditAsync(filter, offset, limit, cancellation);
        return new AuditTrail([.. page.Items.Select(AuditItem.Of)], page.Total);
    }

    private static int ReadNumber(string? text, string field, int least, int most, int otherwise, FieldChecks fields)
    {
        var number = otherwise;
        fields.Require(
            text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most),
            field,
            $"an integer from {least} to {most}",
            text);
        return number;
    }
}
