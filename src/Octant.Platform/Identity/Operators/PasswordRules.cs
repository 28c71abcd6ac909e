using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Identity.Operators;

/// <summary>
/// What makes a password good enough: length above all (NIST SP 800-63B, section 5.1.1), some variety, and not what an
/// attacker would try first.
/// </summary>
public static class PasswordRules
{
    public const int Shortest = 10;
    public const int Longest = 128;

    private const int FewestDifferent = 5;
    private const int FewestKinds = 2;

    private static readonly string[] Guessed =
        ["password", "passw0rd", "qwerty", "123456", "111111", "000000", "abc123", "admin", "letmein", "welcome", "octant", "10086", "woaini"];

    public static void RequirePassword(this FieldChecks fields, string password, string staffNumber, string field)
    {
        fields.Require(
            password.Length is >= Shortest and <= Longest && !password.Any(char.IsControl), field, $"a password of {Shortest} to {Longest} characters");
        fields.Require(KindsIn(password) >= FewestKinds, field, $"at least {FewestKinds} of: capital letters, small letters, digits, other characters");
        fields.Require(
            password.Distinct().Count() >= FewestDifferent && !IsGuessed(password, staffNumber),
            field,
            "a password that is not easily guessed: not the staff number, no common word with little around it");
    }

    private static int KindsIn(string password) =>
        new[]
        {
            password.Any(char.IsUpper),
            password.Any(char.IsLower),
            password.Any(char.IsDigit),
            password.Any(character => !char.IsUpper(character) && !char.IsLower(character) && !char.IsDigit(character)),
        }.Count(present => present);

    /// <summary>Whether fewer than half of a shortest password remains beside the guessed word.</summary>
    private static bool IsGuessed(string password, string staffNumber) =>
        Guessed.Append(staffNumber).Any(word =>
            word.Length > 2
            && password.Contains(word, StringComparison.OrdinalIgnoreCase)
            && password.Length - word.Length < Shortest / 2);
}
