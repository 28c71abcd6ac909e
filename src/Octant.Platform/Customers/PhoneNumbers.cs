using Microsoft.Extensions.Configuration;

namespace Octant.Platform.Customers;

/// <summary>
/// Which text attributes hold telephone numbers, and how a number is shown to somebody who may not see it. The setting
/// <c>Octant:PhoneAttributes</c> names them, separated by commas; <c>phone,msisdn,mobile</c> unless set.
/// </summary>
public sealed class PhoneNumbers(IEnumerable<string> attributes)
{
    public const string Setting = "Octant:PhoneAttributes";

    private const string Default = "phone,msisdn,mobile";

    private const int ShortestNumber = 7;
    private const int LongestNumber = 15;

    private readonly HashSet<string> _attributes = new(attributes, StringComparer.OrdinalIgnoreCase);

    public static PhoneNumbers Of(IConfiguration configuration) =>
        new((configuration[Setting] ?? Default).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    public bool IsPhoneNumber(string attribute) => _attributes.Contains(attribute);

    /// <summary>Digits only, as many as a telephone number has (E.164: up to 15), perhaps with a plus before them.</summary>
    public static bool IsLikeOne(string value)
    {
        var digits = value.AsSpan().TrimStart('+');
        return digits.Length is >= ShortestNumber and <= LongestNumber && !digits.ContainsAnyExceptInRange('0', '9');
    }

    /// <summary>As in 138****5678: the first three and the last four stay, of a short one fewer, at most half.</summary>
    public static string Mask(string number)
    {
        var shown = number.Length >= 11 ? 7 : number.Length / 2;
        var head = Math.Min(3, shown / 2);
        var tail = shown - head;
        return string.Concat(number.AsSpan(0, head), new string('*', number.Length - shown), number.AsSpan(number.Length - tail));
    }
}
