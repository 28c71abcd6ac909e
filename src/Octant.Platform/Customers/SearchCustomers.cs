using Octant.Platform.Customers.Identities;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Customers;

/// <param name="Phone">A telephone number in full, as it was given; in a body, so that it stands in no address and no log.</param>
public sealed record CustomerSearch(string Phone);

/// <param name="CustomerIds">Who has the number now, at most twenty; numbers are recycled, so it may be several, or nobody.</param>
public sealed record CustomersFound(IReadOnlyList<string> CustomerIds);

/// <summary>Finds customers of the caller's part by a telephone number that the caller knows already.</summary>
public static class SearchCustomers
{
    private const int MostFound = 20;
    private const int MostLookedAt = 200;

    public static async Task<Result<CustomersFound>> HandleAsync(
        Body<CustomerSearch> body,
        Caller caller,
        IIdentityStore identities,
        PhoneNumbers phoneNumbers,
        IdentityDirectory directory,
        Contracts.ICustomerScope scope,
        CustomerDesk desk,
        CancellationToken cancellation)
    {
        var fields = new FieldChecks();
        fields.RequireText(body.Value.Phone, "phone");
        if (fields.ToProblem() is { } invalid)
        {
            return invalid;
        }

        var found = new List<string>();
        foreach (var text in await identities.FindTextsAsync(body.Value.Phone.Trim(), MostLookedAt, cancellation))
        {
            if (found.Count == MostFound
                || !phoneNumbers.IsPhoneNumber(text.Attribute)
                || !directory.TryFindCustomer(text.Key, out var customerId)
                || found.Contains(customerId, StringComparer.Ordinal)
                || !await scope.CoversAsync(caller, text.Key, cancellation))
            {
                continue;
            }

            // Whose number it is was not known to the caller before.
            if (await desk.AuditAsync(caller, "found by number", text.Key, text.Attribute) is { } unaudited)
            {
                return unaudited;
            }

            found.Add(customerId);
        }

        return new CustomersFound(found);
    }
}
