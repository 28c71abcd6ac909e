namespace Octant.Platform.Campaigns.Reviews;

/// <summary>What reviewers divide a campaign into. Every member of a campaign and of its plan belongs to exactly one part.</summary>
public enum CampaignPart
{
    Offers,
    Audience,
    Wording,
    Channels,
    Timing,
    Budget,
    Experiment,
    Purpose,
}
