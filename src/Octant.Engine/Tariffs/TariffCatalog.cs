using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Expressions;
using Octant.Engine.Partitions;
using Octant.Engine.Profiles;

namespace Octant.Engine.Tariffs;

/// <summary>A plan whose eligibility does not compile.</summary>
/// <param name="Index">Of the plan, from 0.</param>
public sealed record PlanError(int Index, string Plan, CompileError Error);

/// <summary>Plans with their eligibility compiled. Immutable.</summary>
public sealed class TariffCatalog
{
    private readonly CompiledExpression?[] _eligibility;

    private TariffCatalog(IReadOnlyList<TariffPlan> plans, CompiledExpression?[] eligibility, IReadOnlyList<PlanError> errors) =>
        (Plans, _eligibility, Errors, Steps) = (plans, eligibility, errors, RecordSteps.Of(plans));

    public IReadOnlyList<TariffPlan> Plans { get; }

    /// <summary>What a meter has to keep for these plans.</summary>
    public RecordSteps Steps { get; }

    /// <summary>Empty when every condition compiled; a catalogue with errors is not to be asked.</summary>
    public IReadOnlyList<PlanError> Errors { get; }

    public static TariffCatalog Compile(IReadOnlyList<TariffPlan> plans, ExpressionSchema schema)
    {
        var eligibility = new CompiledExpression?[plans.Count];
        var errors = new List<PlanError>();
        for (var i = 0; i < plans.Count; i++)
        {
            if (plans[i].Eligibility is { } text)
            {
                var compilation = ExpressionCompiler.Compile(text, schema);
                eligibility[i] = compilation.Expression;
                errors.AddRange(compilation.Errors.Select(error => new PlanError(i, plans[i].Id, error)));
            }
        }

        return new TariffCatalog(plans, eligibility, errors);
    }

    /// <summary>Every plan with whether this customer may take it now.</summary>
    public IReadOnlyList<PlanCandidate> For(CustomerState customer, Instant now)
    {
        var scope = new PlanScope(customer, now);
        return [.. Plans.Select((plan, index) => new PlanCandidate(plan, _eligibility[index]?.Evaluate(scope) ?? Truth.True))];
    }

    /// <summary>What a plan's condition sees: the customer, and neither an event nor a decision's context.</summary>
    private sealed class PlanScope(CustomerState customer, Instant now) : IExpressionScope
    {
        public Profile Profile => customer.Profile;

        public Instant Now => now;

        /// <summary>The schema of plans declares no event types, so no condition that compiles asks.</summary>
        public BehaviourReader Behaviour => new(customer.Behaviour, ObservationTable.Empty, now);

        public bool Owns(string offeringId) => customer.Owns(offeringId);

        public bool Contacted(string campaignOrOfferingId, TimeSpan window) => customer.Contacted(campaignOrOfferingId, window, now);

        public bool TryGetEventField(string name, out AttributeValue value)
        {
            value = default;
            return false;
        }

        public bool TryGetContextField(string name, out AttributeValue value)
        {
            value = default;
            return false;
        }
    }
}
