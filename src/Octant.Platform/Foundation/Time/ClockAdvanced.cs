using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Messages;

namespace Octant.Platform.Foundation.Time;

/// <summary>The manual clock stands at a later time; what was due by then is done before the administrator is answered.</summary>
public sealed record ClockAdvanced(Instant Now) : IMessage
{
    public static string Topic => "clock-advanced";
}

/// <summary>Where a manual clock stands, kept so that it does not fall back when the server starts again.</summary>
public sealed record ClockPosition(Instant Now)
{
    public const string Kind = "clock";
    public const string Id = "manual";
}
