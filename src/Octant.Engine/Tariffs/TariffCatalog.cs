using Octant.Engine.Expressions;

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

    /// <summary>Every plan with whether this customer may take it.</summary>
    public IReadOnlyList<PlanCandidate> For(IExpressionScope customer) =>
        [.. Plans.Select((plan, index) => new PlanCandidate(plan, _eligibility[index]?.Evaluate(customer) ?? Truth.True))];
}
