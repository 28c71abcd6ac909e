namespace Octant.Engine.Expressions;

/// <summary>
/// What a condition comes to. A rule matches only when <see cref="True"/>. <see cref="Unknown"/> is a missing value that
/// was not outvoted (Kleene); <see cref="Error"/> is a CEL evaluation error, such as a division by zero.
/// </summary>
public enum Truth : byte
{
    False = 0,
    True = 1,
    Unknown = 2,
    Error = 3,
}
