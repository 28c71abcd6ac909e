namespace Octant.Platform.Foundation.Outcomes;

/// <summary>Guesses what a mistyped name was meant to be: the known name with the fewest edits (Levenshtein), if few enough.</summary>
public static class NearestName
{
    public static string? Of(string name, IEnumerable<string> known)
    {
        string? nearest = null;
        var fewest = (name.Length <= 2 ? 1 : Math.Max(2, Math.Min(name.Length, 24) / 3)) + 1;
        foreach (var candidate in known)
        {
            if (Math.Abs(candidate.Length - name.Length) < fewest && Distance(name, candidate) is var distance && distance < fewest)
            {
                fewest = distance;
                nearest = candidate;
            }
        }

        return nearest;
    }

    private static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        var current = new int[right.Length + 1];
        for (var i = 0; i < left.Length; i++)
        {
            current[0] = i + 1;
            for (var j = 0; j < right.Length; j++)
            {
                var change = char.ToUpperInvariant(left[i]) == char.ToUpperInvariant(right[j]) ? 0 : 1;
                current[j + 1] = Math.Min(Math.Min(current[j] + 1, previous[j + 1] + 1), previous[j] + change);
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
