namespace Octant.Engine.Decisions;

/// <summary>
/// What of the shared channels a campaign may use on one day, offering by offering: the outcome of an allocation. On that day the
/// campaign makes no other contacts; on other days it is not bound. Partitions spend it in slices, as any shared resource (4.8).
/// </summary>
public sealed record Allotment
{
    public required string Campaign { get; init; }

    /// <summary>In the platform's zone.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Each offering and channel once; one that is not named gets nothing.</summary>
    public required IReadOnlyList<AllottedShare> Shares { get; init; }

    /// <summary>The allocation it came from; null where it was put by hand.</summary>
    public string? Allocation { get; init; }

    /// <summary>Contacts about the offering through the channel; 0 where it is not named.</summary>
    public long ContactsOf(string offering, string channel)
    {
        foreach (var share in Shares)
        {
            if (string.Equals(share.Offering, offering, StringComparison.Ordinal) && string.Equals(share.Channel, channel, StringComparison.Ordinal))
            {
                return share.Contacts;
            }
        }

        return 0;
    }
}

/// <param name="Contacts">At most so many, 0 or more.</param>
public sealed record AllottedShare(string Offering, string Channel, long Contacts);
