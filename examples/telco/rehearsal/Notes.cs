using System.Collections.Concurrent;
using System.Text.Json;

namespace Octant.Examples.Telco;

/// <summary>A recommendation that was given out, or a contact another system made: what caps are recomputed from.</summary>
/// <param name="Order">In which it came to be.</param>
/// <param name="At">When it counts.</param>
/// <param name="Campaign">Empty for another system's.</param>
internal sealed record GivenContact(long Order, string Customer, DateTimeOffset At, string Campaign, double Propensity)
{
    /// <summary>From when it no longer counts: its validity ended without its being shown, or sending failed. Null when it took place.</summary>
    public DateTimeOffset? ReleasedAt { get; set; }
}

/// <summary>What the explanations said, and what was learnt on the way.</summary>
internal sealed class Notes
{
    private const string CapReason = "cap";

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, (long Removals, HashSet<string> Customers, Dictionary<string, long> Reasons)> _stages = new(StringComparer.Ordinal);
    private long _order;

    public ConcurrentBag<GivenContact> Contacts { get; } = [];

    /// <summary>Customers who were recommended something.</summary>
    public ConcurrentDictionary<string, bool> Reached { get; } = new(StringComparer.Ordinal);

    /// <summary>Campaign → recommendations given out on request.</summary>
    public ConcurrentDictionary<string, long> Planned { get; } = new(StringComparer.Ordinal);

    /// <summary>Decision → its explanation as it came with the answer, for some.</summary>
    public ConcurrentDictionary<string, string> Explained { get; } = new(StringComparer.Ordinal);

    /// <summary>Customer and channel of every question.</summary>
    public ConcurrentDictionary<(string Customer, string Channel), bool> Asked { get; } = [];

    /// <summary>Request id → the decision it led to.</summary>
    public ConcurrentDictionary<string, string> Decisions { get; } = new(StringComparer.Ordinal);

    /// <summary>Decisions whose campaigns fell to many different stages, for telling.</summary>
    public (string Decision, string Customer, int Stages) MostTelling { get; private set; }

    public GivenContact Give(string customer, DateTimeOffset at, string campaign, double propensity)
    {
        var contact = new GivenContact(NextOrder(), customer, at, campaign, propensity);
        Contacts.Add(contact);
        return contact;
    }

    public long NextOrder() => Interlocked.Increment(ref _order);

    public void Explain(string decision, string customer, JsonElement explanation)
    {
        var stages = new HashSet<string>(StringComparer.Ordinal);
        lock (_lock)
        {
            foreach (var campaign in explanation.GetProperty("campaigns").EnumerateArray())
            {
                var stage = campaign.GetProperty("stage").GetString()!;
                stages.Add(stage);
                var reason = campaign.TryGetProperty("cap", out var cap) ? $"{CapReason} a {cap.GetProperty("calendar").GetString()}"
                    : campaign.TryGetProperty("reason", out var given) ? given.GetString()!
                    : "offered";
                if (!_stages.TryGetValue(stage, out var known))
                {
                    known = (0, new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, long>(StringComparer.Ordinal));
                }

                known.Customers.Add(customer);
                known.Reasons[reason] = known.Reasons.GetValueOrDefault(reason) + 1;
                _stages[stage] = known with { Removals = known.Removals + 1 };
            }

            if (stages.Count > MostTelling.Stages)
            {
                MostTelling = (decision, customer, stages.Count);
            }
        }
    }

    public (long Removals, int Customers, string Reasons) Stage(string stage) =>
        _stages.TryGetValue(stage, out var known)
            ? (known.Removals, known.Customers.Count, string.Join(", ", known.Reasons.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Key} {pair.Value:N0}")))
            : (0, 0, "");

    /// <summary>How many a cap removed; <paramref name="unit"/> is <c>day</c> or <c>month</c>.</summary>
    public long RemovedByCap(string unit) => _stages.Values.Sum(stage => stage.Reasons.GetValueOrDefault($"{CapReason} a {unit}"));
}
