using System.Text;

namespace Octant.Platform.Customers;

/// <summary>What the operator's own identifier of a customer may look like.</summary>
public static class CustomerIds
{
    public const int MostBytes = 256;

    public const string Form = "an identifier of 1 to 256 bytes in UTF-8, without control characters and without space at its ends";

    public static bool IsValid(string customerId) =>
        customerId.Length > 0
        && !char.IsWhiteSpace(customerId[0])
        && !char.IsWhiteSpace(customerId[^1])
        && !customerId.Any(char.IsControl)
        && Encoding.UTF8.GetByteCount(customerId) <= MostBytes;
}
