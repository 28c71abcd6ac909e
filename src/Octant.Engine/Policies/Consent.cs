using Octant.Engine.Calendar;

namespace Octant.Engine.Policies;

public enum ConsentState
{
    /// <summary>Never asked: silences marketing on active channels, permits passive ones.</summary>
    Unknown,
    Granted,
    Refused,
}

/// <summary>What a customer said about one class of messages, to whom and when.</summary>
public sealed record Consent(string Class, ConsentState State, string Source, Instant At);
