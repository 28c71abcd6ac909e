using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Customers.Identities;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Customers;

/// <summary>Facts about a customer; what is left out stays as it is.</summary>
/// <param name="Attributes">By name, texts among them; null clears one.</param>
/// <param name="Tags">All tags there are.</param>
/// <param name="Products">Offerings that are active; orders on their way stay.</param>
public sealed record CustomerRequest(JsonElement? Attributes, IReadOnlyList<string>? Tags, IReadOnlyList<string>? Products);

/// <summary>Creates a customer or changes one; or changes attributes of one that is there.</summary>
public sealed class PutCustomer(
    ICustomerDictionary dictionary, IdentityDirectory directory, IIdentityStore identities, IPartitions partitions, ICustomerScope scope, CustomerDesk desk)
{
    public static async Task<Result<IResult>> HandleAsync(
        string customerId, Body<CustomerRequest> body, Caller caller, PutCustomer put, CancellationToken cancellation)
    {
        var request = body.Value;
        var fields = new FieldChecks();
        fields.Require(CustomerIds.IsValid(customerId), "customerId", CustomerIds.Form);
        CheckList(request.Tags, "tags", CustomerLists.IsTag, CustomerLists.TagForm, fields);
        CheckList(request.Products, "products", CustomerLists.IsProduct, CustomerLists.ProductForm, fields);
        return await put.ApplyAsync(caller, customerId, request.Attributes, "attributes", request.Tags, request.Products, mayCreate: true, fields, cancellation);
    }

    public static Task<Result<IResult>> HandleAttributesAsync(
        string customerId, Body<JsonElement> body, Caller caller, PutCustomer put, CancellationToken cancellation) =>
        put.ApplyAsync(caller, customerId, body.Value, "", null, null, mayCreate: false, new FieldChecks(), cancellation);

    private async Task<Result<IResult>> ApplyAsync(
        Caller caller,
        string customerId,
        JsonElement? attributes,
        string path,
        IReadOnlyList<string>? tags,
        IReadOnlyList<string>? products,
        bool mayCreate,
        FieldChecks fields,
        CancellationToken cancellation)
    {
        var known = await dictionary.ReadAttributesAsync(cancellation);
        var facts = attributes is { } given ? AttributeJson.Read(given, known, path, fields) : new AttributeJson();
        if (fields.ToProblem() is { } invalid)
        {
            return invalid;
        }

        if (await RefuseAsync(caller, customerId, facts, known, mayCreate, cancellation) is { } refused)
        {
            return refused;
        }

        using var change = directory.BeginChange();
        if (!directory.TryFindKey(customerId, out var key))
        {
            if (!mayCreate)
            {
                return CustomerDesk.Unknown(customerId);
            }

            key = (await directory.ResolveAsync([customerId], cancellation))[0];
        }

        // From here on the change runs to its end, so that texts and facts do not come apart when the caller hangs up.
        var textChanged = facts.Texts.Count > 0
            && (await identities.SetTextsAsync([.. facts.Texts.Select(text => new IdentityText(key, text.Attribute, text.Value))], CancellationToken.None))
                .Contains(value: true);
        var outcome = await partitions.SubmitAsync(new ChangeProfile(key, facts.Changes, tags, products), CancellationToken.None);
        var created = outcome is ProfileChanged { Created: true };
        var changed = textChanged || outcome.ChangesState;
        var names = facts.Changes.Select(fact => known[fact.AttributeId].Name).Concat(facts.Texts.Select(text => text.Attribute));
        if (changed && await desk.AuditAsync(caller, created ? "created" : "changed", key, string.Join(", ", names)) is { } unaudited)
        {
            return unaudited;
        }

        var answer = new CustomerChange(changed);
        return created
            ? TypedResults.Created($"{EndpointConventions.BasePath}/customers/{Uri.EscapeDataString(customerId)}", answer)
            : TypedResults.Ok(answer);
    }

    /// <summary>Whoever is bound changes customers of their own part, and takes none in or out of it.</summary>
    private async ValueTask<Problem?> RefuseAsync(
        Caller caller, string customerId, AttributeJson facts, AttributeDictionary known, bool mayCreate, CancellationToken cancellation)
    {
        if (caller.Organisation is null)
        {
            return null;
        }

        var isThere = directory.TryFindKey(customerId, out var key);
        if (isThere && !await scope.CoversAsync(caller, key, cancellation))
        {
            return mayCreate ? Problem.Forbidden($"You are bound to '{caller.Organisation}'; this customer's home is outside of it.") : CustomerDesk.Unknown(customerId);
        }

        var home = facts.Changes.Where(fact => known[fact.AttributeId].Name == HomeUnit.Attribute).Select(fact => fact.Value).ToList();
        return home.Count == 0 && isThere ? null
            : home is [{ Kind: AttributeKind.Category } value] && caller.Covers(value.Category) ? null
            : Problem.Forbidden($"You are bound to '{caller.Organisation}'; the {HomeUnit.Attribute} of the customer must lie in it.");
    }

    private static void CheckList(IReadOnlyList<string>? items, string field, Func<string, bool> isItem, string form, FieldChecks fields)
    {
        for (var i = 0; i < items?.Count; i++)
        {
            fields.Require(isItem(items[i]), $"{field}[{i}]", form, items[i]);
        }

        fields.Require(items is null or { Count: <= CustomerLists.MostItems }, field, $"at most {CustomerLists.MostItems} items");
    }
}
