using Octant.Engine;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Learning;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Policies;
using Octant.Engine.Statistics.Models;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Decisions.Models;

/// <summary>What propensities of one kind were worth for one offering on one channel.</summary>
/// <param name="Offering">Null for all offerings on all channels.</param>
/// <param name="Source">The number entered, or the response model's.</param>
public sealed record SegmentReport(string? Offering, string? Channel, PropensitySource Source, PredictionReport Report);

/// <summary>What recorded propensities were worth: each was recorded before its outcome was known.</summary>
/// <param name="To">Exclusive.</param>
/// <param name="ReadShare">Share of the period's decisions that was read; below 1 where there were too many.</param>
/// <param name="Unsettled">Recommendations of which it is not known yet, or never, what came of them.</param>
/// <param name="Whole">All segments together, by source.</param>
/// <param name="Segments">In order of offering, channel, source.</param>
public sealed record ModelReportAnswer(
    Instant From,
    Instant To,
    long ModelVersion,
    double ReadShare,
    long Recommendations,
    long Unsettled,
    IReadOnlyList<SegmentReport> Whole,
    IReadOnlyList<SegmentReport> Segments);

/// <summary>Sets recorded propensities against what came of them, per offering and channel.</summary>
/// <remarks>
/// Read from decision records, and from the ledgers of the partitions for what customers did. The same rules as in learning: silence is
/// an answer only to what was confirmed, when its window is over.
/// </remarks>
public sealed class ReportModel(IProjectionStore store, IProjections projections, IPartitions partitions, ModelArchive archive, IClock clock)
{
    private const double Confidence = 0.95;
    private const int MostDecisions = 500_000;

    private static readonly TimeSpan Usual = TimeSpan.FromDays(28);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="from">28 days before <paramref name="to"/> when left out.</param>
    /// <param name="to">Now when left out.</param>
    public static async Task<Result<ModelReportAnswer>> HandleAsync(
        string? from, string? to, Caller caller, ReportModel report, CancellationToken cancellation)
    {
        if (caller.Refuse(null) is { } refused)
        {
            return refused;
        }

        var fields = new FieldChecks();
        var end = fields.ReadInstant(to, "to", report.Now + TimeSpan.FromMicroseconds(1));
        var begin = fields.ReadInstant(from, "from", end - Usual);
        fields.Require(begin < end, "to", "a time after from", to);
        return fields.ToProblem() is { } invalid ? invalid : await report.ReadAsync(begin, end, cancellation);
    }

    private Instant Now => clock.Now;

    private async Task<Result<ModelReportAnswer>> ReadAsync(Instant from, Instant to, CancellationToken cancellation)
    {
        await projections.WaitAsync(null, Patience, cancellation);
        var count = await store.CountDecisionsAsync(from, to, cancellation);
        var share = count <= MostDecisions ? 1 : (double)MostDecisions / count;
        var asked = new List<Asked>();
        await foreach (var row in store.ReadDecisionsAsync(from, to, cancellation))
        {
            if (share < 1 && StableHash.ToUnit(StableHash.Combine(StableHash.Combine((ulong)row.Partition, (ulong)row.Sequence), (ulong)row.Index)) >= share)
            {
                continue;
            }

            foreach (var item in DecisionFormat.DecodeResult(row.Result).Recommendations)
            {
                asked.Add(new Asked(
                    row.Partition,
                    new ContactId(row.Sequence, row.Index, item.Rank),
                    item.Offering,
                    item.Channel,
                    item.PropensityBasis == PropensityBasis.Configured ? PropensitySource.Configured : PropensitySource.Model,
                    item.Propensity));
            }
        }

        var answered = await AnswersAsync(asked, cancellation);
        var known = asked.Zip(answered)
            .Where(pair => pair.Second is not null)
            .Select(pair => (pair.First, Prediction: new Prediction(pair.First.Propensity, pair.Second!.Value)))
            .ToList();
        return new ModelReportAnswer(
            from,
            to,
            (await archive.ReadHeadAsync(cancellation)).Head.Version,
            share,
            asked.Count,
            asked.Count - known.Count,
            [.. known.GroupBy(pair => pair.First.Source).OrderBy(part => part.Key)
                .Select(part => new SegmentReport(null, null, part.Key, PredictionReport.Of([.. part.Select(pair => pair.Prediction)], Confidence)))],
            [.. known.GroupBy(pair => (pair.First.Offering, pair.First.Channel, pair.First.Source))
                .OrderBy(part => part.Key.Offering, StringComparer.Ordinal)
                .ThenBy(part => part.Key.Channel, StringComparer.Ordinal)
                .ThenBy(part => part.Key.Source)
                .Select(part => new SegmentReport(
                    part.Key.Offering, part.Key.Channel, part.Key.Source, PredictionReport.Of([.. part.Select(pair => pair.Prediction)], Confidence)))]);
    }

    /// <summary>What came of each, in the same order; null where that is not known.</summary>
    private async Task<bool?[]> AnswersAsync(List<Asked> asked, CancellationToken cancellation)
    {
        var answers = new bool?[asked.Count];
        foreach (var part in Enumerable.Range(0, asked.Count).GroupBy(place => asked[place].Partition))
        {
            var places = part.ToList();
            var found = await partitions.ReadAsync(
                part.Key, state => places.ConvertAll(place => state.Find(asked[place].Contact) is var (_, contact) ? AnswerOf(contact, state.Now) : null), cancellation);
            for (var i = 0; i < places.Count; i++)
            {
                answers[places[i]] = found[i];
            }
        }

        return answers;
    }

    private static bool? AnswerOf(Contact contact, Instant now)
    {
        if (contact.State != ContactState.Sent)
        {
            return null;
        }

        if ((contact.Responses & (Responses.Rejected | Responses.Ignored)) != Responses.None)
        {
            return false;
        }

        var isOver = contact.ResponseWindow > TimeSpan.Zero && now >= contact.StateAt + contact.ResponseWindow;
        return (contact.Responses & Responses.Accepted) != Responses.None ? true : isOver ? false : null;
    }

    private sealed record Asked(int Partition, ContactId Contact, string Offering, string Channel, PropensitySource Source, double Propensity);
}
