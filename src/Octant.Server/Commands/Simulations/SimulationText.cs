using System.Globalization;
using Octant.Engine.Decisions.Simulations;
using Octant.Platform.Decisions.Simulations;
using Octant.Server.Commands.Tables;

namespace Octant.Server.Commands.Simulations;

/// <summary>A simulation for people.</summary>
internal static class SimulationText
{
    public static void Print(SimulationProgress simulation, SimulationResult result, IReadOnlyList<ChangedRecommendation> changes)
    {
        var decisions = result.Decisions;
        Console.WriteLine(Text($"{decisions.Simulated:N0} decisions simulated: {decisions.Changed:N0} recommend something else, to {decisions.CustomersChanged:N0} customers"));
        Console.WriteLine(Text(
            $"exact: {decisions.Exact:N0}; after other contacts: {decisions.OtherContacts:N0}; attributes from today: {decisions.AttributesFromToday:N0}; capacity from one pool: {decisions.PooledResources:N0}"));
        Console.WriteLine(Text(
            $"offers {result.Offers.Recorded:N0} → {result.Offers.Simulated:N0}, silent {decisions.Silent.Recorded:N0} → {decisions.Silent.Simulated:N0}, expected responses {Estimate(result.ExpectedResponses.Recorded)} → {Estimate(result.ExpectedResponses.Simulated)}, difference {Estimate(result.MoreResponses)}"));
        if (decisions.Unreadable + decisions.NotCompiling + decisions.OtherEngineVersion > 0)
        {
            Console.WriteLine(Text(
                $"left out: {decisions.Unreadable:N0} unreadable, {decisions.NotCompiling:N0} where the draft does not fit the strategy of the time; {decisions.OtherEngineVersion:N0} by another version of the engine"));
        }

        if (simulation.State == SimulationState.Stopped)
        {
            Console.WriteLine(Text($"stopped after {simulation.Simulated:N0} of {simulation.Total:N0}"));
        }

        Console.WriteLine();
        PrintCampaigns(result);
        PrintChannels(result);
        PrintCaps(result);
        PrintResources(result);
        PrintWhy(result, changes);
    }

    private static void PrintCampaigns(SimulationResult result)
    {
        var campaigns = new TextTable("campaign", "", "offers recorded", "simulated", "difference", "expected responses", "value");
        foreach (var campaign in result.Campaigns)
        {
            campaigns.Add(
                campaign.Campaign, Word(campaign.Standing), Number(campaign.Recorded.Offers), Number(campaign.Simulated.Offers), Number(campaign.Difference),
                Estimate(campaign.Simulated.ExpectedResponses), Text($"{campaign.Simulated.ExpectedValue:N0}"));
        }

        campaigns.Print(null);
        var offers = new TextTable("campaign", "offering", "channel", "offers recorded", "simulated");
        foreach (var offer in result.OfferOutcomes)
        {
            offers.Add(offer.Campaign, offer.Offering, offer.Channel, Number(offer.Recorded.Offers), Number(offer.Simulated.Offers));
        }

        offers.Print(null);
    }

    private static void PrintChannels(SimulationResult result)
    {
        var channels = new TextTable("channel", "contacts recorded", "simulated", "capacity a day", "busiest hour", "contacts then", "busiest day", "contacts that day", "full days");
        foreach (var channel in result.Channels)
        {
            channels.Add(
                channel.Channel, Number(channel.Contacts.Recorded), Number(channel.Contacts.Simulated), channel.DailyCapacity is { } capacity ? Number(capacity) : "–",
                channel.BusiestHour?.At ?? "–", Number(channel.BusiestHour?.Simulated ?? 0), channel.BusiestDay?.At ?? "–", Number(channel.BusiestDay?.Simulated ?? 0),
                Number(channel.FullDays.Simulated));
        }

        channels.Print(null);
    }

    private static void PrintCaps(SimulationResult result)
    {
        var caps = new TextTable("cap", "at most", "grants that filled it: recorded", "simulated", "one left: recorded", "simulated", "more left: recorded", "simulated");
        foreach (var cap in result.Caps)
        {
            caps.Add(
                $"{cap.Policy}[{cap.Cap}] {cap.Scope}".ToLowerInvariant(), Number(cap.Limit),
                Number(cap.Recorded.Full), Number(cap.Simulated.Full), Number(cap.Recorded.OneLeft), Number(cap.Simulated.OneLeft), Number(cap.Recorded.More), Number(cap.Simulated.More));
        }

        caps.Print(null);
    }

    private static void PrintResources(SimulationResult result)
    {
        var resources = new TextTable("resource", "period", "capacity", "used recorded", "simulated", "");
        foreach (var resource in result.Resources)
        {
            resources.Add(
                resource.Resource, resource.Period, resource.Capacity is { } capacity ? Number(capacity) : "–", Number(resource.Recorded), Number(resource.Simulated),
                resource.IsRecorded ? "" : "from one pool");
        }

        resources.Print(null);
    }

    private static void PrintWhy(SimulationResult result, IReadOnlyList<ChangedRecommendation> changes)
    {
        var causes = new TextTable("what moved", "stage", "reason", "decisions");
        foreach (var cause in result.Causes)
        {
            causes.Add(Word(cause.Cause), cause.Stage.ToString(), cause.Reason, Number(cause.Decisions));
        }

        causes.Print(null);
        var customers = new TextTable("customer", "decision", "recorded", "simulated", "what moved", "stage", "reason");
        foreach (var change in changes)
        {
            customers.Add(change.CustomerId ?? "–", change.DecisionId, Offers(change.Recorded), Offers(change.Simulated), Word(change.Cause), change.Stage.ToString(), change.Reason);
        }

        customers.Print(null);
        foreach (var taken in result.TakenFromToday)
        {
            Console.WriteLine(Text($"taken from today: {taken.Kind} {taken.Name}, for {taken.Decisions:N0} decisions"));
        }

        foreach (var unknown in result.StaysUnknown)
        {
            Console.WriteLine(Text($"stays unknown: {unknown.Function} in {unknown.Field} of {unknown.Campaign}, for {unknown.Decisions:N0} decisions"));
        }

        foreach (var note in result.Notes)
        {
            Console.WriteLine($"note: {note}");
        }
    }

    private static string Offers(IReadOnlyList<SimulatedOffer> offers) =>
        offers.Count == 0 ? "silence" : string.Join(", ", offers.Select(offer => $"{offer.Campaign}/{offer.Offering}"));

    private static string Word(CampaignStanding standing) => standing switch
    {
        CampaignStanding.Wins => "wins",
        CampaignStanding.Loses => "loses",
        _ => "",
    };

    private static string Word(ChangeCause cause) => cause switch
    {
        ChangeCause.Lost => "the recorded offer is lost",
        ChangeCause.Gained => "another offer is gained",
        _ => "a score",
    };

    private static string Estimate(ResponseEstimate estimate) => Text($"{estimate.Mean:N1} ({estimate.Low:N0} to {estimate.High:N0})");

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
