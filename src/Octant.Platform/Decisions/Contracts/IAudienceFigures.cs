using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Contracts;

/// <summary>Customers to count.</summary>
/// <param name="Expression">Who; only those of the caller's part of the organisation.</param>
/// <param name="TargetList">Only those who are on this list; null for all.</param>
/// <param name="Sums">Number attributes to add up over them.</param>
public sealed record AudienceQuestion(string Expression, string? TargetList, IReadOnlyList<string> Sums);

/// <param name="Sums">In the order of the question.</param>
public sealed record AudienceFigure(long Count, IReadOnlyList<double> Sums);

/// <summary>All as of one instant, in the order of the questions.</summary>
public sealed record AudienceFigures(Instant AsOf, IReadOnlyList<AudienceFigure> Figures);

/// <summary>An audience kept as it was at one instant.</summary>
public sealed record KeptAudience(string Id, string Name, string Expression, long Version, long Count, Instant AsOf);

/// <summary>Counts and adds up over audiences, and keeps them as target lists, for capabilities above.</summary>
public interface IAudienceFigures
{
    /// <returns>A problem where an expression does not compile or an attribute is no declared number; a list that is not there has nobody.</returns>
    ValueTask<Result<AudienceFigures>> MeasureAsync(Caller caller, IReadOnlyList<AudienceQuestion> questions, CancellationToken cancellation);

    /// <summary>Keeps who satisfies the expression now; an earlier list of the id is replaced by its next version.</summary>
    ValueTask<Result<KeptAudience>> KeepAsync(Caller caller, string id, string name, string expression, CancellationToken cancellation);

    /// <summary>Null when there is none in the caller's part of the organisation.</summary>
    ValueTask<KeptAudience?> FindAsync(Caller caller, string id, CancellationToken cancellation);
}
