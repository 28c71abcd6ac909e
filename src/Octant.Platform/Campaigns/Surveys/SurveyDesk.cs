using Octant.Engine;
using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Decisions;
using Octant.Engine.Policies;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Campaigns.Surveys;

/// <summary>A contact that its customer may be asked about.</summary>
/// <param name="AskFrom">When the question may be put.</param>
/// <param name="Stored">What is known of it so far; null when nobody was asked.</param>
internal sealed record SurveyedContact(ContactRow Contact, Survey Survey, Instant AskFrom, SurveyRow? Stored)
{
    /// <summary>Until when an answer counts: as long after the question as the survey says.</summary>
    public Instant AnswerBy => Instant.Max(AskFrom, Stored?.AskedAt ?? AskFrom) + Survey.AnswerWithin;
}

/// <summary>Finds the contact that a survey is about, and where its answer counts. Forgets whose an answer was when the customer is erased.</summary>
public sealed class SurveyDesk(
    CampaignStorage storage,
    ISurveyStore surveys,
    IProjectionStore store,
    IProjections projections,
    ICustomerDirectory directory,
    ICustomerDictionary dictionary,
    ICustomerScope scope,
    IChannels channels,
    IPolicies policies,
    IPartitions partitions,
    IClock clock) : ISubscriber<CustomerForgotten>
{
    private const string Sent = "sent";
    private const string Unconfirmed = "unconfirmed";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public Instant Now => clock.Now;

    public ValueTask HandleAsync(CustomerForgotten message, CancellationToken cancellation) => surveys.ForgetAsync(message.Key, cancellation);

    /// <summary>404 where the caller does not see the contact, 409 where its campaign asks nothing or it was not put before the customer.</summary>
    internal async ValueTask<Result<SurveyedContact>> FindAsync(string recommendationId, Caller caller, CancellationToken cancellation)
    {
        var unknown = Problem.NotFound("recommendation", recommendationId);
        if (!RecommendationId.TryParse(recommendationId, out var id) || id.Decision.Partition >= PartitionOptions.PartitionCount)
        {
            return unknown;
        }

        await projections.WaitAsync(id.Decision.Partition, Patience, cancellation);
        if (await store.ReadDecisionAsync(id.Decision.Partition, id.Decision.Sequence, id.Decision.Index, cancellation) is not { } decision
            || await store.ReadContactAsync(id.Decision.Partition, id.Decision.Sequence, id.ToString(), cancellation) is not { Campaign: { } campaign } contact
            || !await IsServedAsync(contact, caller, cancellation))
        {
            return unknown;
        }

        if ((await storage.Plans.ReadAsync(campaign, cancellation))?.Value.Survey is not { } survey)
        {
            return Problem.Conflict($"The campaign '{campaign}' asks its customers nothing.");
        }

        return contact.State is Sent or Unconfirmed
            ? new SurveyedContact(contact, survey, contact.StateAt + survey.Delay, await surveys.ReadAsync(contact.Id, cancellation))
            : Problem.Conflict($"The contact is {contact.State}; only a customer who was contacted is asked.");
    }

    /// <summary>That the customer was asked after this contact, and nothing of an answer.</summary>
    internal async ValueTask<SurveyRow> AskedAsync(ContactRow contact, Survey survey, string channel, Instant at, CancellationToken cancellation) => new(
        contact.Id,
        contact.CustomerKey,
        contact.Campaign!,
        contact.Channel,
        await ReadOrganisationAsync(contact, cancellation),
        CalendarDay.At(at, await policies.ReadZoneAsync(cancellation)).Number,
        at,
        channel,
        Survey.HighestOf(survey.Scale),
        Score: null,
        Reason: null,
        AnsweredAt: null,
        IsLate: false);

    /// <summary>Whether it was recorded, and what is kept of this contact now.</summary>
    internal async ValueTask<(bool IsNew, SurveyRow Kept)> KeepAsync(SurveyRow row, CancellationToken cancellation)
    {
        var isNew = await surveys.KeepAsync(row, cancellation);
        if (!directory.TryFindCustomer(row.CustomerKey, out _))
        {
            // Erased in between, after everybody was told to forget.
            await surveys.ForgetAsync(row.CustomerKey, cancellation);
        }

        return (isNew, isNew ? row : await surveys.ReadAsync(row.RecommendationId, cancellation) ?? row);
    }

    /// <summary>As the figures count: at the outlet's unit, and where no outlet took part at the customer's; empty where neither is known.</summary>
    private async ValueTask<string> ReadOrganisationAsync(ContactRow contact, CancellationToken cancellation)
    {
        if (await FindUnitAsync(contact.Outlet, cancellation) is { } unit)
        {
            return unit;
        }

        var attributes = await dictionary.ReadAttributesAsync(cancellation);
        return await partitions.ReadCustomerAsync(
            contact.CustomerKey, (_, customer) => customer is null ? null : CustomerHome.Of(customer, attributes), cancellation) ?? "";
    }

    /// <summary>
    /// What keeps the customer from being asked on this channel now; null: nothing. A question after a contact is a service message and goes by
    /// that consent, but it does not wake anybody, and whoever is never to be disturbed, or waits for a complaint to be settled, is not asked at all.
    /// </summary>
    internal ValueTask<string?> FindObstacleAsync(long customerKey, string channel, CancellationToken cancellation) =>
        partitions.ReadCustomerAsync(
            customerKey,
            (state, customer) =>
            {
                if (customer is null || state.Strategy is not { } strategy)
                {
                    return Reasons.CustomerClosed;
                }

                var direction = strategy.Channel(channel)?.Direction ?? ChannelDirection.Active;
                return customer.NeverDisturb ? Reasons.NeverDisturb
                    : customer.OpenCases.Count > 0 ? Reasons.CaseOpen
                    : ConsentCheck.Test(customer, ContactPolicy.ServiceClass, direction)?.Reason
                        ?? QuietHours.Test(strategy.Policies, ContactPolicy.MarketingClass, direction, clock.Now, strategy.ZoneOf(customer))?.Reason;
            },
            cancellation);

    internal async ValueTask<bool> HasChannelAsync(string id, CancellationToken cancellation) =>
        (await channels.ReadChannelsAsync(cancellation)).Any(channel => channel.Id == id);

    /// <summary>Whoever is bound speaks for customers of their own part, and for whoever was contacted at one of their outlets.</summary>
    private async ValueTask<bool> IsServedAsync(ContactRow contact, Caller caller, CancellationToken cancellation) =>
        await scope.CoversAsync(caller, contact.CustomerKey, cancellation)
        || (await FindUnitAsync(contact.Outlet, cancellation) is { } unit && caller.Permits(unit));

    private async ValueTask<string?> FindUnitAsync(string? outlet, CancellationToken cancellation) =>
        outlet is null ? null : (await channels.FindOutletAsync(outlet, cancellation))?.Organisation;
}
