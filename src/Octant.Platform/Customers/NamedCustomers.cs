using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Customers;

/// <summary>Reads all telephone numbers once, whatever the number of those that are looked for; none is kept.</summary>
public sealed class NamedCustomers(IIdentityStore identities, PhoneNumbers phoneNumbers, ICustomerDictionary dictionary) : INamedCustomers
{
    public async ValueTask<IReadOnlyDictionary<string, IReadOnlyList<long>>> FindByNumberAsync(IReadOnlySet<string> numbers, CancellationToken cancellation)
    {
        var found = new Dictionary<string, SortedSet<long>>(StringComparer.Ordinal);
        var attributes = (await dictionary.ReadAttributesAsync(cancellation)).All.Where(attribute => phoneNumbers.IsPhoneNumber(attribute.Name));
        foreach (var attribute in attributes)
        {
            await foreach (var text in identities.ReadTextsOfAsync(attribute.Name, cancellation))
            {
                if (text.Value is { } value && INamedCustomers.Plain(value) is var number && numbers.Contains(number))
                {
                    (found.TryGetValue(number, out var keys) ? keys : found[number] = []).Add(text.Key);
                }
            }
        }

        return found.ToDictionary(pair => pair.Key, IReadOnlyList<long> (pair) => [.. pair.Value], StringComparer.Ordinal);
    }
}
