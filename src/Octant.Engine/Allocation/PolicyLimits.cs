using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;

namespace Octant.Engine.Allocation;

/// <summary>
/// The contact policy and the product check as limits on what one customer is allocated together: options that may each be open while
/// not all of them are. What forbids an option by itself is not in here; such an option is not offered to the allocation at all.
/// </summary>
/// <remarks>
/// A cap binds the options it would count together, which are those of one subject on its channels. How much room it has for a customer
/// is asked of the same ledger that decisions ask, with so many contacts reserved at the instant for which is planned.
/// </remarks>
public sealed class PolicyLimits
{
    private readonly List<CapGroup> _caps = [];
    private readonly int _most;

    /// <param name="options">In the order of the allocation's options.</param>
    /// <param name="mostPerCustomer">No more contacts than this are given to a customer, so no cap needs to be known beyond it.</param>
    public PolicyLimits(Strategy strategy, IReadOnlyList<CampaignOption> options, Instant at, int mostPerCustomer)
    {
        _most = mostPerCustomer;
        var limits = new List<ContactLimit>();
        if (mostPerCustomer > 1)
        {
            var proposed = options.Select(option => Propose(strategy, option, at)).ToList();
            AddCaps(strategy, proposed, limits);
            AddOfferings(options, limits);
            AddExclusions(strategy, options, at, limits);
        }

        Limits = limits;
    }

    /// <summary>Of the allocation's problem; the caps first.</summary>
    public IReadOnlyList<ContactLimit> Limits { get; }

    /// <summary>How many contacts more each limit allows this customer.</summary>
    /// <param name="headroom">As many as <see cref="Limits"/>, each at its most.</param>
    public void Measure(CustomerState customer, ZoneTable zone, Span<byte> headroom)
    {
        for (var i = 0; i < _caps.Count; i++)
        {
            var cap = _caps[i];
            var room = 0;
            var reserved = cap.Reserved.AsSpan();
            while (room < Math.Min(_most, headroom[i]) && cap.Ledger.Test(cap.Proposed, customer.Ledger.AsSpan(), reserved[..room], zone) is null)
            {
                room++;
            }

            headroom[i] = (byte)room;
        }
    }

    private static ProposedContact Propose(Strategy strategy, CampaignOption option, Instant at) => new(
        option.Campaign, option.Offering.Id, option.Offering.Definition.Cluster, strategy.Campaign(option.Campaign)!.Definition.Class, option.Channel.Id, at);

    private void AddCaps(Strategy strategy, List<ProposedContact> proposed, List<ContactLimit> limits)
    {
        foreach (var policy in strategy.Policies)
        {
            for (var i = 0; i < policy.Caps.Count; i++)
            {
                var cap = policy.Caps[i];
                var bound = Enumerable.Range(0, proposed.Count)
                    .Where(option => IsBound(cap, proposed[option]))
                    .GroupBy(option => ScopeKeys.Of(cap.Scope, proposed[option])!, StringComparer.Ordinal);
                foreach (var together in bound)
                {
                    var sample = proposed[together.First()];
                    _caps.Add(new CapGroup(
                        new CapLedger([policy with { Caps = [cap] }]), sample, [.. Enumerable.Range(0, _most).Select(rank => Reserve(sample, rank))]));
                    limits.Add(new ContactLimit($"{policy.Id} caps[{i}] {together.Key}".TrimEnd(), [.. together], Math.Min(Math.Min(cap.Limit, _most), byte.MaxValue)));
                }
            }
        }
    }

    private static void AddOfferings(IReadOnlyList<CampaignOption> options, List<ContactLimit> limits)
    {
        foreach (var offering in Enumerable.Range(0, options.Count).GroupBy(option => options[option].Offering.Id, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            limits.Add(new ContactLimit($"offering {offering.Key}", [.. offering], 1));
        }
    }

    /// <summary>Pairs of offerings of which one forbids the other.</summary>
    private static void AddExclusions(Strategy strategy, IReadOnlyList<CampaignOption> options, Instant at, List<ContactLimit> limits)
    {
        var nobody = new CustomerState(0);
        var offers = options.Select(option => (option.Offering, option.Promotion)).Distinct().ToList();
        for (var first = 0; first < offers.Count; first++)
        {
            for (var second = first + 1; second < offers.Count; second++)
            {
                if (offers[first].Offering.Id != offers[second].Offering.Id && (Forbids(offers[first], offers[second]) || Forbids(offers[second], offers[first])))
                {
                    limits.Add(new ContactLimit(
                        $"{offers[first].Offering.Id} or {offers[second].Offering.Id}",
                        [.. Enumerable.Range(0, options.Count).Where(option => Is(options[option], offers[first]) || Is(options[option], offers[second]))],
                        1));
                }
            }
        }

        // Asked of a customer of whom nothing is known; a promotion's own exclusions come after much that such a one does not meet.
        bool Forbids((CatalogOffering Offering, CatalogPromotion? Promotion) picked, (CatalogOffering Offering, CatalogPromotion? Promotion) other) =>
            (picked.Promotion is { } one && other.Promotion is { } two && one.Definition.Excludes.Contains(two.Id, StringComparer.Ordinal))
            || ProductCheck.Test(strategy.Catalog, nobody, other.Offering, null, at, [new PickedOffer(picked.Offering.Id, null)])?.Reason == Reasons.ExcludedByRecommended;

        static bool Is(CampaignOption option, (CatalogOffering Offering, CatalogPromotion? Promotion) offer) =>
            option.Offering == offer.Offering && option.Promotion == offer.Promotion;
    }

    private static bool IsBound(Cap cap, ProposedContact proposed) =>
        !string.Equals(proposed.Class, ContactPolicy.ServiceClass, StringComparison.Ordinal)
        && (cap.Channels.Count == 0 || cap.Channels.Contains(proposed.Channel, StringComparer.Ordinal))
        && ScopeKeys.Of(cap.Scope, proposed) is { } key
        && (cap.Subject is null || cap.Scope == CapScope.Global || string.Equals(key, cap.Subject, StringComparison.Ordinal));

    private static Contact Reserve(in ProposedContact proposed, int rank) => new()
    {
        Id = new ContactId(0, 0, rank + 1),
        Campaign = proposed.Campaign,
        Offering = proposed.Offering,
        Cluster = proposed.Cluster,
        Class = proposed.Class,
        Channel = proposed.Channel,
        GrantedAt = proposed.CountsAt,
        CountsAt = proposed.CountsAt,
        ValidUntil = proposed.CountsAt,
        ResponseWindow = TimeSpan.Zero,
        State = ContactState.Pending,
        StateAt = proposed.CountsAt,
    };

    private sealed record CapGroup(CapLedger Ledger, ProposedContact Proposed, Contact[] Reserved);
}
