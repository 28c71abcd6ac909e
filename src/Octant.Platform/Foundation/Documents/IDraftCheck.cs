using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Foundation.Documents;

/// <summary>Judges a document that nobody has put yet by the rules it would be put by, for capabilities that try it out.</summary>
public interface IDraftCheck<in T>
{
    /// <summary>Null when it could be put by somebody who may.</summary>
    ValueTask<Problem?> CheckDraftAsync(Caller caller, string id, T draft, CancellationToken cancellation);
}
