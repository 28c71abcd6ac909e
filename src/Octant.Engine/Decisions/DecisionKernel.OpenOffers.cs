namespace Octant.Engine.Decisions;

/// <summary>An offer that nothing forbids: the customer could be made it through this channel.</summary>
/// <param name="Score">Propensity × value × context weight × lever, by which arbitration orders.</param>
public readonly record struct OpenOffer(CampaignOption Option, double Score);

/// <summary>What a customer could be offered, before anything is chosen: where batches are planned, arbitration is over all customers.</summary>
public static partial class DecisionKernel
{
    /// <summary>
    /// Adds every option of the request's channel that passes all stages up to channel fit. Customers of a holdout are left out of what
    /// is held from them: they get a ghost, and no contact to be planned for. Whether the hour is quiet or a channel open is not asked,
    /// for a plan is carried out later.
    /// </summary>
    public static void FindOpenOffers(Strategy strategy, DecisionInputs inputs, DecisionScratch scratch, ICollection<OpenOffer> found) =>
        new Run(strategy, inputs, null, ConditionGear.Row, scratch).FindOpenOffers(found);

    private sealed partial class Run
    {
        public void FindOpenOffers(ICollection<OpenOffer> found)
        {
            _isPlanning = true;
            Begin();
            Match();
            var isHeldBack = strategy.GlobalHoldout.Holds(inputs.Customer.Key);
            foreach (var candidate in _candidates)
            {
                if (!(isHeldBack && IsMarketing(candidate.Option)) && !candidate.Campaign.Holdout.Holds(inputs.Customer.Key))
                {
                    found.Add(new OpenOffer(candidate.Option, candidate.Score));
                }
            }
        }
    }
}
