using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Customers;

/// <summary>The attributes known, in order of name.</summary>
public static class ReadAttributes
{
    public static async Task<Result<Page<AttributeDeclaration>>> ListAsync(PageRequest page, ICustomerDictionary dictionary, CancellationToken cancellation)
    {
        var all = (await dictionary.ReadAttributesAsync(cancellation)).All;
        return new Page<AttributeDeclaration>(
            [
                .. all.OrderBy(attribute => attribute.Name, StringComparer.Ordinal)
                    .Skip(page.Offset)
                    .Take(page.Limit)
                    .Select(attribute => new AttributeDeclaration(attribute.Name, attribute.Kind)),
            ],
            all.Count);
    }

    public static async Task<Result<AttributeDeclaration>> OneAsync(string name, ICustomerDictionary dictionary, CancellationToken cancellation) =>
        (await dictionary.ReadAttributesAsync(cancellation)).TryGet(name, out var attribute)
            ? new AttributeDeclaration(attribute.Name, attribute.Kind)
            : Problem.NotFound(DictionaryStorage.AttributeKindName, name);
}
