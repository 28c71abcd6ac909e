using System.Diagnostics.CodeAnalysis;

namespace Octant.Platform.Customers.Contracts;

/// <summary>
/// The operator's identifiers and the random keys that stand for them everywhere else (4.4). Identifiers are compared
/// exactly, case included.
/// </summary>
public interface ICustomerDirectory
{
    int Count { get; }

    bool TryFindKey(string customerId, out long key);

    /// <summary>For what a person or another system reads; never for a log, a journal or a projection.</summary>
    bool TryFindCustomerId(long key, [NotNullWhen(true)] out string? customerId);
}
