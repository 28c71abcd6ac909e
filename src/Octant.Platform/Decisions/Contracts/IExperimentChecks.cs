using Octant.Engine.Statistics;

namespace Octant.Platform.Decisions.Contracts;

/// <summary>Whether a campaign's customers are divided as planned, between offer and holdout or between wordings.</summary>
/// <param name="Customers">Of all arms together.</param>
public sealed record ExperimentCheck(string Campaign, long Customers, SampleRatio Ratio);

/// <summary>Compares the sizes of the arms of campaigns in force with the shares they were planned with.</summary>
public interface IExperimentChecks
{
    /// <summary>One for each comparison; minutes old at most, because every customer is looked at.</summary>
    ValueTask<IReadOnlyList<ExperimentCheck>> ReadAsync(CancellationToken cancellation);
}
