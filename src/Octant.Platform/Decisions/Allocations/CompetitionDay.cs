using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Allocations;

/// <summary>Who competes on the day for which is planned: what goes out by schedule only in channels in which its contacts are due that day.</summary>
internal sealed class CompetitionDay
{
    private readonly AllocateRequest _request;
    private readonly DueTimes _times;
    private readonly IReadOnlyDictionary<string, CampaignDefinition> _campaigns;
    private readonly CalendarDay _day;

    /// <param name="campaigns">Those of the request by their id, with the status they have; a draft goes out at other times than what is live.</param>
    public CompetitionDay(AllocateRequest request, DueTimes times, IReadOnlyDictionary<string, CampaignDefinition> campaigns, Instant at)
    {
        (_request, _times, _campaigns, _day) = (request, times, campaigns, CalendarDay.At(at, times.Zone));
        LeftOut =
        [
            .. request.Campaigns.Select(campaign => campaigns[campaign.Id])
                .Where(campaign => ChannelsOf(campaign) is { Count: > 0 } channels && !channels.Exists(channel => Competes(campaign, channel)))
                .Select(campaign => new LeftOutCampaign(campaign.Id, times.NextDayOf(campaign, ChannelsOf(campaign), Start)?.Date)),
        ];
    }

    /// <summary>In the order of the request.</summary>
    public IReadOnlyList<LeftOutCampaign> LeftOut { get; }

    private Instant Start => _day.StartIn(_times.Zone);

    /// <summary>The request without those that are left out; a problem where that leaves nobody.</summary>
    public Result<AllocateRequest> Competing()
    {
        var competing = _request.Campaigns.Where(campaign => LeftOut.All(leftOut => leftOut.Campaign != campaign.Id)).ToList();
        return competing.Count > 0
            ? _request with { Campaigns = competing }
            : Problem.Invalid("campaigns", $"one campaign at least that goes out on {_day}; {string.Join(", ", LeftOut.Select(Described))}");
    }

    public bool Competes(CampaignOption option) => Competes(_campaigns[option.Campaign], option.Channel.Id);

    private bool Competes(CampaignDefinition campaign, string channel) =>
        campaign.Schedule is null || _times.NextDayOf(campaign, [channel], Start) == _day;

    private List<string> ChannelsOf(CampaignDefinition campaign) =>
        [.. campaign.Channels.Where(channel => _request.Channels?.Any(known => known.Id == channel) is not false)];

    private static string Described(LeftOutCampaign campaign) =>
        campaign.Next is { } next ? $"{campaign.Campaign} does next on {CalendarDay.Of(next)}" : $"{campaign.Campaign} does not any more";
}
