using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Insights.Comparisons;

namespace Octant.Platform.Insights.Steering;

/// <summary>One group of the extraction.</summary>
/// <param name="Channel">Null for those who use no cheap channel.</param>
/// <param name="Count">On the list since it was extracted; before that, who would be.</param>
/// <param name="Expression">Who they are, as an audience.</param>
/// <param name="Transactions">Theirs at the dear channel in the period before.</param>
/// <param name="PossibleSaving">If all of these moved, in minor units; null for those who use no cheap channel.</param>
/// <param name="Followed">How many used the recommended channel for the service in the period after; null without one.</param>
/// <param name="MovedTransactions">What those did there.</param>
/// <param name="Saving">What these would have cost at the dear channel, less what they cost, in minor units.</param>
public sealed record SteeringGroupFigures(
    string? Channel,
    string Name,
    string TargetList,
    string Expression,
    long Count,
    decimal Transactions,
    long? CostPerTransaction,
    decimal? PossibleSaving,
    long? Followed,
    decimal? MovedTransactions,
    decimal? Saving);

/// <summary>What a steering comes to. Followers and movement are no effect: nobody was left alone to compare with.</summary>
/// <param name="ExtractedAt">Null as long as nothing was extracted: the groups are then a preview.</param>
/// <param name="Extracted">All who used the dear channel.</param>
/// <param name="Acceptance">By recommended channel and in all; empty without a period after.</param>
/// <param name="Comparison">All channels in both periods; null without a period after.</param>
/// <param name="Saving">Of all groups, in minor units; null without a period after.</param>
public sealed record SteeringFigures(
    string Id,
    string DearChannel,
    string DearName,
    long DearCostPerTransaction,
    Instant? ExtractedAt,
    Instant AsOf,
    long Extracted,
    IReadOnlyList<SteeringGroupFigures> Groups,
    IReadOnlyList<AcceptanceRow> Acceptance,
    ComparisonFigures? Comparison,
    decimal PossibleSaving,
    decimal? Saving);

/// <summary>The split, who followed, how the whole moved, and the saving.</summary>
public static class ReadSteeringFigures
{
    public static async Task<Result<SteeringFigures>> HandleAsync(
        string id, Caller caller, ChannelSteeringResource steerings, IChannels channels, IAudienceFigures audiences, CancellationToken cancellation)
    {
        if ((await steerings.Reader.ReadAsync(id, cancellation))?.Value is not { } steering || !steerings.MaySee(caller, steering))
        {
            return Problem.NotFound(steerings.Kind, id);
        }

        var known = await channels.ReadChannelsAsync(cancellation);
        var groups = SteeringGroup.Of(steering);
        var kept = new List<KeptAudience?>(groups.Count);
        foreach (var group in groups)
        {
            kept.Add(await audiences.FindAsync(caller, group.TargetList, cancellation));
        }

        // A list that is missing, because the channels of the steering have changed since, makes all of it a preview again.
        var isExtracted = kept.TrueForAll(list => list is not null);
        var questions = new Questions(steering, groups, isExtracted);
        if (!(await audiences.MeasureAsync(caller, questions.All, cancellation)).TryGet(out var measured, out var problem))
        {
            return problem;
        }

        var costs = ChannelSteeringResource.CostsOf(steering, known);
        var dear = steering.Channels.First(channel => channel.Role == SteeringRole.Dear);
        var names = steering.Channels.ToDictionary(channel => channel.Channel, channel => known.First(one => one.Id == channel.Channel).Name, StringComparer.Ordinal);
        var figures = groups.Select((group, index) => FiguresOf(group, index)).ToList();
        var led = figures.Where(figure => figure.Channel is not null).ToList();
        return new SteeringFigures(
            id,
            dear.Channel,
            names[dear.Channel],
            costs[dear.Channel],
            isExtracted ? kept.Min(list => list!.AsOf) : null,
            measured.AsOf,
            figures.Sum(figure => figure.Count),
            figures,
            steering.After is null ? [] : ComparisonFigures.AcceptanceOf([.. led.Select(figure => new Recommended(figure.Name, figure.Count, figure.Followed ?? 0))]),
            steering.After is null ? null : ComparisonOf(steering, known, questions, measured),
            led.Sum(figure => figure.PossibleSaving ?? 0),
            steering.After is null ? null : led.Sum(figure => figure.Saving ?? 0));

        SteeringGroupFigures FiguresOf(SteeringGroup group, int index)
        {
            var all = measured.Figures[questions.Group(index)];
            var transactions = (decimal)all.Sums[0];
            if (group.Channel is not { } channel)
            {
                return new SteeringGroupFigures(null, "", group.TargetList, group.Expression, all.Count, transactions, null, null, null, null, null);
            }

            var difference = costs[dear.Channel] - costs[channel];
            var followed = questions.Followers(index) is { } place ? measured.Figures[place] : null;
            var moved = (decimal?)followed?.Sums[0];
            return new SteeringGroupFigures(
                channel,
                names[channel],
                group.TargetList,
                group.Expression,
                all.Count,
                transactions,
                costs[channel],
                transactions * difference,
                followed?.Count,
                moved,
                moved * difference);
        }
    }

    private static ComparisonFigures ComparisonOf(ChannelSteering steering, IReadOnlyList<Channel> known, Questions questions, AudienceFigures measured)
    {
        var parts = steering.Channels.Select((channel, index) =>
        {
            var (before, after) = (measured.Figures[questions.Before(index)], measured.Figures[questions.After(index)]);
            var way = known.First(one => one.Id == channel.Channel);
            return new ComparedPart(
                way.Name,
                way.Family == ChannelFamily.Electronic ? "electronic" : "physical",
                [before.Count, (decimal)before.Sums[0]],
                [after.Count, (decimal)after.Sums[0]]);
        });
        return ComparisonFigures.Of(new Comparison
        {
            Id = steering.Id,
            Name = steering.Name,
            Before = steering.Before,
            After = steering.After!,
            Measures = [new ComparedMeasure("customers", "Customers"), new ComparedMeasure("transactions", "Transactions")],
            Parts = [.. parts],
        });
    }

    /// <summary>Everything asked of the audiences at once, so that all figures are of one instant, and where each answer stands.</summary>
    private sealed class Questions
    {
        private readonly List<AudienceQuestion> _all = [];
        private readonly List<int> _groups = [];
        private readonly List<int?> _followers = [];
        private readonly List<int> _before = [];
        private readonly List<int> _after = [];

        public Questions(ChannelSteering steering, IReadOnlyList<SteeringGroup> groups, bool isExtracted)
        {
            var dear = steering.Channels.First(channel => channel.Role == SteeringRole.Dear);
            foreach (var group in groups)
            {
                var list = isExtracted ? group.TargetList : null;
                _groups.Add(Ask(new AudienceQuestion(isExtracted ? "true" : group.Expression, list, [dear.Before])));
                var after = steering.Channels.FirstOrDefault(channel => channel.Channel == group.Channel)?.After;
                var follows = after is null ? null : SteeringGroup.Uses(after);
                _followers.Add(follows is null ? null : Ask(new AudienceQuestion(isExtracted ? follows : $"{group.Expression} && {follows}", list, [after!])));
            }

            foreach (var channel in steering.Channels)
            {
                _before.Add(Ask(new AudienceQuestion(SteeringGroup.Uses(channel.Before), null, [channel.Before])));
                if (channel.After is { } after)
                {
                    _after.Add(Ask(new AudienceQuestion(SteeringGroup.Uses(after), null, [after])));
                }
            }
        }

        public IReadOnlyList<AudienceQuestion> All => _all;

        public int Group(int index) => _groups[index];

        public int? Followers(int index) => _followers[index];

        public int Before(int channel) => _before[channel];

        public int After(int channel) => _after[channel];

        private int Ask(AudienceQuestion question)
        {
            _all.Add(question);
            return _all.Count - 1;
        }
    }
}
