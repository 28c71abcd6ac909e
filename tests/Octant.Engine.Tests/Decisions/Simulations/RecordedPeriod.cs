using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Decisions.Simulations;
using Octant.Engine.Learning;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;
using Octant.Engine.Tests.Partitions;

namespace Octant.Engine.Tests.Decisions.Simulations;

/// <summary>A real partition that decides for several customers, and the records of its decisions.</summary>
internal sealed class RecordedPeriod
{
    private readonly Dictionary<long, Strategy> _strategies = [];
    private readonly Dictionary<long, ResponseModel> _models = [];
    private readonly ResponseLearner _learner = new();
    private int _learnt;
    private ulong _messages;

    public RecordedPeriod(StrategyDefinition definition)
    {
        Partition = new Partition(3);
        Use(definition);
    }

    public static Instant Start => TestStrategy.Start;

    public Partition Partition { get; }

    public Instant Now { get; private set; } = TestStrategy.Start;

    public Strategy Today => Partition.State.Strategy!;

    public List<DecisionMade> Decisions { get; } = [];

    public void Use(StrategyDefinition definition)
    {
        var strategy = World.Compile(definition);
        _strategies[strategy.Version] = strategy;
        Do(new ChangeStrategy(strategy.Version) { Strategy = strategy });
    }

    public void Customer(long key, double arpu = 60)
    {
        Do(new ChangeProfile(key, [new AttributeChange(0, AttributeValue.OfNumber(arpu))], null, null));
        Do(new SetConsent(key, new Consent(ContactPolicy.MarketingClass, ConsentState.Granted, "crm", Now)));
    }

    public DecisionMade Ask(long key, string channel = "web", string? touchpoint = null, int limit = 0) =>
        (DecisionMade)Do(new Decide(key, Message(), 1, new DecisionRequest(channel, touchpoint, limit, [], Actor.None)));

    /// <summary>An event, and the decision it calls for, if any.</summary>
    public void TopUp(long key, double amount)
    {
        var id = Message();
        Do(new RecordCustomerEvent(key, id, "topup", Now, TimeSpan.FromHours(1), [new FieldValue("amount", AttributeValue.OfNumber(amount))]));
        Do(new DecideTriggered(key, id));
    }

    public void Respond(DecisionMade decision, Responses response, int rank = 1) =>
        Do(new RecordResponse(new ContactId(decision.Id.Sequence, decision.Id.Index, rank), response, null, Actor.None));

    /// <summary>Learns from what was recommended since the last time, and decides by that from now on.</summary>
    public void Learn(Func<Recommendation, bool> isAccepted)
    {
        for (; _learnt < Decisions.Count; _learnt++)
        {
            var made = Decisions[_learnt];
            foreach (var item in made.Result.Recommendations)
            {
                _learner.Learn(new ResponseExample(
                    item.Offering, item.Cluster, item.Channel, DecisionFormat.DecodeInputs(made.Inputs).Customer, made.At, isAccepted(item)));
            }
        }

        var model = new ResponseModel(_models.Count + 1, _learner);
        _models.Add(model.Version, model);
        Do(new ChangeModel(model.Version) { Model = model });
    }

    public void Grant(string resource, string period, long units, bool exhausted = false) =>
        Do(new GrantSlice(resource, period, units, exhausted, Now + TimeSpan.FromDays(10)));

    public void Pass(TimeSpan span)
    {
        Now += span;
        while (Do(new PassTime()).ChangesState)
        {
        }
    }

    public Outcome Do(Command command)
    {
        var outcome = Partition.Execute(command, Now);
        if (outcome.ChangesState)
        {
            Partition.CloseRow();
        }

        if (outcome is DecisionMade made)
        {
            Decisions.Add(made);
        }

        return outcome;
    }

    /// <summary>Simulates the whole period.</summary>
    /// <param name="shortWay">Whether recorded decisions may stand without being made again.</param>
    public List<SimulatedDecision> Simulate(Draft draft, bool shortWay = true, Func<long, IReadOnlyList<AttributeChange>>? today = null, SimulationTally? tally = null) =>
        Simulate(draft, new DecisionSimulator(), shortWay, today, tally);

    public List<SimulatedDecision> Simulate(
        Draft draft, DecisionSimulator simulator, bool shortWay = true, Func<long, IReadOnlyList<AttributeChange>>? today = null, SimulationTally? tally = null)
    {
        var drafts = _strategies.ToDictionary(pair => pair.Key, pair => Compile(draft, pair.Value));
        var simulated = new List<SimulatedDecision>();
        foreach (var made in Decisions)
        {
            var decision = simulator.Simulate(
                drafts[made.StrategyVersion],
                new SimulatedRecord(made.Inputs, made.Encoded, shortWay) { FromToday = today?.Invoke(made.Key), Model = ModelOf(made) });
            tally?.Add(decision);
            simulated.Add(decision);
        }

        return simulated;
    }

    public DraftStrategy Compile(Draft draft, Strategy? recorded = null)
    {
        var compiled = DraftStrategy.Compile(draft, recorded ?? Today, Today.Definition, out var errors);
        Assert.True(compiled is not null, string.Join("; ", errors));
        return compiled;
    }

    public Draft Draft(params CampaignDefinition[] campaigns) => Octant.Engine.Decisions.Simulations.Draft.Of(campaigns, OtherCampaigns.Keep, Start, Now + TimeSpan.FromDays(1));

    private ResponseModel? ModelOf(DecisionMade made) => _models.GetValueOrDefault(DecisionFormat.ModelVersionOf(made.Inputs));

    private UInt128 Message() => new(1, ++_messages);
}
