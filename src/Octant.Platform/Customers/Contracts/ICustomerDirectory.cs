using System.Diagnostics.CodeAnalysis;

namespace Octant.Platform.Customers.Contracts;

/// <summary>The operator's identifiers and the keys that stand for them everywhere else.</summary>
public interface ICustomerDirectory
{
    bool TryFindKey(string customerId, out long key);

    /// <summary>The same of an identifier in UTF-8, as it stands in a message.</summary>
    bool TryFindKey(ReadOnlySpan<byte> customerId, out long key);

    /// <summary>False for somebody who was erased.</summary>
    bool TryFindCustomer(long key, [NotNullWhen(true)] out string? customerId);
}
