using Octant.Engine.Channels;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Channels.Contracts;

/// <summary>What makes a list of daily hours valid, wherever one is given.</summary>
public static class OpeningHours
{
    public static void RequireHours(this FieldChecks fields, IReadOnlyList<DailyHours> hours, string field)
    {
        for (var i = 0; i < hours.Count; i++)
        {
            var days = hours[i].Days;
            fields.Require(hours[i].From != hours[i].To, $"{field}[{i}].to", "another time than from; leave the list empty for always", hours[i].To);
            fields.Require(days.Distinct().Count() == days.Count, $"{field}[{i}].days", "each day once; empty for every day");
        }
    }
}
