using Octant.Platform.Foundation.Messages;

namespace Octant.Platform.Customers.Contracts;

/// <summary>A person is being erased: whoever keeps the key forgets it before the erasure is answered.</summary>
public sealed record CustomerForgotten(long Key) : IMessage
{
    public static string Topic => "customer-forgotten";
}
