namespace Octant.Engine.Matching;

/// <summary>
/// Bitmaps for sets of which a customer has few of many: offerings, and tags beyond those that are grouped. A slot may ask
/// for one of a choice, which is the union of the bitmaps of what the customer has; and for none of some, which is a bitmap
/// per forbidden member. So a decision touches as many bitmaps as the customer has members, however many there are in all.
/// </summary>
/// <param name="Members">By symbol.</param>
/// <param name="WithoutChoice">Offset of the bitmap of slots that ask for none of these; −1 when all do without.</param>
/// <param name="Choice">By member: offset of the bitmap of slots whose choice it is in; −1 when in none.</param>
/// <param name="Allowed">By member: offset of the bitmap of slots that do not forbid it; −1 when none does.</param>
internal sealed record Membership(SymbolTable Members, int WithoutChoice, int[] Choice, int[] Allowed)
{
    /// <summary>Joins the bitmaps of the choices that are met, and those of forbidden members.</summary>
    public void Join(ref RowJoin join, scoped ReadOnlySpan<int> has)
    {
        if (Choice.Length == 0)
        {
            return;
        }

        Span<int> choices = has.Length <= 64 ? stackalloc int[has.Length] : new int[has.Length];
        var count = 0;
        foreach (var symbol in has)
        {
            var member = Members.Find(symbol);
            if (member < 0)
            {
                continue;
            }

            if (Choice[member] >= 0)
            {
                choices[count++] = Choice[member];
            }

            if (Allowed[member] >= 0)
            {
                join.Add(Allowed[member]);
            }
        }

        if (WithoutChoice >= 0)
        {
            join.AddAny(WithoutChoice, choices[..count]);
        }
    }
}
