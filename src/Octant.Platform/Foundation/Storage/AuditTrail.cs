using Octant.Engine.Calendar;

namespace Octant.Platform.Foundation.Storage;

/// <summary>Who did what to which thing. Holds no personal data: a customer appears as the 64-bit key.</summary>
public sealed record AuditEntry(Instant At, string Actor, string Action, string Kind, string Id, string Detail)
{
    /// <summary>The path of the unit whose part of the organisation it concerns; null for the whole.</summary>
    public string? Organisation { get; init; }
}

/// <summary>Which entries to find; null means any. Everything given must hold.</summary>
/// <param name="To">Exclusive.</param>
/// <param name="Text">Anywhere in actor, action, id or detail, whatever the case of Latin letters.</param>
/// <param name="Organisation">This unit and all below it.</param>
public sealed record AuditFilter(
    Instant From,
    Instant To,
    string? Actor = null,
    string? Action = null,
    string? Kind = null,
    string? Id = null,
    string? Text = null,
    string? Organisation = null);

/// <summary>An entry in its place in the trail.</summary>
/// <param name="Number">Grows with every entry; some may be left out.</param>
public sealed record AuditRecord(long Number, AuditEntry Entry);

public sealed record AuditPage(IReadOnlyList<AuditRecord> Items, long Total);

/// <summary>Something that is not as it was written.</summary>
/// <param name="Number">Of the entry at which it shows; 0 for the trail as a whole.</param>
public sealed record AuditFault(long Number, string What);

/// <summary>Whether the audit trail is as it was written.</summary>
/// <param name="Entries">How many there are.</param>
/// <param name="Last">The number of the last entry; 0 when there is none.</param>
/// <param name="Head">
/// The seal of the last entry, hexadecimal, which stands for all before it: kept elsewhere, it proves later that nothing of them was changed.
/// </param>
/// <param name="KeyIsKeptApart">False when the key lies in the store itself, so that whoever changes the one can use the other.</param>
/// <param name="Faults">Empty when all is as it was written; the first few otherwise.</param>
public sealed record AuditVerification(long Entries, long Last, string Head, bool KeyIsKeptApart, IReadOnlyList<AuditFault> Faults);
