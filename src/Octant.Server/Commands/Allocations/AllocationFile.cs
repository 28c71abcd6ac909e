using Octant.Engine.Allocation;
using Octant.Platform.Foundation.Outcomes;
using Octant.Server.Commands.Tables;
using Octant.Server.Commands.Tariffs;

namespace Octant.Server.Commands.Allocations;

/// <param name="Capacity">Contacts; null for no limit.</param>
/// <param name="CostPerContact">Minor units; counts against budgets.</param>
/// <param name="MostPerCustomer">Contacts of one customer through it; null for no limit of its own.</param>
public sealed record ChannelShare(string Id, long? Capacity, long? CostPerContact, int? MostPerCustomer);

/// <param name="Minimum">Contacts it is to have at least.</param>
/// <param name="Maximum">Contacts it may have at most.</param>
/// <param name="Budget">Minor units for its contacts.</param>
/// <param name="MostPerCustomer">Contacts of one customer about it; null for no limit of its own.</param>
public sealed record CampaignShare(string Id, long? Minimum, long? Maximum, long? Budget, int? MostPerCustomer);

/// <param name="Stock">Contacts about it at most, whatever the campaign.</param>
public sealed record OfferingStock(string Id, long Stock);

/// <summary>A cap of the contact policy: what it names counts; what it leaves out counts all.</summary>
public sealed record PolicyCap(string Name, int Most, IReadOnlyList<string>? Channels, IReadOnlyList<string>? Campaigns, IReadOnlyList<string>? Offerings);

/// <summary>
/// What batch campaigns compete for. A customer gets each offering once at most. Who could get what, and what that is worth, is
/// in the candidates' file: <c>customer, campaign, offering, channel, value</c>.
/// </summary>
/// <param name="Candidates">The file, beside this one.</param>
/// <param name="MostPerCustomer">Contacts of one customer in all; 1 where it is left out.</param>
/// <param name="Budget">Minor units for all contacts.</param>
public sealed record AllocationRequest(
    IReadOnlyList<ChannelShare> Channels,
    IReadOnlyList<CampaignShare> Campaigns,
    string Candidates,
    IReadOnlyList<OfferingStock>? Stocks,
    IReadOnlyList<PolicyCap>? Caps,
    int? MostPerCustomer,
    long? Budget);

/// <summary>The problem of a file, and the customers of its candidates' file in memory, in order of first mention.</summary>
internal sealed class AllocationFile : IAllocationCustomers
{
    private readonly List<float[]> _values = [];

    private AllocationFile(AllocationProblem problem, IReadOnlyList<(string Campaign, string Offering, string Channel)> names) =>
        (Problem, Options) = (problem, names);

    public AllocationProblem Problem { get; }

    /// <summary>By option, its names.</summary>
    public IReadOnlyList<(string Campaign, string Offering, string Channel)> Options { get; }

    /// <summary>By customer.</summary>
    public List<string> Names { get; } = [];

    public int Count => _values.Count;

    public int BlockSize => 4_096;

    public void Fill(int number, AllocationBlock block)
    {
        block.Count = Math.Min(BlockSize, Count - (number * BlockSize));
        for (var customer = 0; customer < block.Count; customer++)
        {
            _values[(number * BlockSize) + customer].CopyTo(block.Values, customer * Problem.Options.Count);
        }
    }

    public static AllocationFile Read(string path)
    {
        var request = PlanFile.ReadJson<AllocationRequest>(path, PlanFile.ReadBytes(path));
        if (Check(request) is { } problem)
        {
            throw PlanFile.Refusal(path, problem);
        }

        var candidates = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, request.Candidates);
        var rows = ReadCandidates(candidates, request);
        var names = rows.Select(row => row.Option).Distinct().Order().ToList();
        if (names.Count is 0 or > AllocationProblem.MostOptions)
        {
            throw new CommandFailedException($"{request.Candidates} holds {names.Count} combinations of campaign, offering and channel; expected 1 to {AllocationProblem.MostOptions}.");
        }

        var file = new AllocationFile(ProblemOf(request, names), names);
        var (numbers, customers) = (names.Select((name, number) => (name, number)).ToDictionary(item => item.name, item => item.number), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var (customer, option, value) in rows)
        {
            if (!customers.TryGetValue(customer, out var index))
            {
                customers.Add(customer, index = file.Names.Count);
                file.Names.Add(customer);
                var values = new float[names.Count];
                values.AsSpan().Fill(float.NaN);
                file._values.Add(values);
            }

            file._values[index][numbers[option]] = value;
        }

        return file;
    }

    private static Problem? Check(AllocationRequest request)
    {
        var fields = new FieldChecks();
        fields.Require(request.Channels.Count > 0, "channels", "one channel at least");
        fields.Require(request.Campaigns.Count > 0, "campaigns", "one campaign at least");
        fields.RequireDistinct([.. request.Channels.Select(channel => channel.Id)], "channels");
        fields.RequireDistinct([.. request.Campaigns.Select(campaign => campaign.Id)], "campaigns");
        fields.RequireDistinct([.. (request.Stocks ?? []).Select(stock => stock.Id)], "stocks");
        fields.RequireBetween(request.MostPerCustomer ?? 1, 1, AllocationProblem.MostContacts, "mostPerCustomer");
        fields.RequireNotNegative(request.Budget, "budget");
        for (var i = 0; i < request.Channels.Count; i++)
        {
            fields.RequireNotNegative(request.Channels[i].Capacity, $"channels[{i}].capacity");
            fields.RequireNotNegative(request.Channels[i].CostPerContact, $"channels[{i}].costPerContact");
            fields.RequireBetween(request.Channels[i].MostPerCustomer ?? 1, 0, byte.MaxValue, $"channels[{i}].mostPerCustomer");
        }

        for (var i = 0; i < request.Campaigns.Count; i++)
        {
            var campaign = request.Campaigns[i];
            fields.RequireNotNegative(campaign.Minimum, $"campaigns[{i}].minimum");
            fields.RequireNotNegative(campaign.Budget, $"campaigns[{i}].budget");
            fields.RequireBetween(campaign.MostPerCustomer ?? 1, 0, byte.MaxValue, $"campaigns[{i}].mostPerCustomer");
            fields.Require(campaign.Maximum is null || campaign.Maximum >= (campaign.Minimum ?? 0), $"campaigns[{i}].maximum", "0 or more, and no less than the minimum", campaign.Maximum);
        }

        for (var i = 0; i < (request.Caps?.Count ?? 0); i++)
        {
            var cap = request.Caps![i];
            fields.RequireBetween(cap.Most, 0, byte.MaxValue, $"caps[{i}].most");
            fields.Require(cap.Channels?.All(id => request.Channels.Any(channel => channel.Id == id)) is not false, $"caps[{i}].channels", "channels that are listed");
            fields.Require(cap.Campaigns?.All(id => request.Campaigns.Any(campaign => campaign.Id == id)) is not false, $"caps[{i}].campaigns", "campaigns that are listed");
        }

        return fields.ToProblem();
    }

    private static List<(string Customer, (string Campaign, string Offering, string Channel) Option, float Value)> ReadCandidates(string path, AllocationRequest request)
    {
        using var table = TableFile.Open(path, "customer");
        var (customer, campaign, offering, channel, value) =
            (table.Column("customer"), table.Column("campaign"), table.Column("offering"), table.Column("channel"), table.Column("value"));
        var rows = new List<(string, (string, string, string), float)>();
        var seen = new HashSet<(string, string, string, string)>();
        while (table.Read())
        {
            var option = (Campaign: table.RequiredText(campaign), Offering: table.RequiredText(offering), Channel: table.RequiredText(channel));
            if (!request.Campaigns.Any(known => known.Id == option.Campaign))
            {
                throw table.Wrong(campaign, $"one of {string.Join(", ", request.Campaigns.Select(known => known.Id))}");
            }

            if (!request.Channels.Any(known => known.Id == option.Channel))
            {
                throw table.Wrong(channel, $"one of {string.Join(", ", request.Channels.Select(known => known.Id))}");
            }

            var name = table.RequiredText(customer);
            if (!seen.Add((name, option.Campaign, option.Offering, option.Channel)))
            {
                throw table.Wrong(customer, "each customer once with the same campaign, offering and channel");
            }

            var worth = (float)table.RequiredNumber(value);
            rows.Add((name, option, float.IsFinite(worth) ? worth : throw table.Wrong(value, "a number of usual size")));
        }

        return rows;
    }

    private static AllocationProblem ProblemOf(AllocationRequest request, List<(string Campaign, string Offering, string Channel)> names)
    {
        var (campaigns, offerings, channels) =
            (request.Campaigns.Select(campaign => campaign.Id).ToList(), names.Select(name => name.Offering).Distinct().ToList(), request.Channels.Select(channel => channel.Id).ToList());
        var costs = names.Select(name => request.Channels[channels.IndexOf(name.Channel)].CostPerContact ?? 0).ToArray();
        var resources = new List<SharedResource>();
        Add(request.Budget, "budget", _ => true, costs);
        foreach (var channel in request.Channels)
        {
            Add(channel.Capacity, $"channel {channel.Id}", name => name.Channel == channel.Id, null);
        }

        foreach (var campaign in request.Campaigns)
        {
            Add(campaign.Maximum, $"campaign {campaign.Id}", name => name.Campaign == campaign.Id, null);
            Add(campaign.Budget, $"budget of campaign {campaign.Id}", name => name.Campaign == campaign.Id, costs);
        }

        foreach (var stock in request.Stocks ?? [])
        {
            Add(stock.Stock, $"stock of {stock.Id}", name => name.Offering == stock.Id, null);
        }

        return new AllocationProblem(
            [.. names.Select(name => new AllocationOption(campaigns.IndexOf(name.Campaign), offerings.IndexOf(name.Offering), channels.IndexOf(name.Channel)))],
            request.MostPerCustomer ?? 1,
            resources,
            [.. request.Campaigns.Where(campaign => campaign.Minimum > 0).Select(campaign => new MinimumVolume($"campaign {campaign.Id}", campaigns.IndexOf(campaign.Id), campaign.Minimum!.Value))],
            [.. Limits(request, names)]);

        void Add(long? capacity, string name, Func<(string Campaign, string Offering, string Channel), bool> uses, long[]? units)
        {
            if (capacity is { } known)
            {
                resources.Add(new SharedResource(name, known, [.. names.Select((option, index) => !uses(option) ? 0 : units?[index] ?? 1)]));
            }
        }
    }

    private static IEnumerable<ContactLimit> Limits(AllocationRequest request, List<(string Campaign, string Offering, string Channel)> names)
    {
        foreach (var offering in names.Select(name => name.Offering).Distinct())
        {
            yield return Limit($"offering {offering}", 1, name => name.Offering == offering);
        }

        foreach (var channel in request.Channels.Where(channel => channel.MostPerCustomer is not null))
        {
            yield return Limit($"channel {channel.Id}", channel.MostPerCustomer!.Value, name => name.Channel == channel.Id);
        }

        foreach (var campaign in request.Campaigns.Where(campaign => campaign.MostPerCustomer is not null))
        {
            yield return Limit($"campaign {campaign.Id}", campaign.MostPerCustomer!.Value, name => name.Campaign == campaign.Id);
        }

        foreach (var cap in request.Caps ?? [])
        {
            yield return Limit(cap.Name, cap.Most, name =>
                cap.Channels?.Contains(name.Channel) is not false && cap.Campaigns?.Contains(name.Campaign) is not false && cap.Offerings?.Contains(name.Offering) is not false);
        }

        ContactLimit Limit(string name, int most, Func<(string Campaign, string Offering, string Channel), bool> counts) =>
            new(name, [.. Enumerable.Range(0, names.Count).Where(option => counts(names[option]))], most);
    }
}
