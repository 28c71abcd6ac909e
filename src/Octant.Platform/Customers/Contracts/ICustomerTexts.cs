using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Customers.Contracts;

/// <summary>Names, addresses, numbers and free text of one customer, for somebody who asks.</summary>
public interface ICustomerTexts
{
    /// <summary>
    /// By attribute. Telephone numbers are masked unless the caller may see them; each one shown in full is in the audit trail
    /// before this answers.
    /// </summary>
    ValueTask<Result<IReadOnlyDictionary<string, string>>> ReadAsync(Caller caller, long key, CancellationToken cancellation);

    /// <summary>By attribute, for filling them into wording: telephone numbers are always masked.</summary>
    ValueTask<IReadOnlyDictionary<string, string>> ReadMaskedAsync(long key, CancellationToken cancellation);

    /// <summary>A word of an event as it may be shown to anybody: masked where the field is one of telephone numbers, or what stands in it looks like one.</summary>
    string ShowField(string name, string value);
}
