using System.Text.Json.Serialization;

namespace Octant.Bench;

/// <summary>One line of the table, and of the JSON. Peer and ratio are null where there is nothing to stand beside.</summary>
/// <param name="Name">As the goals name it (<c>D1</c>), with a word behind it where a figure has several lines (<c>A1 Q3</c>).</param>
/// <param name="Ratio">How many times better ours is than the peer, whatever the unit.</param>
/// <param name="Must">The floor; null where none is set. Of the ratio or of ours: see <see cref="Goal"/>.</param>
/// <param name="Target">What is aimed for.</param>
public sealed record Figure(
    [property: JsonPropertyName("figure")] string Name,
    string What,
    double Ours,
    double? Peer,
    string Unit,
    double? Ratio,
    double? Must,
    double? Target);

/// <summary>Which way a figure is better.</summary>
public enum Better
{
    Higher,
    Lower,
}
