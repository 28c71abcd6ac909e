using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Identity;

/// <summary>Whether the audit trail is as it was written.</summary>
public static class VerifyAudit
{
    public static async Task<Result<AuditVerification>> HandleAsync(IDocumentStore documents, CancellationToken cancellation) =>
        await documents.VerifyAuditAsync(cancellation);
}
