using Octant.Engine.Learning;
using Octant.Engine.Matching;
using Octant.Engine.Offers;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Policies;

namespace Octant.Engine.Decisions;

/// <summary>
/// Room for one decision under way, used again for the next. Owned by one thread at a time; it says nothing about any
/// decision once that is made.
/// </summary>
public sealed class DecisionScratch
{
    internal MatchScratch Matching { get; } = new();

    internal List<RulePlace<OptionRow>> Matches { get; } = [];

    internal List<DecisionKernel.LaidOutOption> LaidOut { get; } = [];

    internal List<DecisionKernel.Candidate> Candidates { get; } = [];

    /// <summary>Places of the candidates, the best first.</summary>
    internal List<int> Order { get; } = [];

    internal PolicyOutlook Outlook { get; } = new();

    internal List<Contact> Reserved { get; } = [];

    internal List<PickedOffer> Picked { get; } = [];

    /// <summary>What the response model knows of the customer.</summary>
    internal FeatureBuffer Features { get; } = new();

    /// <summary>Of the candidates that fit a slot: where they stand in the order, and their scores.</summary>
    internal List<int> Fitting { get; } = [];

    internal List<double> Scores { get; } = [];

    /// <summary>Of the decision, once it is made.</summary>
    internal RecordWriter Records { get; } = new();

    internal double[] LastTaken { get; } = new double[(int)Tier.Ordinary + 1];

    internal void Clear()
    {
        Matching.ClearOwned();
        Matches.Clear();
        LaidOut.Clear();
        Candidates.Clear();
        Order.Clear();
        Reserved.Clear();
        Picked.Clear();
        Array.Clear(LastTaken);
    }
}
