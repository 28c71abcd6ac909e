using Octant.Engine.Decisions;

namespace Octant.Engine.Learning;

/// <summary>
/// The one trainer: takes in stretches of all partitions' journals, and learns from what they settle in an order that depends on
/// nothing but the stretches: by time, then partition, then contact. The same stretches give the same bytes.
/// </summary>
public sealed class ResponseTrainer
{
    private readonly List<SettledContact> _settled = [];

    public ResponseTrainer()
        : this(new ResponseLearner(), new OutcomeGatherer())
    {
    }

    public ResponseTrainer(ResponseLearner learner, OutcomeGatherer gatherer) => (Learner, Gatherer) = (learner, gatherer);

    public ResponseLearner Learner { get; }

    public OutcomeGatherer Gatherer { get; }

    /// <summary>One entry of the stretch, partition by partition in order.</summary>
    public void Take(int partition, Partitions.Formats.JournalEntry entry) => Gatherer.Gather(partition, entry, _settled);

    /// <summary>Ends the stretch: what it settled, in the order in which it is to be learnt.</summary>
    public IReadOnlyList<SettledContact> EndStretch()
    {
        _settled.Sort(static (left, right) =>
        {
            var order = left.At.CompareTo(right.At);
            order = order != 0 ? order : left.Partition.CompareTo(right.Partition);
            return order != 0 ? order : left.Contact.CompareTo(right.Contact);
        });
        SettledContact[] settled = [.. _settled];
        _settled.Clear();
        return settled;
    }

    /// <summary>Learns from one settled contact.</summary>
    /// <param name="inputs">Of the decision that led to it, as recorded.</param>
    public void Learn(in SettledContact settled, DecisionInputs inputs) =>
        Learner.Learn(new ResponseExample(settled.Offering, settled.Cluster, settled.Channel, inputs.Customer, inputs.Now, settled.Accepted));
}
