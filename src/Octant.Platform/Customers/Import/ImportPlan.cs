using System.Diagnostics.CodeAnalysis;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;

namespace Octant.Platform.Customers.Import;

/// <summary>A line that is good: all it says of one customer, in the engine's form.</summary>
public sealed record PlannedLine(
    long Number,
    string CustomerId,
    IReadOnlyList<AttributeChange> Attributes,
    IReadOnlyList<(string Attribute, string? Value)> Texts,
    IReadOnlyList<string>? Tags,
    IReadOnlyList<string>? Products,
    IReadOnlyList<(string Class, ConsentState State)> Consents);

/// <summary>What each column means, and how a line becomes facts or a reject.</summary>
public sealed class ImportPlan
{
    public const string Tags = "tags";
    public const string Products = "products";

    /// <summary>What a column of consents is named, before the class of messages: <c>consent.marketing</c>.</summary>
    public const string Consent = "consent.";

    private readonly IReadOnlyList<string> _columns;
    private readonly AttributeDefinition?[] _attributes;
    private readonly int _idColumn;
    private readonly int _attributeCount;
    private readonly HashSet<string> _knownTags = new(StringComparer.Ordinal);
    private readonly HashSet<string> _knownProducts = new(StringComparer.Ordinal);

    /// <param name="columns">Names, each once.</param>
    /// <param name="attributes">Those of the columns are in it, but for columns that were blank throughout, which are passed over.</param>
    public ImportPlan(IReadOnlyList<string> columns, string idColumn, AttributeDictionary attributes)
    {
        _columns = columns;
        _attributes = [.. columns.Select(column => Find(column, idColumn, attributes))];
        _idColumn = columns.ToList().IndexOf(idColumn);
        _attributeCount = _attributes.Count(attribute => attribute is { Kind: not AttributeKind.Text });
    }

    /// <summary>Whether the column is one of attributes, and not the identifier, one of the two lists, or consents.</summary>
    public static bool IsAttribute(string column, string idColumn) =>
        column != idColumn && column is not (Tags or Products) && !IsConsent(column);

    public static bool IsConsent(string column) => column.StartsWith(Consent, StringComparison.Ordinal);

    public bool TryRead(ImportLine line, [NotNullWhen(true)] out PlannedLine? planned, [NotNullWhen(false)] out ImportReject? reject)
    {
        planned = null;
        reject = line.Fault ?? FindFault(line, out planned);
        return reject is null;
    }

    private static AttributeDefinition? Find(string column, string idColumn, AttributeDictionary attributes) =>
        IsAttribute(column, idColumn) && attributes.TryGet(column, out var attribute) ? attribute : null;

    private ImportReject? FindFault(ImportLine line, out PlannedLine? planned)
    {
        planned = null;
        var customerId = line.Cell(_idColumn).Text;
        if (string.IsNullOrEmpty(customerId))
        {
            return Reject(line, _idColumn, "the customer's identifier is missing");
        }

        if (!CustomerIds.IsValid(customerId))
        {
            return Reject(line, _idColumn, "expected " + CustomerIds.Form);
        }

        var changes = new AttributeChange[_attributeCount];
        var changed = 0;
        List<(string, string?)>? texts = null;
        IReadOnlyList<string>? tags = null;
        IReadOnlyList<string>? products = null;
        List<(string, ConsentState)>? consents = null;
        for (var column = 0; column < line.Cells.Count; column++)
        {
            var cell = line.Cells[column];
            if (cell.IsAbsent || column == _idColumn)
            {
                continue;
            }

            string? expected;
            if (_attributes[column] is { } attribute)
            {
                expected = !cell.HasText ? AttributeTexts.FormOf(attribute.Kind) + ", not an array"
                    : attribute.Kind == AttributeKind.Text ? TakeText(cell, attribute, texts ??= [])
                    : TakeValue(cell, attribute, out changes[changed++]);
            }
            else if (IsConsent(_columns[column]))
            {
                expected = TakeConsent(cell, _columns[column][Consent.Length..], consents ??= []);
            }
            else
            {
                expected = _columns[column] switch
                {
                    Tags => TakeList(cell, CustomerLists.IsTag, CustomerLists.TagForm, _knownTags, out tags),
                    Products => TakeList(cell, CustomerLists.IsProduct, CustomerLists.ProductForm, _knownProducts, out products),
                    _ => null,
                };
            }

            if (expected is not null)
            {
                return Reject(line, column, "expected " + expected);
            }
        }

        Array.Resize(ref changes, changed);
        planned = new PlannedLine(line.Number, customerId, changes, texts ?? [], tags, products, consents ?? []);
        return null;
    }

    /// <summary>Null when it fits, otherwise the expected form.</summary>
    private static string? TakeText(ImportCell cell, AttributeDefinition attribute, List<(string, string?)> texts)
    {
        texts.Add((attribute.Name, cell.Span.IsEmpty ? null : cell.Text));
        return AttributeTexts.IsText(cell.Span) ? null : AttributeTexts.FormOf(AttributeKind.Text);
    }

    /// <inheritdoc cref="TakeText"/>
    private static string? TakeValue(ImportCell cell, AttributeDefinition attribute, out AttributeChange change)
    {
        var value = cell.Span.IsEmpty ? null : AttributeTexts.Parse(cell.Span, attribute.Kind);
        change = new AttributeChange(attribute.Id, value);
        return cell.Span.IsEmpty || value is not null ? null : AttributeTexts.FormOf(attribute.Kind);
    }

    /// <summary>A blank cell says nothing about what the customer said.</summary>
    private static string? TakeConsent(ImportCell cell, string messageClass, List<(string, ConsentState)> consents)
    {
        ConsentState? said = cell.Span switch
        {
            "granted" => ConsentState.Granted,
            "refused" => ConsentState.Refused,
            "" when cell.HasText => ConsentState.Unknown,
            _ => null,
        };
        if (said is ConsentState.Granted or ConsentState.Refused)
        {
            consents.Add((messageClass, said.Value));
        }

        return said is null ? "granted or refused, or nothing" : null;
    }

    private static string? TakeList(ImportCell cell, Func<string, bool> isItem, string form, HashSet<string> known, out IReadOnlyList<string>? items)
    {
        if (cell.HasText)
        {
            items = CustomerLists.TryRead(cell.Span, isItem, known);
            return items is null ? $"at most {CustomerLists.MostItems} items separated by ;, each {form}" : null;
        }

        items = cell.Items!.Where(item => item.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        return items.Count > CustomerLists.MostItems || !items.All(isItem) ? $"at most {CustomerLists.MostItems} items, each {form}" : null;
    }

    private ImportReject Reject(ImportLine line, int column, string reason) => new(line.Number, _columns[column], reason);
}
