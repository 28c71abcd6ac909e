using Octant.Engine.Calendar;
using Octant.Engine.Policies;
using Octant.Engine.Tests.Calendar;

namespace Octant.Engine.Tests.Policies;

/// <summary>Random streams of proposals, some for later, with releases, ghosts and service messages, judged by brute force.</summary>
public sealed class CapLedgerProperties
{
    private static readonly string[] Campaigns = ["c1", "c2", "c3"];
    private static readonly string[] Offerings = ["o1", "o2"];
    private static readonly string?[] Clusters = [null, "k1", "k2"];
    private static readonly string[] Classes = [ContactPolicy.MarketingClass, ContactPolicy.MarketingClass, "survey", ContactPolicy.ServiceClass];
    private static readonly string[] Channels = ["sms", "web", "hall"];

    [Fact]
    public void What_is_granted_never_breaks_a_cap_and_what_is_refused_would()
    {
        var (granted, refused) = (0, 0);
        for (var seed = 1; seed <= 400; seed++)
        {
            var random = new Random(seed);
            var zone = random.Next(3) switch { 0 => TestZones.Berlin, 1 => TestZones.AcrossMidnight, _ => ZoneTable.Utc };
            var policies = Enumerable.Range(0, random.Next(1, 3)).Select(i => RandomPolicy(random, i)).ToList();
            var caps = new CapLedger(policies);
            var ledger = new List<Contact>();
            var now = StartNearAChange(random);
            for (var step = 0; step < 60; step++)
            {
                now = now.Plus(RandomDelay(random));
                if (ledger.Count > 0 && random.Next(6) == 0)
                {
                    var index = random.Next(ledger.Count);
                    var before = ledger[index];
                    ledger[index] = before.State == ContactState.Ghost ? before : before with { State = RandomState(random) };
                    if (CapLedger.FirstViolation(policies, ledger, zone) is not null)
                    {
                        // Shown after its release all the same: the only way to break a cap, and not by a grant.
                        ledger[index] = before;
                    }
                }

                var proposed = RandomProposal(random, now);
                var split = random.Next(ledger.Count + 1);
                var refusal = caps.Test(proposed, ledger.ToArray().AsSpan(0, split), ledger.ToArray().AsSpan(split), zone);
                ledger.Add(proposed.ToContact());
                var violation = CapLedger.FirstViolation(policies, ledger, zone);
                Assert.True(refusal is null == violation is null, $"seed {seed}, step {step}: {refusal}, {violation}, {proposed}, {zone.Name}");
                if (refusal is { } stated)
                {
                    ledger.RemoveAt(ledger.Count - 1);
                    refused++;
                    AssertFreesWhenStated(policies, ledger, proposed, stated, zone, random, $"seed {seed}, step {step}");
                }
                else
                {
                    granted++;
                }
            }
        }

        Assert.True(granted > 2_000 && refused > 2_000, $"{granted} granted, {refused} refused: too few of one kind to mean anything.");
    }

    private static void AssertFreesWhenStated(
        List<ContactPolicy> policies, List<Contact> ledger, ProposedContact proposed, CapRefusal stated, ZoneTable zone, Random random, string message)
    {
        var policy = policies.Single(candidate => candidate.Id == stated.Policy);
        var alone = new[] { policy with { Caps = [policy.Caps[stated.Cap]] } };
        message = $"{message}: {stated}, {proposed}, {zone.Name}";
        if (stated.FreesAt is not { } freesAt)
        {
            Assert.True(stated.Limit == 0, message);
            return;
        }

        Assert.True(freesAt > proposed.CountsAt, message);
        Assert.True(Violation(freesAt) is null, message);
        Assert.True(Violation(freesAt.Plus(-1)) is not null, message);
        for (var i = 0; i < 4; i++)
        {
            Assert.True(Violation(new Instant(random.NextInt64(proposed.CountsAt.Microseconds, freesAt.Microseconds))) is not null, message);
        }

        CapViolation? Violation(Instant at) =>
            CapLedger.FirstViolation(alone, [.. ledger, (proposed with { CountsAt = at }).ToContact()], zone);
    }

    private static ContactPolicy RandomPolicy(Random random, int index) => new()
    {
        Id = $"p{index}",
        Caps = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomCap(random))],
    };

    private static Cap RandomCap(Random random)
    {
        var scope = (CapScope)random.Next(6);
        var rolling = random.Next(2) == 0;
        return new Cap
        {
            Scope = scope,
            Subject = random.Next(3) == 0 ? SubjectOf(scope, RandomProposal(random, Instant.MinValue)) : null,
            Limit = random.Next(20) == 0 ? 0 : random.Next(1, 5),
            Rolling = rolling ? TimeSpan.FromHours(6 * random.Next(1, 40)) : null,
            Calendar = rolling ? null : (CalendarUnit)random.Next(3),
            Channels = random.Next(3) == 0 ? ["sms", "web"] : [],
        };
    }

    private static string? SubjectOf(CapScope scope, ProposedContact contact) => scope switch
    {
        CapScope.Channel => contact.Channel,
        CapScope.Campaign => contact.Campaign,
        CapScope.Offering => contact.Offering,
        CapScope.Cluster => contact.Cluster,
        CapScope.Class => contact.Class,
        _ => null,
    };

    /// <summary>At whole hours, so that windows touch exactly, up to ten days ahead.</summary>
    private static ProposedContact RandomProposal(Random random, Instant now)
    {
        var at = random.Next(2) == 0 ? now : now + TimeSpan.FromHours(random.Next(240));
        return new ProposedContact(
            Pick(random, Campaigns), Pick(random, Offerings), Pick(random, Clusters), Pick(random, Classes), Pick(random, Channels), at, random.Next(8) == 0);
    }

    private static Instant StartNearAChange(Random random)
    {
        var changes = TestZones.Berlin.Transitions.Concat(TestZones.AcrossMidnight.Transitions).ToList();
        return changes[random.Next(changes.Count)].From - TimeSpan.FromHours(random.Next(200));
    }

    private static long RandomDelay(Random random) =>
        random.Next(4) == 0 ? random.Next(3) - 1 + (Instant.MicrosecondsPerSecond * 3600) : Instant.MicrosecondsPerSecond * 1800 * random.Next(12);

    private static ContactState RandomState(Random random) =>
        (ContactState)random.Next((int)ContactState.Ghost);

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];
}
