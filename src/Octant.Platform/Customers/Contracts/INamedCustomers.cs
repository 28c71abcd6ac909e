namespace Octant.Platform.Customers.Contracts;

/// <summary>Finds customers by what other systems call them.</summary>
public interface INamedCustomers
{
    /// <summary>
    /// The customers who have these telephone numbers, by number; numbers nobody has are left out. A number is no key: several customers
    /// may have it. Nobody is shown a number by it.
    /// </summary>
    /// <param name="numbers">As <see cref="Plain"/> makes them.</param>
    ValueTask<IReadOnlyDictionary<string, IReadOnlyList<long>>> FindByNumberAsync(IReadOnlySet<string> numbers, CancellationToken cancellation);

    /// <summary>A number without what people put between its digits.</summary>
    static string Plain(string number) => string.Concat(number.Where(character => character is not (' ' or '-' or '(' or ')' or '\u00a0')));
}
