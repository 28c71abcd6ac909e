using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Languages;
using Octant.Platform.Foundation.Units;

namespace Octant.Platform.Insights.Figures;

/// <summary>One line of figures.</summary>
/// <param name="Key">Path of a unit, staff number, id, date, date and hour such as <c>2026-01-31T09</c>, or reason. Empty: of none.</param>
/// <param name="Name">Null where the key is all there is to say.</param>
/// <param name="Level">Of a unit, the id of its level.</param>
/// <param name="HasParts">A unit that has units below: ask again within it.</param>
public sealed record FigureRow(string Key, LocalizedName? Name, string? Level, bool HasParts, FigureSet Figures);

/// <summary>Figures told apart by one thing; together they are what <see cref="Sum"/> says, at every level.</summary>
/// <param name="Path">From the top to the unit within which it was asked; empty for the whole organisation.</param>
/// <param name="To">The first day beyond.</param>
/// <param name="Zone">Whose days and hours these are.</param>
/// <param name="AsOf">Everything that was durable then is in it.</param>
/// <param name="Items">A page of the lines.</param>
/// <param name="Total">How many lines there are in all.</param>
public sealed record InsightFigures(
    FigureDimension By,
    IReadOnlyList<OrganisationStep> Path,
    DateOnly From,
    DateOnly To,
    string Zone,
    Instant AsOf,
    FigureSet Sum,
    IReadOnlyList<FigureRow> Items,
    long Total);
