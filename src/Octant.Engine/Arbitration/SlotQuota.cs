using Octant.Engine.Channels;
using Octant.Engine.Offers;

namespace Octant.Engine.Arbitration;

/// <summary>
/// Walks over the slots of a touchpoint, saying which tier each is for. The caller looks among its candidates, best score
/// first, for one that this slot admits and that fits after what the slots before it took, and answers with
/// <see cref="Fill"/> or, when nobody is left, with <see cref="PassDown"/>.
/// </summary>
/// <remarks>
/// Slots come in the order of tiers: gold, silver, bronze, ordinary. What a tier leaves unused falls to the tier below it;
/// what the lowest leaves stays empty. Slots beyond the quota's sum come last and are open to all tiers, as all slots are
/// where there is no quota. When the slots, or the request's limit, are fewer than the quota asks, the lower tiers go short.
/// </remarks>
public struct SlotQuota
{
    private const int OpenToAll = (int)Tier.Ordinary + 1;

    private readonly TierQuota? _quota;
    private int _stage;
    private int _left;
    private int _total;

    /// <param name="slots">The touchpoint's room.</param>
    /// <param name="limit">What the request asks for at most.</param>
    public SlotQuota(int slots, int limit, TierQuota? quota)
    {
        _quota = quota;
        _total = Math.Max(0, Math.Min(slots, limit));
        if (quota is null)
        {
            _stage = OpenToAll;
            _left = _total;
        }
        else
        {
            _left = Math.Min(quota.Gold, _total);
            SkipEmpty();
        }
    }

    /// <summary>Whether there is a slot to fill.</summary>
    public readonly bool IsOpen => _left > 0;

    /// <summary>Whether no slot comes after the one at hand.</summary>
    public readonly bool IsLast => _total <= 1;

    /// <summary>Whether the slot at hand admits an offering of this tier.</summary>
    public readonly bool Admits(Tier tier) => _stage == OpenToAll || (int)tier == _stage;

    /// <summary>The slot at hand is taken.</summary>
    public void Fill()
    {
        _left--;
        _total--;
        SkipEmpty();
    }

    /// <summary>No candidate of this tier fits any more: its slots fall down.</summary>
    public void PassDown()
    {
        if (_stage < OpenToAll)
        {
            Descend(_left);
            SkipEmpty();
        }
        else
        {
            _left = 0;
        }
    }

    private void SkipEmpty()
    {
        while (_left == 0 && _stage < OpenToAll)
        {
            Descend(0);
        }
    }

    private void Descend(int unused)
    {
        var lowest = _stage == (int)Tier.Ordinary;
        if (lowest)
        {
            _total -= unused;
        }

        _stage++;
        _left = lowest ? _total : Math.Min(unused + QuotaOf((Tier)_stage), _total);
    }

    private readonly int QuotaOf(Tier tier) => tier switch
    {
        Tier.Silver => _quota!.Silver,
        Tier.Bronze => _quota!.Bronze,
        _ => _quota!.Ordinary,
    };
}
