using Microsoft.AspNetCore.Http;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Customers.Identities;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Customers.Import;

/// <summary>
/// Takes a file of customers in, of any size: it is set down first and then read twice, once to find out what it is and
/// once to apply it. Sent again it changes nothing, so an import that broke off is simply repeated.
/// </summary>
public sealed class ImportCustomers(
    ICustomerDictionary dictionary,
    IdentityDirectory directory,
    IIdentityStore identities,
    CustomerCommands commands,
    PhoneNumbers phoneNumbers,
    BackOffice backOffice,
    DataFolder data)
{
    private const string AuditKind = "customers";

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public static async Task<Result<ImportReport>> HandleAsync(
        HttpRequest request, Caller caller, ImportCustomers import, CancellationToken cancellation)
    {
        if (!ImportOptions.Read(request.Query).TryGet(out var options, out var problem))
        {
            return problem;
        }

        await using var file = await SpooledFile.ReceiveAsync(import.Data, request.Body, cancellation);
        return await import.RunAsync(caller, file, options, cancellation);
    }

    private DataFolder Data { get; } = data;

    private async Task<Result<ImportReport>> RunAsync(Caller caller, SpooledFile file, ImportOptions options, CancellationToken cancellation)
    {
        var source = new ImportSource(file, options);
        if (!(await PrepareAsync(caller, source, options, cancellation)).TryGet(out var prepared, out var problem))
        {
            return problem;
        }

        if (await AuditAsync(caller, "importing", "", cancellation) is { } unaudited)
        {
            return unaudited;
        }

        using var reader = source.Open().Value;
        try
        {
            var report = await new ImportRun(directory, identities, commands, backOffice.Clock.Now).RunAsync(reader, prepared.Plan, prepared.LastLines, cancellation);
            var counts = FormattableString.Invariant(
                $"{report.Accepted} accepted, {report.Rejected} rejected, {report.Created} created, {report.Updated} updated");
            return await AuditAsync(caller, "imported", counts, CancellationToken.None) is { } unwritten ? unwritten : report;
        }
        catch (PartitionUnavailableException)
        {
            return Problem.Unavailable("The import broke off; send it again: what was taken in stays, and changes nothing twice.", RetryAfter);
        }
    }

    private async Task<Result<(ImportPlan Plan, IReadOnlyDictionary<string, long> LastLines)>> PrepareAsync(
        Caller caller, ImportSource source, ImportOptions options, CancellationToken cancellation)
    {
        var attributes = await dictionary.ReadAttributesAsync(cancellation);
        if (!source.Open().TryGet(out var first, out var problem))
        {
            return problem;
        }

        using (first)
        {
            if (!ImportSurvey.Make(first, options, attributes, phoneNumbers, cancellation).TryGet(out var survey, out problem)
                || !(await dictionary.DeclareAsync(caller, survey.NewAttributes, cancellation)).TryGet(out attributes, out problem))
            {
                return problem;
            }

            var plan = new ImportPlan(survey.Columns, options.IdColumn, attributes);
            if (!survey.MayRepeat)
            {
                return (plan, new Dictionary<string, long>(StringComparer.Ordinal));
            }

            using var again = source.Open().Value;
            return (plan, survey.FindLastLines(again, plan, cancellation));
        }
    }

    private async ValueTask<Problem?> AuditAsync(Caller caller, string action, string detail, CancellationToken cancellation) =>
        (await backOffice.CommitAsync(
            new DocumentChanges { Audit = [backOffice.Audit(caller, action, AuditKind, "import", detail)] }, cancellation)).Problem;
}
