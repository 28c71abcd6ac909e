using Octant.Engine.Calendar;

namespace Octant.Engine.Policies;

/// <summary>A cap that has no room for a proposed contact.</summary>
/// <param name="Policy">Id of the policy.</param>
/// <param name="Cap">Index of the cap in the policy.</param>
/// <param name="Subject">The channel, campaign, offering, cluster or class it is about; empty for the global scope.</param>
/// <param name="Count">Contacts that count in the fullest window the proposed one would fall into.</param>
/// <param name="FreesAt">The first instant at which this cap would have room for it; null for never.</param>
public readonly record struct CapRefusal(
    string Policy, int Cap, CapScope Scope, string Subject, int Count, int Limit, Instant? FreesAt);

/// <summary>A window of a ledger that holds more contacts than a cap allows.</summary>
/// <param name="At">The contact at which, in order of counting, the window ends or first overflows.</param>
public readonly record struct CapViolation(string Policy, int Cap, CapScope Scope, string Subject, int Count, int Limit, Instant At);

/// <summary>
/// The caps of all policies in force, tested against one customer's ledger. Compiled once for a strategy.
/// </summary>
/// <remarks>
/// The invariant: of every kind a cap speaks of, <b>every</b> window of its length holds at most <c>Limit</c> counting contacts.
/// Contacts may be granted for a later instant, so a proposed one can fall between others. A calendar window is the one
/// that contains its instant t. Rolling windows are (e − length, e], and those that contain t end at some e in
/// [t, t + length); their count is largest where e is t itself or the instant of a later counting contact, so exactly
/// these are tested.
/// What counts: reservations and contacts as <see cref="Contact.Counts"/> says. Contacts of the class <c>service</c>
/// neither count nor are bound. A ghost counts in caps of campaign scope only, together with the real contacts of its
/// campaign, and a proposed ghost is bound by these only. A cap with channels counts and binds contacts on these only.
/// </remarks>
public sealed class CapLedger
{
    private readonly Rule[] _rules;

    /// <exception cref="ArgumentException">A cap has not exactly one window, or a rolling window is not longer than zero.</exception>
    public CapLedger(IReadOnlyList<ContactPolicy> policies)
    {
        var rules = new List<Rule>();
        foreach (var policy in policies)
        {
            for (var i = 0; i < policy.Caps.Count; i++)
            {
                var cap = policy.Caps[i];
                if (!HasOneWindow(cap))
                {
                    throw new ArgumentException(
                        $"Policy {policy.Id}, cap {i}: expected either a rolling window longer than zero or a calendar window.", nameof(policies));
                }

                rules.Add(new Rule(policy.Id, i, cap, [.. cap.Channels]));
            }
        }

        _rules = [.. rules];
    }

    /// <summary>Whether a cap says over what it counts, and in one way only.</summary>
    public static bool HasOneWindow(Cap cap) => cap.Rolling.HasValue != cap.Calendar.HasValue && !(cap.Rolling <= TimeSpan.Zero);

    /// <summary>Caps in all, in the order of policies and of caps within.</summary>
    public int Count => _rules.Length;

    /// <summary>The first cap, in order of policies, without room for the proposed contact; null when all have room.</summary>
    /// <param name="ledger">The customer's contacts, in any order.</param>
    /// <param name="reserved">What the same decision has granted already and the ledger does not hold yet.</param>
    /// <param name="zone">The customer's.</param>
    public CapRefusal? Test(in ProposedContact proposed, ReadOnlySpan<Contact> ledger, ReadOnlySpan<Contact> reserved, ZoneTable zone) =>
        FirstWithoutRoom(proposed, ledger, reserved, zone, []);

    /// <inheritdoc cref="Test"/>
    /// <param name="spare">By cap what <see cref="SpareOf"/> says of this ledger; nothing where it was not asked.</param>
    internal CapRefusal? FirstWithoutRoom(
        in ProposedContact proposed, ReadOnlySpan<Contact> ledger, ReadOnlySpan<Contact> reserved, ZoneTable zone, ReadOnlySpan<int> spare)
    {
        if (string.Equals(proposed.Class, ContactPolicy.ServiceClass, StringComparison.Ordinal))
        {
            return null;
        }

        for (var i = 0; i < _rules.Length; i++)
        {
            if (i < spare.Length && reserved.Length < spare[i])
            {
                continue;
            }

            var rule = _rules[i];
            var subject = rule.SubjectOf(proposed);
            if (subject is null)
            {
                continue;
            }

            var counted = new Counted(rule, subject, ledger, reserved);
            var count = CountOf(counted, proposed.CountsAt, zone);
            if (count >= rule.Cap.Limit)
            {
                var freesAt = rule.Cap.Limit <= 0 ? null : FreesAt(counted, proposed.CountsAt, zone);
                return new CapRefusal(rule.Policy, rule.Index, rule.Cap.Scope, subject, count, rule.Cap.Limit, freesAt);
            }
        }

        return null;
    }

    /// <summary>How many contacts more each cap would grant at this contact's instant, the proposed one not counted.</summary>
    /// <param name="room">By cap; −1 where the cap does not bind the contact.</param>
    public void Measure(in ProposedContact proposed, ReadOnlySpan<Contact> ledger, ReadOnlySpan<Contact> reserved, ZoneTable zone, Span<int> room)
    {
        var isService = string.Equals(proposed.Class, ContactPolicy.ServiceClass, StringComparison.Ordinal);
        for (var i = 0; i < _rules.Length; i++)
        {
            room[i] = !isService && _rules[i].SubjectOf(proposed) is { } subject
                ? Math.Max(0, _rules[i].Cap.Limit - CountOf(new Counted(_rules[i], subject, ledger, reserved), proposed.CountsAt, zone))
                : -1;
        }
    }

    private static int CountOf(in Counted counted, Instant at, ZoneTable zone) =>
        counted.Rule.Cap.Rolling is { } length
            ? counted.FullestRolling(at, length)
            : counted.Within(CalendarWindow.Containing(at, counted.Rule.Cap.Calendar!.Value, zone));

    /// <summary>
    /// How many contacts the ledger can take up beside those it holds before this cap could refuse anything that counts from an
    /// instant on. Below what the tightest subject has left, never above: what counted before the window of that instant
    /// began counts in no later one, and what is in it is taken to count together.
    /// </summary>
    internal int SpareOf(int cap, ReadOnlySpan<Contact> ledger, Instant from, ZoneTable zone)
    {
        var rule = _rules[cap];
        if (ledger.Length < rule.Cap.Limit)
        {
            return rule.Cap.Limit - ledger.Length;
        }

        var start = rule.Cap.Rolling is { } length
            ? from - length
            : new Instant(CalendarWindow.Containing(from, rule.Cap.Calendar!.Value, zone).Start.Microseconds - 1);
        var fullest = 0;
        for (var i = 0; i < ledger.Length; i++)
        {
            if (ledger[i].CountsAt > start)
            {
                fullest = Math.Max(fullest, SameSubject(rule, ledger, i, start));
            }
        }

        return rule.Cap.Limit - fullest;
    }

    private static int SameSubject(Rule rule, ReadOnlySpan<Contact> ledger, int of, Instant start)
    {
        if (ScopeKeys.Of(rule.Cap.Scope, ledger[of]) is not { } subject)
        {
            return 0;
        }

        var counted = new Counted(rule, subject, ledger, []);
        return counted.After(start);
    }

    /// <summary>
    /// Looks for a window with too many contacts, by brute force and without anything <see cref="Test"/> uses: the
    /// invariant by which tests and simulations judge it. Contacts that other systems made can break caps, too.
    /// </summary>
    public static CapViolation? FirstViolation(IReadOnlyList<ContactPolicy> policies, IReadOnlyList<Contact> ledger, ZoneTable zone)
    {
        foreach (var policy in policies)
        {
            for (var i = 0; i < policy.Caps.Count; i++)
            {
                var cap = policy.Caps[i];
                var counting = ledger.Where(contact => Concerns(cap, contact)).ToList();
                foreach (var last in counting)
                {
                    var subject = ScopeKeys.Of(cap.Scope, last)!;
                    var count = counting.Count(other =>
                        string.Equals(ScopeKeys.Of(cap.Scope, other), subject, StringComparison.Ordinal)
                        && other.CountsAt <= last.CountsAt
                        && (cap.Rolling is { } length
                            ? other.CountsAt + length > last.CountsAt
                            : PeriodOf(other.CountsAt, cap.Calendar!.Value, zone) == PeriodOf(last.CountsAt, cap.Calendar.Value, zone)));
                    if (count > cap.Limit)
                    {
                        return new CapViolation(policy.Id, i, cap.Scope, subject, count, cap.Limit, last.CountsAt);
                    }
                }
            }
        }

        return null;
    }

    private static bool Concerns(Cap cap, Contact contact) =>
        contact.Counts
        && !string.Equals(contact.Class, ContactPolicy.ServiceClass, StringComparison.Ordinal)
        && (contact.State != ContactState.Ghost || cap.Scope == CapScope.Campaign)
        && (cap.Channels.Count == 0 || cap.Channels.Contains(contact.Channel, StringComparer.Ordinal))
        && ScopeKeys.Of(cap.Scope, contact) is { } key
        && (cap.Subject is null || cap.Scope == CapScope.Global || string.Equals(key, cap.Subject, StringComparison.Ordinal));

    /// <summary>A number that is the same for all instants of a day, week or month and grows from one to the next.</summary>
    private static long PeriodOf(Instant instant, CalendarUnit unit, ZoneTable zone)
    {
        var date = CalendarDay.At(instant, zone).Date;
        return unit switch
        {
            CalendarUnit.Day => date.DayNumber,
            CalendarUnit.Week => date.DayNumber / 7, // 0001-01-01, day 0, was a Monday.
            _ => (date.Year * 12L) + date.Month,
        };
    }

    /// <summary>The first instant from <paramref name="at"/> on at which one contact more fits.</summary>
    private static Instant? FreesAt(in Counted counted, Instant at, ZoneTable zone)
    {
        var cap = counted.Rule.Cap;
        if (cap.Rolling is { } length)
        {
            // Room comes only when a contact leaves the window at its open end: at that contact's instant plus the length.
            Instant? next = at;
            while ((next = counted.NextToLeave(next.Value, length)) is { } candidate)
            {
                if (counted.FullestRolling(candidate, length) < cap.Limit)
                {
                    return candidate;
                }
            }

            return null;
        }

        var window = CalendarWindow.Containing(at, cap.Calendar!.Value, zone);
        do
        {
            window = CalendarWindow.Containing(window.End, cap.Calendar.Value, zone);
        }
        while (counted.Within(window) >= cap.Limit);
        return window.Start;
    }

    private sealed record Rule(string Policy, int Index, Cap Cap, string[] Channels)
    {
        /// <summary>What the cap would count together with this contact; null when the cap does not bind it.</summary>
        public string? SubjectOf(in ProposedContact proposed)
        {
            if ((proposed.IsGhost && Cap.Scope != CapScope.Campaign) || !IsOnChannel(proposed.Channel))
            {
                return null;
            }

            var key = ScopeKeys.Of(Cap.Scope, proposed);
            return Cap.Subject is null || Cap.Scope == CapScope.Global || string.Equals(key, Cap.Subject, StringComparison.Ordinal) ? key : null;
        }

        public bool IsOnChannel(string channel) => Channels.Length == 0 || Array.IndexOf(Channels, channel) >= 0;
    }

    /// <summary>The contacts that one cap counts together.</summary>
    private readonly ref struct Counted(Rule rule, string subject, ReadOnlySpan<Contact> ledger, ReadOnlySpan<Contact> reserved)
    {
        private readonly ReadOnlySpan<Contact> _ledger = ledger;
        private readonly ReadOnlySpan<Contact> _reserved = reserved;

        public Rule Rule { get; } = rule;

        public int Within(CalendarWindow window) =>
            CountBetween(window.Start.Microseconds, window.End.Microseconds);

        /// <summary>Contacts that count later than <paramref name="start"/>.</summary>
        public int After(Instant start) => CountBetween(start.Microseconds + 1, long.MaxValue);

        /// <summary>Contacts in the fullest of the rolling windows that contain <paramref name="at"/>.</summary>
        public int FullestRolling(Instant at, TimeSpan length)
        {
            var fullest = CountRolling(at, length);
            return Math.Max(Later(_ledger, at, length, fullest), Later(_reserved, at, length, fullest));
        }

        /// <summary>The first instant after <paramref name="at"/> at which a contact leaves the window ending there.</summary>
        public Instant? NextToLeave(Instant at, TimeSpan length)
        {
            Instant? next = null;
            foreach (var contact in _ledger)
            {
                next = Sooner(next, contact, at, length);
            }

            foreach (var contact in _reserved)
            {
                next = Sooner(next, contact, at, length);
            }

            return next;
        }

        private Instant? Sooner(Instant? next, Contact contact, Instant at, TimeSpan length)
        {
            var leaves = contact.CountsAt + length;
            return leaves > at && (next is null || leaves < next) && IsCounted(contact) ? leaves : next;
        }

        private int Later(ReadOnlySpan<Contact> contacts, Instant at, TimeSpan length, int fullest)
        {
            foreach (var contact in contacts)
            {
                if (contact.CountsAt > at && contact.CountsAt - length < at && IsCounted(contact))
                {
                    fullest = Math.Max(fullest, CountRolling(contact.CountsAt, length));
                }
            }

            return fullest;
        }

        private int CountRolling(Instant end, TimeSpan length) =>
            CountBetween((end - length).Microseconds + 1, end.Microseconds + 1);

        private int CountBetween(long from, long to) => CountBetween(_ledger, from, to) + CountBetween(_reserved, from, to);

        private int CountBetween(ReadOnlySpan<Contact> contacts, long from, long to)
        {
            var count = 0;
            foreach (var contact in contacts)
            {
                var at = contact.CountsAt.Microseconds;
                if (at >= from && at < to && IsCounted(contact))
                {
                    count++;
                }
            }

            return count;
        }

        private bool IsCounted(Contact contact) =>
            contact.Counts
            && (contact.State != ContactState.Ghost || Rule.Cap.Scope == CapScope.Campaign)
            && string.Equals(ScopeKeys.Of(Rule.Cap.Scope, contact), subject, StringComparison.Ordinal)
            && !string.Equals(contact.Class, ContactPolicy.ServiceClass, StringComparison.Ordinal)
            && Rule.IsOnChannel(contact.Channel);
    }
}
