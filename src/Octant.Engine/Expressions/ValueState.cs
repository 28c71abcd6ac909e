namespace Octant.Engine.Expressions;

/// <summary>Whether a value is there, is missing, or could not be computed.</summary>
internal enum ValueState : byte
{
    Known = 0,
    Unknown = 1,
    Error = 2,
}
