using System.Text;
using Microsoft.AspNetCore.Http;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.TargetLists;

/// <summary>What a list calls its customers.</summary>
public enum ListedBy
{
    /// <summary>The operator's own identifier.</summary>
    CustomerId,

    /// <summary>A telephone number; it must be one customer's alone.</summary>
    PhoneNumber,
}

/// <summary>A line that names nobody who can be put on the list. It is told by its number: what it holds may be a telephone number.</summary>
/// <param name="Reason">unknown, ambiguous.</param>
public sealed record ListReject(int Line, string Reason);

/// <param name="Condition">By which conditions ask for who is on it: the list's own flag.</param>
/// <param name="Lines">Lines that name somebody, right or wrong.</param>
/// <param name="Matched">Customers on the list.</param>
/// <param name="Repeated">Lines that name somebody again.</param>
/// <param name="Rejected">Lines that name nobody, or nobody for certain.</param>
/// <param name="Rejects">The first of them.</param>
public sealed record UploadedList(
    TargetList List, string Condition, int Lines, int Matched, int Repeated, int Rejected, IReadOnlyList<ListReject> Rejects);

/// <summary>
/// Makes a target list of a file: one customer a line, by identifier or telephone number. Put again, the list has a new version, and who is no
/// longer on it leaves it.
/// </summary>
public static class UploadTargetList
{
    private const string PhoneNumber = "phoneNumber";

    public static async Task<Result<UploadedList>> HandleAsync(
        string targetListId, string name, string? by, HttpRequest request, Caller caller, ListUploads uploads, CancellationToken cancellation)
    {
        var fields = new FieldChecks();
        fields.RequireId(targetListId, "targetListId");
        fields.RequireText(name, "name");
        fields.Require(by is null or "customerId" or PhoneNumber, "by", $"customerId or {PhoneNumber}", by);
        if (fields.ToProblem() is { } wrong)
        {
            return wrong;
        }

        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        return (await ListedLines.ReadAsync(reader, cancellation)).TryGet(out var lines, out var problem)
            ? await uploads.KeepAsync(caller, targetListId, name, lines, by == PhoneNumber ? ListedBy.PhoneNumber : ListedBy.CustomerId, cancellation)
            : problem;
    }
}
