using Octant.Engine.Calendar;
using Octant.Engine.Policies;
using Octant.Engine.Tests.Calendar;
using static Octant.Engine.Tests.Policies.TestContacts;

namespace Octant.Engine.Tests.Policies;

/// <summary>What is worked out once for a decision says the same of every candidate as testing each against everything.</summary>
public sealed class PolicyOutlookTests
{
    private static readonly Responses[] Answers =
    [
        Responses.None, Responses.Shown, Responses.Shown | Responses.Rejected, Responses.Shown | Responses.Ignored, Responses.Ignored,
        Responses.Rejected | Responses.Accepted, Responses.Ignored | Responses.Clicked,
    ];

    [Fact]
    public void What_is_left_out_changes_no_answer()
    {
        var outlook = new PolicyOutlook();
        var (caps, turnDowns, leftOut) = (0, 0, 0);
        for (var seed = 1; seed <= 3_000; seed++)
        {
            var random = new Random(seed);
            var zone = random.Next(2) == 0 ? TestZones.Berlin : ZoneTable.Utc;
            var now = TestZones.Berlin.Transitions[random.Next(TestZones.Berlin.Transitions.Count)].From + TimeSpan.FromHours(random.Next(-60, 60));
            ContactPolicy[] policies = [.. Enumerable.Range(0, random.Next(1, 4)).Select(number => RandomPolicy(random, number))];
            var ledger = Enumerable.Range(0, random.Next(9)).Select(_ => RandomContact(random, now)).ToArray();
            var reserved = Enumerable.Range(0, random.Next(3)).Select(_ => RandomContact(random, now) with { Responses = Responses.None }).ToArray();
            var ledgerOfCaps = new CapLedger(policies);
            outlook.Begin(policies, ledgerOfCaps, ledger, now, zone, leavesOut: true);
            for (var candidate = 0; candidate < 8; candidate++)
            {
                var proposed = RandomProposal(random, now);
                var room = outlook.HasRoomBeside(reserved.Length);
                var cap = ledgerOfCaps.Test(proposed, ledger, reserved, zone);
                Assert.True(cap == (room ? null : outlook.Cap(ledgerOfCaps, proposed, ledger, reserved, zone)), $"seed {seed}: {proposed}, {cap}");
                var turnDown = TurnDowns.Test(policies, proposed, ledger);
                Assert.True(turnDown == (outlook.NothingTurnedDown ? null : outlook.TurnDown(policies, proposed)), $"seed {seed}: {proposed}, {turnDown}");
                caps += cap is null ? 0 : 1;
                turnDowns += turnDown is null ? 0 : 1;
                leftOut += room || outlook.NothingTurnedDown ? 1 : 0;
            }
        }

        Assert.True(caps > 1_000 && turnDowns > 1_000 && leftOut > 1_000, $"{caps} caps, {turnDowns} turn-downs, {leftOut} left out: too few of one kind to mean anything.");
    }

    private static ContactPolicy RandomPolicy(Random random, int number) => new()
    {
        Id = $"p{number}",
        Caps =
        [
            .. Enumerable.Range(0, random.Next(4)).Select(_ =>
            {
                var cap = random.Next(2) == 0
                    ? Rolling(random.Next(7), TimeSpan.FromHours(random.Next(1, 200)), Scope(random))
                    : PerCalendar(random.Next(7), (CalendarUnit)random.Next(3), Scope(random));
                return random.Next(3) == 0 ? cap with { Channels = ["sms"] } : cap;
            }),
        ],
        CoolDowns = random.Next(2) == 0 ? [] : [new CoolDown(Scope(random), TimeSpan.FromHours(random.Next(-2, 100)))],
        IgnoreSuppressions = random.Next(2) == 0 ? [] : [new IgnoreSuppression(Scope(random), random.Next(1, 4), TimeSpan.FromHours(random.Next(100)))],
    };

    private static CapScope Scope(Random random) => (CapScope)random.Next(6);

    private static ProposedContact RandomProposal(Random random, Instant now) => Proposed(
        random.Next(2) == 0 ? now : now + TimeSpan.FromHours(random.Next(100)),
        $"c{random.Next(3)}",
        $"o{random.Next(3)}",
        random.Next(2) == 0 ? null : "k",
        Class(random),
        random.Next(2) == 0 ? "sms" : "web",
        isGhost: random.Next(8) == 0);

    private static Contact RandomContact(Random random, Instant now)
    {
        var at = now + TimeSpan.FromHours(random.Next(-150, 40));
        return Contact(
            at,
            $"c{random.Next(3)}",
            $"o{random.Next(3)}",
            random.Next(2) == 0 ? null : "k",
            Class(random),
            random.Next(2) == 0 ? "sms" : "web",
            (ContactState)random.Next(6),
            Answers[random.Next(Answers.Length)],
            random.Next(2) == 0 ? null : at + TimeSpan.FromHours(random.Next(48)));
    }

    private static string Class(Random random) => random.Next(6) == 0 ? ContactPolicy.ServiceClass : ContactPolicy.MarketingClass;
}
