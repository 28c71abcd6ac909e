using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Decisions.Simulations;
using Octant.Engine.Learning;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Policies;
using Octant.Engine.Tests.Partitions;
using Octant.Engine.Tests.Properties;

namespace Octant.Engine.Tests.Decisions.Simulations;

/// <summary>What a simulation must not get wrong: with nothing changed it is the record, and its short way is its long way.</summary>
public sealed class SelfCheckTests
{
    private static readonly StrategyDefinition Definition = TestStrategy.Definition with
    {
        Channels = [TestStrategy.Web with { DailyCapacity = 40 }, TestStrategy.Sms with { DailyCapacity = 30, CostPerContact = 5 }],
        Campaigns =
        [
            TestStrategy.Campaign("C-5G", "P-5G", "web", "sms") with { Audience = "customer.arpu > 40.0", HoldoutShare = 0.2, Budget = 200 },
            TestStrategy.Campaign("C-TV", "P-TV", "web") with { Eligibility = "!contacted(\"P-5G\", duration(\"24h\"))" },
            TestStrategy.Campaign("C-DATA", "P-DATA", "web", "sms") with { Applicability = "count(\"topup\", duration(\"48h\")) < 2" },
            TestStrategy.Campaign("C-TOPUP", "P-DATA", "sms") with { Trigger = new CampaignTrigger("topup", "event.amount > 10.0") },
        ],
    };

    private static readonly CampaignDefinition[] Tries =
    [
        TestStrategy.Campaign("C-NEW", "P-TV", "web", "sms") with { Audience = "customer.arpu > 70.0", Offers = [new CampaignOffer { Offering = "P-TV", Propensity = 0.9 }] },
        TestStrategy.Campaign("C-5G", "P-5G", "web", "sms") with { Audience = "customer.arpu > 60.0", HoldoutShare = 0.2, Budget = 500 },
        TestStrategy.Campaign("C-TV", "P-TV", "web") with { Status = CampaignStatus.Ended },
        TestStrategy.Campaign("C-DATA", "P-DATA", "web", "sms") with { Status = CampaignStatus.Paused },
    ];

    [Theory]
    [MemberData(nameof(Seeds.All), MemberType = typeof(Seeds))]
    public void The_strategy_in_force_simulated_over_what_it_decided_decides_the_same_bytes(int seed)
    {
        var period = Live(seed);
        var tally = new SimulationTally();

        // The same campaigns as other objects, as a file would hold them; drafts count as live.
        var copies = Definition.Campaigns.Select(campaign => campaign with { Status = CampaignStatus.Draft, Offers = [.. campaign.Offers], Channels = [.. campaign.Channels] });
        var draft = period.Draft([.. copies]);
        var simulated = period.Simulate(draft, tally: tally);

        Assert.True(period.Decisions.Count > 100, $"{period.Decisions.Count} decisions, seed {seed}");
        Assert.Contains(period.Decisions, decision => decision.Result.Ghosts.Count > 0);
        Assert.Contains(period.Decisions, decision => decision.Trigger is not null);
        for (var i = 0; i < simulated.Count; i++)
        {
            // Decided anew, not taken over.
            Assert.NotSame(simulated[i].Recorded, simulated[i].Simulated);
            Assert.Equal(period.Decisions[i].Encoded, DecisionFormat.Encode(simulated[i].Simulated, period.Decisions[i].Inputs));
            Assert.Equal(SimulationBasis.Exact, simulated[i].Basis);
            Assert.Null(simulated[i].Change);
        }

        Assert.Equal((period.Decisions.Count, 0), (tally.Decisions, tally.Changed));
        Assert.All(tally.Offers.Values, both => Assert.Equal(both.Recorded.Offers, both.Simulated.Offers));
        Assert.All(tally.Hours.Values, both => Assert.Equal(both.Recorded, both.Simulated));
        Assert.All(tally.Caps.Values, both => Assert.Equal(both.Recorded, both.Simulated));
        Assert.NotEmpty(tally.Caps);
    }

    [Theory]
    [MemberData(nameof(Seeds.All), MemberType = typeof(Seeds))]
    public void Decisions_by_learnt_models_that_explored_come_out_as_recorded_too(int seed)
    {
        var period = Live(seed, learns: true);
        var simulated = period.Simulate(period.Draft());
        var recommendations = period.Decisions.SelectMany(decision => decision.Result.Recommendations).ToList();

        Assert.Contains(recommendations, item => item.PropensityBasis == PropensityBasis.OfferingOnChannel);
        Assert.Contains(recommendations, item => item.Probability < 0.5);
        Assert.True(period.Decisions.Select(decision => DecisionFormat.ModelVersionOf(decision.Inputs)).Distinct().Count() > 2);
        for (var i = 0; i < simulated.Count; i++)
        {
            Assert.NotSame(simulated[i].Recorded, simulated[i].Simulated);
            Assert.Equal(period.Decisions[i].Encoded, DecisionFormat.Encode(simulated[i].Simulated, period.Decisions[i].Inputs));
            Assert.Equal(SimulationBasis.Exact, simulated[i].Basis);
        }

        // A draft is scored by the model of the time, and what stands is what deciding everything comes to.
        var tried = Tries[0] with { PropensitySource = PropensitySource.Model };
        var (fast, slow) = (period.Simulate(period.Draft(tried)), period.Simulate(period.Draft(tried), shortWay: false));
        Assert.Equal(slow.Select(decision => string.Join(';', decision.Simulated.Recommendations.Select(Text))), fast.Select(decision => string.Join(';', decision.Simulated.Recommendations.Select(Text))));
        Assert.Contains(slow.SelectMany(decision => decision.Simulated.Recommendations), item => item.Campaign == "C-NEW" && item.PropensityBasis != PropensityBasis.Configured);
    }

    [Theory]
    [MemberData(nameof(Seeds.All), MemberType = typeof(Seeds))]
    public void The_short_way_comes_to_what_deciding_everything_comes_to(int seed)
    {
        var period = Live(seed);
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tried in Tries)
        {
            var wide = period.Draft(tried);

            // Beside few campaigns a draft would always be decided as a whole, so many that match nobody stand beside it here.
            Assert.NotNull(period.Compile(wide).Delta);
            var (fast, slow) = (period.Simulate(wide), period.Simulate(wide, shortWay: false));
            for (var i = 0; i < fast.Count; i++)
            {
                Assert.Equal(slow[i].Simulated.Recommendations.Select(Text), fast[i].Simulated.Recommendations.Select(Text));
                Assert.Equal(slow[i].Simulated.Ghosts.Select(Text), fast[i].Simulated.Ghosts.Select(Text));
                Assert.Equal(slow[i].Simulated.Ranked, fast[i].Simulated.Ranked);
                Assert.Equal(slow[i].Change, fast[i].Change);
                Assert.Equal(slow[i].Basis.HasFlag(SimulationBasis.OtherContacts), fast[i].Basis.HasFlag(SimulationBasis.OtherContacts));
            }

            Assert.Contains(fast, decision => ReferenceEquals(decision.Recorded, decision.Simulated));
            if (slow.Any(decision => decision.Change is not null))
            {
                changed.Add(tried.Id);
            }
        }

        // The campaign whose budget is soon spent changes little, and for one seed in a hundred nothing.
        Assert.Superset(new HashSet<string>(["C-NEW", "C-TV", "C-DATA"], StringComparer.Ordinal), changed);
    }

    [Theory]
    [MemberData(nameof(Seeds.All), MemberType = typeof(Seeds))]
    public void No_simulated_customer_is_contacted_more_than_the_caps_allow(int seed)
    {
        // What other systems do, and what is shown after it had been released, counts even where a cap is full; so without these.
        var period = Live(seed, onlyOwn: true);
        var simulated = period.Simulate(period.Draft(Tries[0]));
        foreach (var customer in simulated.GroupBy(decision => decision.Inputs.Customer.Key))
        {
            var last = customer.Last();
            Assert.Null(CapLedger.FirstViolation(period.Today.Policies, [.. last.Inputs.Customer.Ledger], period.Today.Zone));
        }

        Assert.Contains(simulated, decision => decision.Basis.HasFlag(SimulationBasis.OtherContacts));
    }

    private static string Text(Recommendation item) => string.Join(' ', item with { Spends = [] }, string.Join(',', item.Spends));

    /// <summary>Two weeks of requests, events, responses and expiries.</summary>
    private static RecordedPeriod Live(int seed, bool onlyOwn = false, bool learns = false)
    {
        var random = new Random(seed);
        var fillers = Enumerable.Range(0, 12).Select(number => TestStrategy.Campaign($"X-{number:D2}", "P-DATA", "web") with { Audience = $"customer.arpu > {1_000 + number}.0" });
        var definition = Definition with { Campaigns = [.. Definition.Campaigns, .. fillers] };
        var period = new RecordedPeriod(!learns ? definition : definition with
        {
            Learning = new LearningRules { MinimumOutcomes = 10, ExplorationShare = 0.4 },
            Campaigns = [.. definition.Campaigns.Select(campaign => campaign with { PropensitySource = PropensitySource.Model })],
        });
        for (var key = 1L; key <= 25; key++)
        {
            period.Customer(key, random.Next(20, 100));
        }

        period.Grant("budget/C-5G", "", 60, exhausted: true);
        var granted = new HashSet<string>(StringComparer.Ordinal);
        for (var day = 0; day < 14; day++)
        {
            if (learns && day % 3 == 2)
            {
                period.Learn(_ => random.Next(4) == 0);
            }

            if (day == 5)
            {
                period.Grant("budget/C-5G", "", 60, exhausted: true);
            }

            for (var i = 0; i < 14; i++)
            {
                GrantDay(period.Now);
                GrantDay(period.Now + TimeSpan.FromDays(1));
                var key = random.Next(1, 26);
                switch (random.Next(6))
                {
                    case 0:
                        period.TopUp(key, random.Next(5, 30));
                        break;
                    case 1 when period.Decisions.Count > 0:
                        var decision = period.Decisions[random.Next(period.Decisions.Count)];
                        if (decision.Result.Recommendations.Count > 0 && !(onlyOwn && period.Now - decision.At > TimeSpan.FromHours(24)))
                        {
                            period.Respond(decision, random.Next(4) switch { 0 => Responses.Accepted, 1 => Responses.Rejected, 2 => Responses.Clicked, _ => Responses.Shown });
                        }

                        break;
                    case 2 when !onlyOwn:
                        period.Do(new ReportContact(key, new UInt128(2, (ulong)((day * 100) + i)), "crm", null, null, ContactPolicy.MarketingClass, "sms", period.Now, Actor.None));
                        break;
                    default:
                        var onSms = random.Next(4) == 0 && period.Now.ToDateTimeOffset().Hour is >= 7 and < 22;
                        period.Ask(key, onSms ? "sms" : "web", onSms || random.Next(2) == 0 ? null : "home", random.Next(3));
                        break;
                }

                period.Pass(TimeSpan.FromMinutes(random.Next(10, 110)));
            }

            period.Pass(TimeSpan.FromHours(2));
        }

        return period;

        // Of the day, and of the next, since what an event calls for may wait until the morning.
        void GrantDay(Instant at)
        {
            var date = SharedResources.DayOf(period.Today, at);
            if (granted.Add(date))
            {
                period.Grant("channel/web", date, 12, exhausted: random.Next(3) == 0);
                period.Grant("channel/web", date, 28, exhausted: true);
                period.Grant("channel/sms", date, 20, exhausted: true);
                period.Grant("channel/sms", date, 10, exhausted: true);
            }
        }
    }
}
