using Octant.Engine.Calendar;
using Octant.Platform.Identity.Operators;

namespace Octant.Platform.Identity.Sessions;

/// <summary>
/// Failed sign-ins with staff numbers nobody has. They lock as known ones do, so that a lock tells nothing; kept in memory, and only so
/// many that trying numbers fills no memory.
/// </summary>
public sealed class UnknownStaffNumbers
{
    private const int MostKept = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, OperatorCredential> _failures = new(StringComparer.Ordinal);

    /// <summary>Null when it is not locked.</summary>
    public TimeSpan? LockedFor(string staffNumber, Instant now)
    {
        lock (_lock)
        {
            return _failures.TryGetValue(staffNumber, out var known) && known.IsLocked(now) ? known.LockedUntil!.Value - now : null;
        }
    }

    public void Failed(string staffNumber, Instant now)
    {
        lock (_lock)
        {
            if (_failures.Count >= MostKept)
            {
                _failures.Clear();
            }

            var known = _failures.GetValueOrDefault(staffNumber)
                ?? new OperatorCredential { StaffNumber = staffNumber, PasswordHash = "", ChangedAt = now };
            _failures[staffNumber] = known.AfterFailure(now);
        }
    }
}
