using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Expressions;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Partitions;

namespace Octant.Platform.Decisions.Strategies;

/// <summary>Asks every partition since when it observes: the latest beginning is the one that holds for everybody.</summary>
public sealed class ObservedBehaviour(CurrentStrategy current, IPartitions partitions) : IObservedBehaviour
{
    public async ValueTask<IReadOnlyList<BehaviourObservation>> ReadAsync(CampaignDefinition campaign, CancellationToken cancellation)
    {
        var compilation = StrategyCompiler.Compile(current.Value.Definition with { Campaigns = [campaign with { Status = CampaignStatus.Live }] });
        return compilation.Strategy?.Campaign(campaign.Id) is { } compiled
            ? await ReadAsync(QuestionsOf(compiled), cancellation).ConfigureAwait(false)
            : [];
    }

    /// <summary>The behaviour functions of one expression.</summary>
    public ValueTask<IReadOnlyList<BehaviourObservation>> ReadAsync(CompiledExpression expression, string field, CancellationToken cancellation) =>
        ReadAsync([.. QuestionsOf(expression, field)], cancellation);

    private static List<Question> QuestionsOf(CompiledCampaign campaign)
    {
        var questions = new List<Question>();
        if (campaign.Definition.Trigger is { Within: { } within } trigger)
        {
            questions.Add(trigger.Absent is { } absent
                ? new Question("trigger.absent", absent, [BehaviourMeasure.Times(absent, BehaviourMeasure.SequenceDepth)], TimeSpan.Zero)
                : new Question("trigger.after", trigger.After!, [BehaviourMeasure.Times(trigger.After!, BehaviourMeasure.SequenceDepth)], within));
        }

        foreach (var (field, condition) in new[]
        {
            ("trigger.condition", campaign.TriggerCondition), ("audience", campaign.Audience), ("eligibility", campaign.Eligibility),
            ("applicability", campaign.Applicability), ("suitability", campaign.Suitability),
        })
        {
            questions.AddRange(QuestionsOf(condition, field));
        }

        for (var i = 0; i < campaign.Weights.Length; i++)
        {
            questions.AddRange(QuestionsOf(campaign.Weights[i].When, $"contextWeights[{i}].when"));
        }

        return questions;
    }

    private static IEnumerable<Question> QuestionsOf(CompiledExpression? expression, string field) =>
        expression?.References.Behaviour.Select(node => new Question(
            field, node.Span.Of(expression.Text), [.. node.Uses.Select(use => use.Measure)], node.Reach ?? TimeSpan.Zero)) ?? [];

    private async ValueTask<IReadOnlyList<BehaviourObservation>> ReadAsync(List<Question> questions, CancellationToken cancellation)
    {
        if (questions.Count == 0)
        {
            return [];
        }

        var tables = await Task.WhenAll(Enumerable.Range(0, PartitionOptions.PartitionCount).Select(
            partition => partitions.ReadAsync(partition, state => state.Observations, cancellation).AsTask())).ConfigureAwait(false);
        return [.. questions.Select(question =>
        {
            var since = Latest(question.Measures.SelectMany(measure => tables.Select(table => table.Find(measure)?.Since)));
            return new BehaviourObservation(question.Field, question.Function, since, since + question.Reach);
        })];
    }

    /// <summary>Null as soon as one of them is.</summary>
    private static Instant? Latest(IEnumerable<Instant?> instants) =>
        instants.Aggregate((Instant?)Instant.MinValue, (latest, next) => latest is { } known && next is { } other ? Instant.Max(known, other) : null);

    private sealed record Question(string Field, string Function, IReadOnlyList<BehaviourMeasure> Measures, TimeSpan Reach);
}
