namespace Octant.Engine.Policies;

/// <summary>Units of a shared resource (channel capacity of a day, budget, offer stock) that a contact used up (4.8).</summary>
/// <param name="Resource">Such as <c>channel/sms</c>, <c>outlet/H001</c>, <c>budget/C-12</c>, <c>stock/P-5G</c>.</param>
/// <param name="Period">A local date, or empty for resources without a period.</param>
public sealed record ResourceSpend(string Resource, string Period, long Units);
