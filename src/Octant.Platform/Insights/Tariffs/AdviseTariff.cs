using Octant.Engine.Expressions;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Engine.Tariffs;
using Octant.Platform.Catalog.Contracts;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Insights.Tariffs;

/// <param name="Quantity">Minutes of a call, number of messages, megabytes of a session. A total is one record.</param>
/// <param name="Kind">What a plan can make free, such as <c>incoming</c>.</param>
public sealed record UsageRecordBody(UsageService Service, decimal Quantity, string? Kind);

/// <param name="Month">Such as <c>2026-05</c>.</param>
public sealed record UsageMonthBody(string Month, IReadOnlyList<UsageRecordBody> Records);

/// <summary>Usage, and the plans to bill it under.</summary>
/// <param name="CustomerId">Whose eligibility is tested; needed for plans of the catalogue, and for plans with a condition.</param>
/// <param name="CurrentPlan">The plan the customer is on; otherwise the one of the catalogue that they own.</param>
/// <param name="Plans">Null: the active main plans of the catalogue that have a tariff.</param>
public sealed record TariffAdviceRequest(
    IReadOnlyList<UsageMonthBody> Months, string? CustomerId, string? CurrentPlan, IReadOnlyList<TariffPlan>? Plans, IReadOnlyList<TariffAddOn>? AddOns);

/// <summary>Which plan suits what a customer used: bills every month under every plan they may take.</summary>
public sealed class AdviseTariff(
    ICatalog catalog, ICustomerDirectory directory, ICustomerDictionary dictionary, ICustomerScope scope, IPartitions partitions, IClock clock)
{
    private const int MostMonths = 36;
    private const int MostRecords = 20_000;
    private const int MostPlans = 500;

    public static async Task<Result<TariffAnswer>> HandleAsync(
        Body<TariffAdviceRequest> body, Caller caller, AdviseTariff advise, CancellationToken cancellation) =>
        Check(body.Value) is { } problem ? problem : await advise.AdviseAsync(body.Value, caller, cancellation);

    private static Problem? Check(TariffAdviceRequest request)
    {
        var fields = new FieldChecks();
        fields.Require(request.Months.Count is > 0 and <= MostMonths, "months", $"1 to {MostMonths} months");
        fields.RequireDistinct([.. request.Months.Select(month => month.Month)], "months");
        fields.Require(request.Months.Sum(month => month.Records.Count) <= MostRecords, "months", $"at most {MostRecords} records in all; sums by month will do where plans do not round single records");
        for (var i = 0; i < request.Months.Count; i++)
        {
            fields.Require(BillingMonth.TryParse(request.Months[i].Month, out _), $"months[{i}].month", "a month such as 2026-05", request.Months[i].Month);
            for (var j = 0; j < request.Months[i].Records.Count; j++)
            {
                var quantity = request.Months[i].Records[j].Quantity;
                fields.Require(quantity is >= 0 and <= TariffChecks.LargestQuantity, $"months[{i}].records[{j}].quantity", $"0 to {TariffChecks.LargestQuantity}", quantity);
            }
        }

        if (request.Plans is { } plans)
        {
            fields.Require(plans.Count is > 0 and <= MostPlans, "plans", $"1 to {MostPlans} plans");
            TariffChecks.Check(plans, "plans", fields);
            fields.Require(
                request.CustomerId is not null || plans.All(plan => plan.Eligibility is null), "customerId", "a customer, on whom the conditions of the plans can be tested");
        }
        else
        {
            fields.Require(request.CustomerId is not null, "customerId", "a customer, or plans in the body");
        }

        TariffChecks.Check(request.AddOns ?? [], "addOns", fields);
        return fields.ToProblem();
    }

    private async Task<Result<TariffAnswer>> AdviseAsync(TariffAdviceRequest request, Caller caller, CancellationToken cancellation)
    {
        var attributes = await dictionary.ReadAttributesAsync(cancellation);
        var offerings = request.Plans is null ? await catalog.ReadOfferingsAsync(cancellation) : [];
        var plans = request.Plans ?? [.. offerings.Where(IsBillable).Select(PlanOf)];
        var compiled = TariffCatalog.Compile(plans, new ExpressionSchema(attributes));
        if (compiled.Errors.Count > 0)
        {
            return Refuse(compiled.Errors, request.Plans is not null);
        }

        IReadOnlyList<PlanCandidate> candidates = [.. plans.Select(plan => new PlanCandidate(plan, Truth.True))];
        var currentPlan = request.CurrentPlan;
        if (request.CustomerId is { } customerId)
        {
            var view = new CatalogView(offerings, await catalog.ReadPromotionsAsync(cancellation), attributes);
            var found = !directory.TryFindKey(customerId, out var key) || !await scope.CoversAsync(caller, key, cancellation) ? null : await partitions.ReadCustomerAsync(
                key,
                (_, customer) => customer is null ? null : new Found(Candidates(compiled, view, customer), OwnedPlan(plans, customer)),
                cancellation);
            if (found is null)
            {
                return Problem.NotFound("customer", customerId);
            }

            (candidates, currentPlan) = (found.Candidates, currentPlan ?? found.CurrentPlan);
        }

        if (currentPlan is not null && !plans.Any(plan => plan.Id == currentPlan))
        {
            return Problem.Invalid("currentPlan", "one of the plans", currentPlan);
        }

        var usage = UsageOf(request, compiled.Steps);
        return TariffAnswer.Of(TariffAdvisor.Advise(usage, WithAddOns(candidates, usage, request.AddOns ?? []), currentPlan));
    }

    private static bool IsBillable(Offering offering) =>
        offering is { Type: OfferingType.MainPlan, Tariff: not null, Status: OfferingStatus.Active };

    private static TariffPlan PlanOf(Offering offering) => new()
    {
        Id = offering.Id,
        Name = offering.Name,
        MonthlyFee = offering.Price,
        Voice = offering.Tariff!.Voice,
        Messages = offering.Tariff.Messages,
        Data = offering.Tariff.Data,
        Shared = offering.Tariff.Shared,
        Eligibility = offering.Tariff.Eligibility,
    };

    private static Problem Refuse(IReadOnlyList<PlanError> errors, bool inBody) =>
        inBody
            ? new Problem(ProblemKind.Invalid, "The condition of a plan does not compile.")
            {
                Errors =
                [
                    .. errors.Select(error => new FieldError($"plans[{error.Index}].eligibility", error.Error.Message)
                    {
                        Line = error.Error.Line,
                        Column = error.Error.Column,
                        Nearest = error.Error.Nearest,
                    }),
                ],
            }
            : Problem.Conflict($"The condition of offering '{errors[0].Plan}' does not compile: {errors[0].Error}.");

    private static string? OwnedPlan(IReadOnlyList<TariffPlan> plans, CustomerState customer) => plans.FirstOrDefault(plan => customer.Owns(plan.Id))?.Id;

    private static CustomerUsage UsageOf(TariffAdviceRequest request, RecordSteps steps)
    {
        var usage = new CustomerUsage(steps);
        foreach (var month in request.Months)
        {
            if (BillingMonth.TryParse(month.Month, out var billed))
            {
                foreach (var record in month.Records)
                {
                    usage.Add(billed, record.Service, record.Quantity, record.Kind ?? "");
                }
            }
        }

        return usage;
    }

    private static IReadOnlyList<PlanCandidate> WithAddOns(IReadOnlyList<PlanCandidate> candidates, CustomerUsage usage, IReadOnlyList<TariffAddOn> addOns) =>
        addOns.Count == 0 ? candidates :
        [
            .. candidates,
            .. candidates.Where(candidate => candidate.MayTake == Truth.True)
                .Select(candidate => AddOnChooser.Complete(candidate.Plan, usage, addOns))
                .OfType<TariffPlan>()
                .Select(plan => new PlanCandidate(plan, Truth.True)),
        ];

    /// <summary>
    /// The plan's own condition first, then the product check that a decision makes. A plan that is owned stays open: keeping
    /// it is no change.
    /// </summary>
    private List<PlanCandidate> Candidates(TariffCatalog compiled, CatalogView view, CustomerState customer)
    {
        var now = clock.Now;
        var result = new List<PlanCandidate>();
        foreach (var candidate in compiled.For(customer, now))
        {
            result.Add(
                candidate.MayTake == Truth.True
                && view.TryGetOffering(candidate.Plan.Id, out var offering)
                && !customer.Owns(candidate.Plan.Id)
                && ProductCheck.Test(view, customer, offering, null, now, []) is { } refusal
                    ? candidate with { MayTake = Truth.False, Reason = refusal.Reason }
                    : candidate);
        }

        return result;
    }

    private sealed record Found(IReadOnlyList<PlanCandidate> Candidates, string? CurrentPlan);
}
