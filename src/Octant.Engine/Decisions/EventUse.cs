using Octant.Engine.Behaviour;
using Octant.Engine.Partitions;

namespace Octant.Engine.Decisions;

/// <summary>All that a strategy does with events of one declared type, found in one step for each event.</summary>
internal sealed class EventUse
{
    private readonly CompiledCampaign[] _campaigns;
    private readonly AbsencePattern[] _absences;

    public EventUse(CustomerEventType type, ReadOnlySpan<CompiledCampaign> campaigns, ReadOnlySpan<AbsencePattern> absences, bool isMeasured)
    {
        (Type, _campaigns, _absences, IsMeasured) = (type, campaigns.ToArray(), absences.ToArray(), isMeasured);
        IsUsed = type.Role is not (EventRole.None or EventRole.Location) || _campaigns.Length > 0 || _absences.Length > 0 || isMeasured;
    }

    public CustomerEventType Type { get; }

    /// <summary>Whether an event of this type does anything at all.</summary>
    public bool IsUsed { get; }

    /// <summary>Something is kept of it.</summary>
    public bool IsMeasured { get; }

    /// <summary>Campaigns that answer it by themselves, in ordinal order of id.</summary>
    public ReadOnlySpan<CompiledCampaign> Campaigns => _campaigns;

    /// <summary>What must not follow it.</summary>
    public ReadOnlySpan<AbsencePattern> Absences => _absences;
}
