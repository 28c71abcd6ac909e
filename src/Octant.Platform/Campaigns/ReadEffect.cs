using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;
using Octant.Engine.Statistics.Effects;
using Octant.Platform.Campaigns.Contracts;
using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Campaigns;

/// <summary>Reads a campaign's effect against its holdout.</summary>
/// <remarks>
/// The partitions are asked, one after another, because only they know for customers who were never contacted what they own. A
/// customer to whom an offer was made did not own it then: the product check would have removed it. So owning it now is taking it.
/// </remarks>
public sealed class ReadEffect(
    CampaignStorage storage, ICatalog catalog, IChannels channels, ICustomerDictionary dictionary, IPartitions partitions, IClock clock)
{
    private const string Holdout = "holdout";
    private const string Offered = "offered";
    private const string Unknown = "(unknown)";
    private const double SharpestRateError = 0.01;
    private const int MostParts = 400;

    /// <param name="by">A category or flag attribute; null for none.</param>
    public static Task<Result<CampaignEffect>> HandleAsync(string id, string? by, Caller caller, ReadEffect read, CancellationToken cancellation) =>
        read.ReadAsync(id, by, caller, cancellation);

    internal async Task<Result<CampaignEffect>> ReadAsync(string id, string? by, Caller caller, CancellationToken cancellation)
    {
        if (!(await storage.ReadAsync(caller, id, cancellation)).TryGet(out var stored, out var problem))
        {
            return problem;
        }

        var campaign = stored.Value;
        var attributes = await dictionary.ReadAttributesAsync(cancellation);
        if (!FindSegment(by, attributes).TryGet(out var segment, out problem))
        {
            return problem;
        }

        var worth = (await catalog.ReadOfferingsAsync(cancellation))
            .Join(campaign.Offers, offering => offering.Id, offer => offer.Offering, (offering, offer) => (offering.Id, Worth: OfferWorth.Of(offering, offer)))
            .DistinctBy(pair => pair.Id, StringComparer.Ordinal)
            .ToDictionary(pair => pair.Id, pair => pair.Worth, StringComparer.Ordinal);
        var costs = (await channels.ReadChannelsAsync(cancellation))
            .ToDictionary(channel => channel.Id, channel => (channel.CostPerContact, channel.CostPerTransaction), StringComparer.Ordinal);
        var customers = new List<CampaignCustomer>();
        for (var partition = 0; partition < PartitionOptions.PartitionCount; partition++)
        {
            customers.AddRange(await partitions.ReadAsync(
                partition,
                state => state.Customers.Values
                    .Where(customer => caller.Organisation is null || caller.Covers(CustomerHome.Of(customer, attributes)))
                    .Select(customer => Of(customer, id, worth, costs, segment))
                    .OfType<CampaignCustomer>()
                    .ToList(),
                cancellation));
        }

        return Judge(campaign, customers, worth, by);
    }

    private static Result<AttributeDefinition?> FindSegment(string? by, AttributeDictionary attributes)
    {
        if (by is null)
        {
            return (AttributeDefinition?)null;
        }

        if (!attributes.TryGet(by, out var attribute))
        {
            var nearest = NearestName.Of(by, attributes.All.Select(known => known.Name));
            return Problem.Invalid("by", nearest is null ? "an attribute" : $"an attribute; did you mean '{nearest}'?", by);
        }

        return attribute.Kind is AttributeKind.Category or AttributeKind.Flag
            ? attribute
            : Problem.Invalid("by", "an attribute that is a category or a flag", by);
    }

    /// <summary>Null for a customer whom the campaign never meant.</summary>
    private static CampaignCustomer? Of(
        CustomerState customer,
        string campaign,
        Dictionary<string, long> worth,
        Dictionary<string, (long Contact, long Transaction)> costs,
        AttributeDefinition? segment)
    {
        Contact? first = null;
        var cost = 0L;
        foreach (var contact in customer.Ledger)
        {
            if (contact.Source is not null || !string.Equals(contact.Campaign, campaign, StringComparison.Ordinal))
            {
                continue;
            }

            first ??= contact;
            if (contact.State is ContactState.Sent or ContactState.Unconfirmed && costs.TryGetValue(contact.Channel, out var price))
            {
                cost += price.Contact + ((contact.Responses & Responses.Accepted) != Responses.None ? price.Transaction : 0);
            }
        }

        if (first is null)
        {
            return null;
        }

        var (responded, revenue) = (false, 0L);
        foreach (var owned in customer.Owned)
        {
            if (worth.TryGetValue(owned.Offering, out var amount))
            {
                (responded, revenue) = (true, revenue + amount);
            }
        }

        return new CampaignCustomer(
            first.State == ContactState.Ghost, responded, revenue, cost, first.Offering ?? Unknown, first.Channel, first.GrantedAt, SegmentOf(customer, segment));
    }

    private static string? SegmentOf(CustomerState customer, AttributeDefinition? segment) => segment switch
    {
        null => null,
        _ when customer.Profile.Value(segment.Id) is not { } value => Unknown,
        { Kind: AttributeKind.Flag } => customer.Profile.Value(segment.Id)!.Value.Flag ? "true" : "false",
        _ => customer.Profile.Value(segment.Id)!.Value.Category,
    };

    private CampaignEffect Judge(CampaignDefinition campaign, List<CampaignCustomer> customers, Dictionary<string, long> worth, string? by)
    {
        // Fixed before anything is seen, so that the report may be opened at any time: an error of one point of a hundred in the
        // rate, and of what that point would be worth.
        var options = new EffectOptions(
            Shares: campaign.HoldoutShare is > 0 and < 1
                ? new Dictionary<string, double>(StringComparer.Ordinal) { [Holdout] = campaign.HoldoutShare, [Offered] = 1 - campaign.HoldoutShare }
                : null,
            AnyTime: new AnyTimeErrors(SharpestRateError, SharpestRateError * Math.Max(1, worth.Values.DefaultIfEmpty(1).Average())));
        var arms = Samples(customers);
        var whole = arms.Count == 2 && options.Shares is not null ? EffectAnalysis.Analyse(arms, 0, options) : null;
        IReadOnlyList<CampaignEffectPart> Parts(Func<CampaignCustomer, string> value) => PartsOf(customers, value, whole, options);
        return new CampaignEffect(
            campaign.Id,
            clock.Now,
            campaign.HoldoutShare,
            whole is not null,
            [.. arms.Select(arm => EffectAnalysis.Describe(arm, options.Confidence))],
            whole,
            customers.Sum(customer => customer.Cost),
            whole is { IsExperiment: true } ? BroughtIn.Of(whole, arms[1].Responses.Trials, customers.Sum(customer => customer.Cost)) : null,
            Parts(customer => customer.Offering),
            Parts(customer => customer.Channel),
            Parts(customer => customer.FirstGrant.ToString()[..10]),
            by is null ? null : Parts(customer => customer.Segment!),
            Notes(campaign, arms, whole));
    }

    private static List<CampaignEffectPart> PartsOf(
        List<CampaignCustomer> customers, Func<CampaignCustomer, string> value, EffectReport? whole, EffectOptions options)
    {
        var parts = customers.GroupBy(value, StringComparer.Ordinal)
            .OrderBy(part => part.Key, StringComparer.Ordinal)
            .Take(MostParts)
            .Select(part => (part.Key, Arms: Samples(part), Cost: part.Sum(customer => customer.Cost)))
            .ToList();
        var comparable = whole is null ? [] : parts.Where(part => part.Arms.Count == 2).ToList();
        var reports = whole is null ? [] : EffectAnalysis.AnalyseParts([.. comparable.Select(part => part.Arms)], Holdout, whole, options);
        var byValue = comparable.Zip(reports).ToDictionary(pair => pair.First.Key, pair => pair.Second, StringComparer.Ordinal);
        return parts.ConvertAll(part => new CampaignEffectPart(
            part.Key, [.. part.Arms.Select(arm => EffectAnalysis.Describe(arm, options.Confidence))], byValue.GetValueOrDefault(part.Key), part.Cost));
    }

    private static IReadOnlyList<ArmSample> Samples(IEnumerable<CampaignCustomer> customers)
    {
        var tally = new ArmTally();
        foreach (var customer in customers)
        {
            tally.Add(customer.IsHeldOut ? Holdout : Offered, customer.Responded, customer.Revenue);
        }

        return tally.Samples(Holdout);
    }

    private static List<string> Notes(CampaignDefinition campaign, IReadOnlyList<ArmSample> arms, EffectReport? whole)
    {
        var notes = new List<string>();
        if (campaign.HoldoutShare <= 0)
        {
            notes.Add("No control group: the campaign holds nobody out. These are figures; nothing tells what would have happened without it.");
        }
        else if (whole is null)
        {
            notes.Add(arms.Count == 0
                ? "No control group to compare with yet: nobody was offered anything, and nobody held out."
                : $"No control group to compare with yet: there are customers in '{arms[0].Name}' only.");
        }
        else if (whole.Assignment == AssignmentEvidence.SizesNotAsPlanned)
        {
            notes.Add("Sample ratio mismatch: the holdout does not have its planned size. No difference is an effect.");
        }

        notes.Add("A response is a customer who has one of the campaign's offerings by now, offered or held out; revenue is what the offering's rule says, and what the offer is worth where it has none.");
        return notes;
    }
}
