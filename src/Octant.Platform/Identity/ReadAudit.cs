using System.Globalization;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Identity;

/// <summary>Who changed what, newest first.</summary>
public sealed record AuditTrail(IReadOnlyList<AuditEntry> Items);

public static class ReadAudit
{
    private const int DefaultLimit = 100;
    private const int MostAtOnce = 1000;

    public static async Task<Result<AuditTrail>> HandleAsync(
        IDocumentStore documents, CancellationToken cancellation, string? from = null, string? to = null, string? limit = null)
    {
        var fields = new FieldChecks();
        var first = fields.ReadInstant(from, "from", Instant.MinValue);
        var beyond = fields.ReadInstant(to, "to", Instant.MaxValue);
        var most = DefaultLimit;
        fields.Require(
            limit is null || (int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) && most is > 0 and <= MostAtOnce),
            "limit",
            $"an integer from 1 to {MostAtOnce}",
            limit);
        return fields.ToProblem() is { } problem ? problem : new AuditTrail(await documents.ReadAuditAsync(first, beyond, most, cancellation));
    }
}
