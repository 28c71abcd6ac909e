using Octant.Engine.Partitions;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Customers;

/// <summary>Which lists the customer is on; what is left out stays.</summary>
/// <param name="NeverDisturb">The red list: silence on active channels.</param>
/// <param name="NeverOffer">The black list: silence on all channels.</param>
public sealed record ListsRequest(bool? NeverDisturb, bool? NeverOffer);

public static class PutLists
{
    public static async Task<Result<CustomerChange>> HandleAsync(
        string customerId, Body<ListsRequest> body, Caller caller, CustomerDesk desk, CancellationToken cancellation)
    {
        var (neverDisturb, neverOffer) = body.Value;
        return neverDisturb is null && neverOffer is null
            ? Problem.Invalid("$", "neverDisturb, neverOffer, or both")
            : await desk.ChangeAsync(
                caller,
                customerId,
                "lists",
                $"neverDisturb {Word(neverDisturb)}, neverOffer {Word(neverOffer)}",
                key => new SetLists(key, neverDisturb, neverOffer),
                cancellation);
    }

    private static string Word(bool? value) => value switch
    {
        null => "left",
        true => "yes",
        false => "no",
    };
}
