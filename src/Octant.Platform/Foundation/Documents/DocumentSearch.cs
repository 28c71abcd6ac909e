using System.Text.Json;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Foundation.Documents;

/// <summary>
/// Finds documents by words in what stands at their top: the id, names in any language, the ids they name. Case is ignored; every word
/// must be found somewhere.
/// </summary>
public sealed class DocumentSearch
{
    public const int LongestText = 200;

    private readonly string[] _words;

    private DocumentSearch(string[] words) => _words = words;

    /// <summary>Null when there is no word to look for.</summary>
    public static DocumentSearch? Of(string? text) =>
        text?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words ? new DocumentSearch(words) : null;

    public bool Finds(Document document)
    {
        using var body = JsonDocument.Parse(document.Body);
        return Array.TrueForAll(_words, word => Contains(document.Id, word) || (body.RootElement.ValueKind == JsonValueKind.Object && Stands(word, body.RootElement)));
    }

    private static bool Stands(string word, JsonElement element)
    {
        foreach (var member in element.EnumerateObject())
        {
            var found = member.Value.ValueKind switch
            {
                JsonValueKind.String => Contains(member.Value.GetString()!, word),
                JsonValueKind.Object => member.NameEquals("name") && Stands(word, member.Value),
                _ => false,
            };
            if (found)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Contains(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
