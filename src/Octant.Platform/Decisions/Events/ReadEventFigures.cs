using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Events;

/// <param name="Items">In order of type; the last counts all types nobody declared.</param>
public sealed record EventFiguresAnswer(IReadOnlyList<EventTypeFigures> Items);

/// <summary>Which events come in, and which of them nobody uses: worth a look before asking a source for more.</summary>
public static class ReadEventFigures
{
    public static Result<EventFiguresAnswer> Handle(EventFigures figures) => new EventFiguresAnswer(figures.Read());
}
