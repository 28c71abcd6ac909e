using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Decisions;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Insights;

/// <summary>Everything known about one customer. Lists of what happened hold the latest, newest first.</summary>
/// <param name="Attributes">By name: a number, true or false, a word, or an RFC 3339 time. What is missing is left out.</param>
/// <param name="Texts">By name; telephone numbers masked unless the caller may see them.</param>
/// <param name="OpenCases">Complaints and faults that are open.</param>
public sealed record CustomerView(
    string CustomerId,
    CustomerStatus Status,
    IReadOnlyDictionary<string, object> Attributes,
    IReadOnlyDictionary<string, string> Texts,
    IReadOnlyList<string> Tags,
    IReadOnlyList<OwnedOffering> Products,
    IReadOnlyList<Consent> Consents,
    ListsView Lists,
    IReadOnlyList<string> OpenCases,
    HabitsView Habits,
    IReadOnlyList<DecisionView> Decisions,
    IReadOnlyList<ContactView> Contacts,
    IReadOnlyList<ResponseView> Responses,
    IReadOnlyList<SurveyView> Surveys);

/// <summary>The channels a customer is used to, for two different things.</summary>
/// <param name="Marketing">Where they answer offers.</param>
/// <param name="Service">Where they see to their own affairs.</param>
public sealed record HabitsView(HabitView Marketing, HabitView Service);

/// <param name="Channel">The one used most, where the evidence suffices; null otherwise.</param>
/// <param name="Evidence">How often the customer answered or came, on all channels.</param>
/// <param name="Suffices">Whether that is enough to speak of a habit.</param>
/// <param name="Channels">The most used first.</param>
public sealed record HabitView(string? Channel, int Evidence, bool Suffices, IReadOnlyList<ChannelHabit> Channels)
{
    public static HabitView Of(List<ChannelHabit> habits)
    {
        ChannelHabit[] channels = [.. habits.OrderByDescending(habit => habit.Times).ThenBy(habit => habit.Channel, StringComparer.Ordinal)];
        var evidence = channels.Sum(habit => habit.Times);
        var suffices = evidence >= PreferredChannel.MinimumEvidence;
        return new HabitView(suffices ? channels[0].Channel : null, evidence, suffices, channels);
    }
}

public sealed record ListsView(bool NeverDisturb, bool NeverOffer);

/// <param name="Trigger">Null for a request; the type of the event that set the decision off.</param>
public sealed record DecisionView(string DecisionId, Instant At, string Channel, string? Touchpoint, string? Trigger)
{
    public static DecisionView Of(DecisionRow row) =>
        new(new DecisionId(row.Partition, row.Sequence, row.Index).ToString(), row.At, row.Channel, row.Touchpoint, row.Trigger);
}

/// <param name="ContactId">The recommendation's id, or <c>source/id</c> of a contact made by another system.</param>
/// <param name="State">pending, unconfirmed, sent, suppressed, failed or ghost.</param>
/// <param name="CountsAt">The instant at which it counts in caps.</param>
/// <param name="Outlet">Where it was made; null where no outlet took part.</param>
/// <param name="Staff">Staff number of who made it.</param>
public sealed record ContactView(
    string ContactId, string? Campaign, string? Offering, string Channel, string State, string? Reason, Instant GrantedAt, Instant CountsAt, Instant StateAt, string? Outlet, string? Staff)
{
    public static ContactView Of(ContactRow row) =>
        new(row.Id, row.Campaign, row.Offering, row.Channel, row.State, row.Reason, row.GrantedAt, row.CountsAt, row.StateAt, row.Outlet, row.Staff);
}

/// <param name="Outlet">Where it was taken down; null where no outlet took part.</param>
/// <param name="Staff">Staff number of who took it down.</param>
public sealed record ResponseView(string RecommendationId, string Outcome, string? Reason, Instant At, string? Outlet, string? Staff)
{
    public static ResponseView Of(ResponseRow row) => new(row.RecommendationId, row.Outcome, row.Reason, row.At, row.Outlet, row.Staff);
}

/// <param name="Channel">Where they were asked.</param>
/// <param name="Score">Null: they have not answered.</param>
/// <param name="Highest">The highest score that could be given.</param>
/// <param name="At">When they answered, or were asked.</param>
/// <param name="IsLate">The answer came when its time was over and does not count.</param>
public sealed record SurveyView(string RecommendationId, string Campaign, string Channel, int? Score, int Highest, string? Reason, Instant At, bool IsLate)
{
    public static SurveyView Of(SurveyRow row) =>
        new(row.RecommendationId, row.Campaign, row.AskedOn, row.Score, row.Highest, row.Reason, row.AnsweredAt ?? row.AskedAt, row.IsLate);
}

/// <summary>What the partition holds of a customer, copied on its thread.</summary>
internal sealed record CustomerCopy(
    CustomerStatus Status,
    IReadOnlyDictionary<string, object> Attributes,
    IReadOnlyList<string> Tags,
    IReadOnlyList<OwnedOffering> Products,
    IReadOnlyList<Consent> Consents,
    ListsView Lists,
    IReadOnlyList<string> OpenCases,
    HabitsView Habits)
{
    /// <param name="isPassive">Whether customers come to a channel by themselves.</param>
    public static CustomerCopy Of(CustomerState customer, AttributeDictionary dictionary, Func<string, bool> isPassive)
    {
        var attributes = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var attribute in dictionary.All)
        {
            if (customer.Profile.Value(attribute.Id) is { } value)
            {
                attributes.Add(attribute.Name, value.Kind switch
                {
                    AttributeKind.Number => value.Number,
                    AttributeKind.Flag => value.Flag,
                    AttributeKind.Date => value.Date,
                    _ => value.Category,
                });
            }
        }

        var tags = new List<string>();
        foreach (var symbol in customer.Profile.Tags)
        {
            tags.Add(Symbols.TextOf(symbol));
        }

        return new CustomerCopy(
            customer.Status,
            attributes,
            [.. tags.Order(StringComparer.Ordinal)],
            [.. customer.Owned],
            [.. customer.Consents.OrderBy(consent => consent.Class, StringComparer.Ordinal)],
            new ListsView(customer.NeverDisturb, customer.NeverOffer),
            [.. customer.OpenCases],
            new HabitsView(
                HabitView.Of(PreferredChannel.MarketingHabitsOf(customer.Ledger.AsSpan())),
                HabitView.Of(PreferredChannel.ServiceHabitsOf(customer.Ledger.AsSpan(), isPassive))));
    }
}
