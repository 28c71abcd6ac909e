using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Customers;

public sealed class CustomerTexts(IIdentityStore identities, PhoneNumbers phoneNumbers, CustomerDesk desk) : ICustomerTexts
{
    public async ValueTask<Result<IReadOnlyDictionary<string, string>>> ReadAsync(Caller caller, long key, CancellationToken cancellation)
    {
        var stored = await identities.ReadTextsAsync(key, cancellation);
        var inFull = caller.Scopes.Contains(Scopes.CustomersUnmask);
        var shown = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (attribute, text) in stored)
        {
            if (!phoneNumbers.IsPhoneNumber(attribute))
            {
                shown.Add(attribute, text);
            }
            else if (!inFull)
            {
                shown.Add(attribute, PhoneNumbers.Mask(text));
            }
            else if (await desk.AuditAsync(caller, "shown in full", key, attribute) is { } unaudited)
            {
                return unaudited;
            }
            else
            {
                shown.Add(attribute, text);
            }
        }

        return shown;
    }

    public async ValueTask<IReadOnlyDictionary<string, string>> ReadMaskedAsync(long key, CancellationToken cancellation) =>
        (await identities.ReadTextsAsync(key, cancellation).ConfigureAwait(false)).ToDictionary(
            text => text.Key, text => phoneNumbers.IsPhoneNumber(text.Key) ? PhoneNumbers.Mask(text.Value) : text.Value, StringComparer.Ordinal);

    public string ShowField(string name, string value) =>
        phoneNumbers.IsPhoneNumber(name) || PhoneNumbers.IsLikeOne(value) ? PhoneNumbers.Mask(value) : value;
}
