using Octant.Engine.Decisions;

namespace Octant.Platform.Customers.Contracts;

/// <summary>
/// Where a customer belongs: the category attribute <c>homeUnit</c> holds the path of an organisation unit, such as
/// <c>province/city/county</c>, as the operator's BSS knows it. Whoever is bound to a part of the organisation sees and touches the
/// customers whose home lies in it; a customer without a home is seen by nobody who is bound.
/// </summary>
public static class HomeUnit
{
    public const string Attribute = Strategy.HomeUnitAttributeName;

    /// <summary>A condition with the customers of one unit only.</summary>
    /// <param name="condition">Null for all of them.</param>
    /// <param name="organisation">The path of a unit; null leaves the condition as it is.</param>
    public static string? Within(string? condition, string? organisation)
    {
        if (organisation is null)
        {
            return condition;
        }

        // A line of its own for the bracket: the condition may end in a comment.
        var home = $"(customer.{Attribute} == \"{organisation}\" || customer.{Attribute}.startsWith(\"{organisation}/\"))";
        return condition is null ? home : $"({condition}\n) && {home}";
    }
}
