using Octant.Engine.Calendar;
using Octant.Platform.Insights.Figures;

namespace Octant.Platform.Insights.Board;

/// <summary>Today, in one part of the organisation.</summary>
/// <param name="Day">In the platform's zone.</param>
/// <param name="AsOf">What it shows was so then; a few seconds ago at most.</param>
/// <param name="Channels">The busiest first.</param>
/// <param name="Campaigns">The busiest first, at most 20.</param>
/// <param name="FrontLine">Everybody who took part with a staff number.</param>
/// <param name="People">The most successful of them first, at most 20.</param>
/// <param name="Silence">Why nothing was recommended, and why what was planned did not go out; the most frequent first.</param>
/// <param name="Hours">All 24, today beside yesterday.</param>
/// <param name="Alarms">What somebody should look at; the gravest first.</param>
public sealed record Board(
    DateOnly Day,
    string Zone,
    Instant AsOf,
    FigureSet Today,
    IReadOnlyList<FigureRow> Channels,
    IReadOnlyList<FigureRow> Campaigns,
    FrontLine FrontLine,
    IReadOnlyList<FigureRow> People,
    IReadOnlyList<ReasonCount> Silence,
    IReadOnlyList<BoardHour> Hours,
    IReadOnlyList<Alarm> Alarms)
{
    public const int MostLines = 20;
}

/// <param name="People">How many.</param>
/// <param name="Opportunities">Offers given to them to make.</param>
/// <param name="Successes">Of theirs that were accepted.</param>
public sealed record FrontLine(int People, long Opportunities, long Successes);

/// <param name="Silent">Decisions that recommended nothing.</param>
/// <param name="Suppressed">Planned contacts that did not go out.</param>
public sealed record ReasonCount(string Reason, long Silent, long Suppressed);

/// <param name="Hour">0 to 23.</param>
public sealed record BoardHour(int Hour, HourFigures Today, HourFigures Yesterday);

public sealed record HourFigures(long Sent, long Responses, long Orders);
