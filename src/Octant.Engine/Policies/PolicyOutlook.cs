using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Partitions;

namespace Octant.Engine.Policies;

/// <summary>
/// What contact policy can hold against one customer from one instant on, worked out once for a decision, so that its dozens
/// of candidates are tested against that and not each against everything.
/// </summary>
/// <remarks>
/// It only leaves out what cannot change an answer: a cap is passed by while even its fullest subject has room, earlier
/// answers are looked at only where one may still forbid something, consent and quiet are asked once per class of message
/// and direction. What does refuse is found by the same tests as ever, in the same order. The reference evaluation does without,
/// so that replay and property tests hold one against the other.
/// Owned by one thread at a time, and used for one decision after another.
/// </remarks>
internal sealed class PolicyOutlook
{
    private Contact[] _answered = new Contact[4];
    private int _answeredCount;
    private int _answerScopes;
    private int[] _spare = new int[8];
    private int _spareCount;
    private int _leastSpare;
    private bool _leavesOut;
    private (string Class, ChannelDirection Direction)? _consentOf;
    private ConsentRefusal? _consent;
    private Instant? _quietAt;
    private QuietRefusal? _quiet;

    /// <summary>Forgets the decision before.</summary>
    /// <param name="from">Nothing is proposed for an earlier instant.</param>
    /// <param name="leavesOut">False to test everything against each candidate.</param>
    public void Begin(
        IReadOnlyList<ContactPolicy> policies, CapLedger caps, ReadOnlySpan<Contact> ledger, Instant from, ZoneTable zone, bool leavesOut)
    {
        (_consentOf, _quietAt) = (null, null);
        _leavesOut = leavesOut;
        _answeredCount = 0;
        if (!leavesOut || TurnDowns.MayForbid(policies, ledger, from))
        {
            foreach (var contact in ledger)
            {
                if (!leavesOut || TurnDowns.Concerns(contact))
                {
                    KeepAnswered(contact);
                }
            }
        }

        _answerScopes = NothingTurnedDown ? 0 : TurnDowns.ScopesOf(policies);
        _spareCount = caps.Count;
        _leastSpare = int.MaxValue;
        if (_spare.Length < _spareCount)
        {
            _spare = new int[_spareCount];
        }

        for (var i = 0; i < _spareCount; i++)
        {
            _spare[i] = leavesOut ? caps.SpareOf(i, ledger, from, zone) : int.MinValue;
            _leastSpare = Math.Min(_leastSpare, _spare[i]);
        }
    }

    /// <summary>Whether no earlier answer forbids anything.</summary>
    public bool NothingTurnedDown => _leavesOut && _answeredCount == 0;

    /// <summary>Whether no cap can refuse anything beside so many contacts that the decision has reserved.</summary>
    public bool HasRoomBeside(int reserved) => _leavesOut && reserved < _leastSpare;

    public ConsentRefusal? Consent(CustomerState customer, string messageClass, ChannelDirection direction)
    {
        if (!_leavesOut || _consentOf is not { } known || known.Direction != direction || !string.Equals(known.Class, messageClass, StringComparison.Ordinal))
        {
            _consent = ConsentCheck.Test(customer, messageClass, direction);
            _consentOf = (messageClass, direction);
        }

        return _consent;
    }

    public QuietRefusal? Quiet(
        IReadOnlyList<ContactPolicy> policies, string messageClass, ChannelDirection direction, Instant at, ZoneTable zone)
    {
        if (!QuietHours.Bind(messageClass, direction))
        {
            return null;
        }

        if (!_leavesOut || _quietAt != at)
        {
            _quiet = QuietHours.Test(policies, messageClass, direction, at, zone);
            _quietAt = at;
        }

        return _quiet;
    }

    public TurnDownRefusal? TurnDown(IReadOnlyList<ContactPolicy> policies, in ProposedContact proposed)
    {
        var answered = _answered.AsSpan(0, _answeredCount);
        return _leavesOut && !TurnDowns.MayForbid(_answerScopes, proposed, answered) ? null : TurnDowns.Test(policies, proposed, answered);
    }

    public CapRefusal? Cap(
        CapLedger caps, in ProposedContact proposed, ReadOnlySpan<Contact> ledger, ReadOnlySpan<Contact> reserved, ZoneTable zone) =>
        caps.FirstWithoutRoom(proposed, ledger, reserved, zone, _spare.AsSpan(0, _spareCount));

    private void KeepAnswered(Contact contact)
    {
        if (_answeredCount == _answered.Length)
        {
            Array.Resize(ref _answered, _answeredCount * 2);
        }

        _answered[_answeredCount++] = contact;
    }
}
