namespace Octant.Engine.Decisions;

/// <summary>
/// Campaigns by id. Immutable; the next one shares the large table with this one and keeps beside it only what has changed since,
/// until that is much.
/// </summary>
internal sealed class CampaignTable
{
    /// <summary>Changes beside the large table before it is made anew.</summary>
    private const int MostChanges = 128;

    private readonly Dictionary<string, CompiledCampaign> _whole;

    /// <summary>Null: no longer there.</summary>
    private readonly Dictionary<string, CompiledCampaign?> _changes;

    private CampaignTable(Dictionary<string, CompiledCampaign> whole, Dictionary<string, CompiledCampaign?> changes) => (_whole, _changes) = (whole, changes);

    public static CampaignTable Empty { get; } = new([], []);

    public CompiledCampaign? Find(string id) => _changes.TryGetValue(id, out var changed) ? changed : _whole.GetValueOrDefault(id);

    /// <summary>The table after a change. What is replaced is removed and added.</summary>
    public CampaignTable With(IReadOnlyList<CompiledCampaign> removed, IReadOnlyList<CompiledCampaign> added)
    {
        if (removed.Count == 0 && added.Count == 0)
        {
            return this;
        }

        var changes = new Dictionary<string, CompiledCampaign?>(_changes, StringComparer.Ordinal);
        foreach (var campaign in removed)
        {
            changes[campaign.Definition.Id] = null;
        }

        foreach (var campaign in added)
        {
            changes[campaign.Definition.Id] = campaign;
        }

        return changes.Count <= MostChanges ? new CampaignTable(_whole, changes) : new CampaignTable(Joined(changes), []);
    }

    private Dictionary<string, CompiledCampaign> Joined(Dictionary<string, CompiledCampaign?> changes)
    {
        var whole = new Dictionary<string, CompiledCampaign>(_whole, StringComparer.Ordinal);
        foreach (var (id, campaign) in changes)
        {
            if (campaign is null)
            {
                whole.Remove(id);
            }
            else
            {
                whole[id] = campaign;
            }
        }

        return whole;
    }
}
