using System.Collections.Immutable;
using Octant.Engine.Arbitration;
using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Expressions;
using Octant.Engine.Matching;
using Octant.Engine.Offers;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;

namespace Octant.Engine.Decisions;

/// <summary>
/// Compiles a definition whole or not at all, and says of every part that fails what and where. What the strategy before
/// has compiled already, and whose surroundings are the same, is taken over from it: a change costs what has changed.
/// </summary>
public static class StrategyCompiler
{
    /// <param name="previous">The strategy this one follows; null for none.</param>
    /// <param name="runner">For the campaigns, where many are new; null: one after another on the calling thread.</param>
    public static StrategyCompilation Compile(StrategyDefinition definition, Strategy? previous = null, IBlockRunner? runner = null)
    {
        var errors = new List<StrategyError>();
        var ends = previous is null ? (First: 0, Last: 0) : SharedParts.Ends(previous.Definition.Campaigns, definition.Campaigns);
        if (!IsInOrder(definition.Campaigns, ends.First, ends.Last))
        {
            return Compile(definition with { Campaigns = definition.Campaigns.OrderBy(campaign => campaign.Id, StringComparer.Ordinal).ToArray() }, previous, runner);
        }

        var surroundings = Surroundings.Of(definition, previous);
        var highValue = surroundings.ExpressionsStand && string.Equals(previous!.Definition.HighValue, definition.HighValue, StringComparison.Ordinal)
            ? previous.HighValue
            : CompileText(definition.HighValue, surroundings.Plain, "settings", "settings", "highValue", errors);
        if (!definition.Zones.Any(zone => string.Equals(zone.Name, definition.Zone, StringComparison.Ordinal)))
        {
            errors.Add(new StrategyError("settings", "settings", "zone", $"Zone {definition.Zone} has no table."));
        }

        foreach (var policy in definition.Policies)
        {
            for (var i = 0; i < policy.Caps.Count; i++)
            {
                if (!CapLedger.HasOneWindow(policy.Caps[i]))
                {
                    errors.Add(new StrategyError(
                        "contact policy", policy.Id, $"caps[{i}]", "Expected either a rolling window longer than zero or a calendar window."));
                }
            }
        }

        var campaigns = Campaigns(surroundings, previous, ends, runner ?? OneAfterAnother.Instance, errors);
        return errors.Count > 0
            ? new StrategyCompilation(null, errors)
            : new StrategyCompilation(
                new Strategy(definition, surroundings.Plain.Attributes, surroundings.Catalog, campaigns, highValue, previous), []);
    }

    /// <summary>In order of id. What is wrong with them is added in that order too, whoever compiles which.</summary>
    /// <param name="ends">How many campaigns are the same at either end; they are not looked at where their surroundings are the same too.</param>
    private static CompiledCampaign[] Campaigns(
        Surroundings surroundings, Strategy? previous, (int First, int Last) ends, IBlockRunner runner, List<StrategyError> errors)
    {
        var definitions = surroundings.Definition.Campaigns;
        var campaigns = new CompiledCampaign[definitions.Count];
        var known = previous is null ? [] : previous.InOrder;
        var (first, last) = surroundings.CampaignsStand ? ends : (0, 0);
        known[..first].CopyTo(campaigns);
        known[^last..].CopyTo(campaigns.AsSpan(campaigns.Length - last));
        var changed = new List<(int Place, CampaignDefinition Campaign, CompiledCampaign? Before)>();
        var walk = first;
        for (var place = first; place < definitions.Count - last; place++)
        {
            var campaign = definitions[place];
            var before = Before(known, campaign, ref walk);
            if (before is not null && ReferenceEquals(before.Definition, campaign) && surroundings.CampaignsStand)
            {
                campaigns[place] = before;
            }
            else
            {
                changed.Add((place, campaign, surroundings.ExpressionsStand ? before : null));
            }
        }

        var found = runner.Run(changed.Count, (first, end) =>
        {
            var wrong = new List<StrategyError>();
            for (var i = first; i < end; i++)
            {
                campaigns[changed[i].Place] = Compile(surroundings, changed[i].Campaign, changed[i].Before, wrong);
            }

            return wrong;
        });
        errors.AddRange(found.SelectMany(wrong => wrong));
        return campaigns;
    }

    /// <summary>The campaign as it was; both lists are walked in order of id.</summary>
    private static CompiledCampaign? Before(ReadOnlySpan<CompiledCampaign> previous, CampaignDefinition campaign, ref int walk)
    {
        while (walk < previous.Length && !ReferenceEquals(previous[walk].Definition, campaign)
            && string.CompareOrdinal(previous[walk].Definition.Id, campaign.Id) < 0)
        {
            walk++;
        }

        return walk < previous.Length && string.Equals(previous[walk].Definition.Id, campaign.Id, StringComparison.Ordinal) ? previous[walk] : null;
    }

    /// <summary>What is wrong with one campaign in these surroundings; empty when it compiles.</summary>
    /// <param name="surroundings">Its own campaigns are not looked at.</param>
    /// <param name="near">A strategy with more or less the same surroundings, which saves work; null for none.</param>
    public static IReadOnlyList<StrategyError> Check(StrategyDefinition surroundings, CampaignDefinition campaign, Strategy? near = null)
    {
        var errors = new List<StrategyError>();
        Compile(Surroundings.Of(surroundings, near), campaign, before: null, errors);
        return errors;
    }

    /// <param name="first">So many at the beginning, and <paramref name="last"/> at the end, are in order among themselves.</param>
    private static bool IsInOrder(IReadOnlyList<CampaignDefinition> campaigns, int first, int last)
    {
        for (var i = Math.Max(1, first); i < campaigns.Count && i <= campaigns.Count - last; i++)
        {
            if (string.CompareOrdinal(campaigns[i - 1].Id, campaigns[i].Id) > 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <param name="before">The campaign as it was, where its expressions still mean the same; null otherwise.</param>
    private static CompiledCampaign Compile(
        Surroundings surroundings, CampaignDefinition campaign, CompiledCampaign? before, List<StrategyError> errors)
    {
        var definition = surroundings.Definition;
        var plain = surroundings.Plain;
        var full = plain with { Context = definition.ContextFields };
        if (campaign.Trigger is { } trigger)
        {
            var type = surroundings.EventType(trigger.EventType);
            if (type is null)
            {
                errors.Add(new StrategyError("campaign", campaign.Id, "trigger.eventType", $"Event type {trigger.EventType} is not declared."));
            }

            full = full with { Event = type?.Fields ?? [] };
            CheckPattern(definition, campaign.Id, trigger, errors);
        }

        CompiledExpression? Condition(string? text, CompiledExpression? known, ExpressionSchema schema, string field) =>
            known is not null && string.Equals(known.Text, text, StringComparison.Ordinal)
                ? known
                : CompileText(text, schema, "campaign", campaign.Id, field, errors);

        // Without the same trigger an expression of before may name fields of another event.
        var same = string.Equals(before?.Definition.Trigger?.EventType, campaign.Trigger?.EventType, StringComparison.Ordinal) ? before : null;
        var audience = Condition(campaign.Audience, same?.Audience, plain, "audience");
        var eligibility = Condition(campaign.Eligibility, same?.Eligibility, full, "eligibility");
        var applicability = Condition(campaign.Applicability, same?.Applicability, full, "applicability");
        var suitability = Condition(campaign.Suitability, same?.Suitability, full, "suitability");
        var triggerCondition = Condition(campaign.Trigger?.Condition, same?.TriggerCondition, full, "trigger.condition");
        var weights = campaign.ContextWeights
            .Select((weight, index) => (When: Condition(weight.When, null, full, $"contextWeights[{index}].when"), weight.Weight))
            .Where(pair => pair.When is not null)
            .Select(pair => (pair.When!, pair.Weight))
            .ToImmutableArray();
        var options = Options(surroundings, campaign, errors);
        return new CompiledCampaign
        {
            Definition = campaign,
            Holdout = Holdout.OfCampaign(definition.Seed, campaign.Id, campaign.HoldoutShare),
            Audience = audience,
            Eligibility = eligibility,
            Applicability = applicability,
            Suitability = suitability,
            TriggerCondition = triggerCondition,
            Weights = weights,
            Options = options,
            AsksForBefore = campaign.Trigger is { After: not null, Other: not null, Within: not null },
            Slots = campaign.Status == CampaignStatus.Live && options.Length > 0
                ? RuleNormalizer.SlotsOf(
                    campaign.Start, campaign.End, [triggerCondition, audience, eligibility, applicability, suitability])
                : [],
        };
    }

    /// <summary>What must come before or must not follow: one of them, of another declared type, within a stated time.</summary>
    private static void CheckPattern(StrategyDefinition definition, string campaign, CampaignTrigger trigger, List<StrategyError> errors)
    {
        void Error(string field, string message) => errors.Add(new StrategyError("campaign", campaign, $"trigger.{field}", message));

        if (trigger.Absent is not null && trigger.After is not null)
        {
            Error("after", "Expected either absent or after.");
        }

        var (field, other) = trigger.Absent is not null ? ("absent", trigger.Absent) : ("after", trigger.After);
        if (other is not null && !definition.EventTypes.Any(type => string.Equals(type.Type, other, StringComparison.Ordinal)))
        {
            var nearest = Expressions.Checking.NearestName.Of(other, definition.EventTypes.Select(type => type.Type));
            Error(field, $"Event type {other} is not declared{(nearest is null ? "." : $"; did you mean {nearest}?")}");
        }
        else if (other is not null && string.Equals(other, trigger.EventType, StringComparison.Ordinal))
        {
            Error(field, "Expected another event type than the trigger's own.");
        }

        if (other is null != trigger.Within is null)
        {
            Error("within", other is null ? "Expected together with absent or after only." : $"Expected with {field}: a duration from 1 minute to 90 days.");
        }
        else if (trigger.Within is { } within && (within < BehaviourMeasure.ShortestWindow || within > BehaviourMeasure.LongestWindow))
        {
            Error("within", "Expected a duration from 1 minute to 90 days.");
        }
    }

    /// <summary>What a campaign is compiled against, and whether it is what the strategy before was compiled against.</summary>
    private sealed class Surroundings
    {
        private readonly Dictionary<string, CustomerEventType> _eventTypes;
        private readonly Dictionary<string, Channel> _channels;
        private readonly bool _optionsStand;

        private Surroundings(StrategyDefinition definition, Strategy? previous)
        {
            var before = previous?.Definition;
            Definition = definition;
            var attributes = before is not null && SharedParts.AreSame(before.Attributes, definition.Attributes)
                ? previous!.Attributes
                : AttributeDictionary.Of(definition.Attributes);
            Plain = new ExpressionSchema(attributes) { EventTypes = definition.EventTypes, Areas = [.. definition.Areas.Select(area => new Area(area))] };
            var sameCatalog = before is not null
                && SharedParts.AreSame(before.Offerings, definition.Offerings)
                && SharedParts.AreSame(before.Promotions, definition.Promotions)
                && previous!.Catalog.Fits(attributes);
            Catalog = sameCatalog ? previous!.Catalog : new CatalogView(definition.Offerings, definition.Promotions, attributes);

            // Attributes are only ever added, and a name that was resolved stays what it was.
            ExpressionsStand = before is not null
                && before.Seed == definition.Seed
                && before.Attributes.Count <= definition.Attributes.Count
                && SharedParts.AreSame(before.Attributes, [.. definition.Attributes.Take(before.Attributes.Count)])
                && SharedParts.AreSame(before.EventTypes, definition.EventTypes)
                && SharedParts.AreSame(before.Areas, definition.Areas)
                && SharedParts.AreSame(before.ContextFields, definition.ContextFields);
            _optionsStand = sameCatalog && SharedParts.AreSame(before!.Channels, definition.Channels);
            _eventTypes = definition.EventTypes.ToDictionary(type => type.Type, StringComparer.Ordinal);
            _channels = definition.Channels.ToDictionary(channel => channel.Id, StringComparer.Ordinal);
        }

        public StrategyDefinition Definition { get; }

        public ExpressionSchema Plain { get; }

        public CatalogView Catalog { get; }

        public bool ExpressionsStand { get; }

        public static Surroundings Of(StrategyDefinition definition, Strategy? previous) => new(definition, previous);

        /// <summary>Whether a campaign compiled before is the same now.</summary>
        public bool CampaignsStand => _optionsStand && ExpressionsStand;

        public CustomerEventType? EventType(string type) => _eventTypes.GetValueOrDefault(type);

        public Channel? Channel(string id) => _channels.GetValueOrDefault(id);
    }

    private static ImmutableArray<CampaignOption> Options(Surroundings surroundings, CampaignDefinition campaign, List<StrategyError> errors)
    {
        var catalog = surroundings.Catalog;
        var channels = new List<Channel>();
        for (var i = 0; i < campaign.Channels.Count; i++)
        {
            if (channels.Exists(known => string.Equals(known.Id, campaign.Channels[i], StringComparison.Ordinal)))
            {
                continue;
            }

            if (surroundings.Channel(campaign.Channels[i]) is { } channel)
            {
                channels.Add(channel);
            }
            else
            {
                errors.Add(new StrategyError("campaign", campaign.Id, $"channels[{i}]", $"There is no channel {campaign.Channels[i]}."));
            }
        }

        var messageClass = ClassOf(campaign);
        var options = ImmutableArray.CreateBuilder<CampaignOption>();
        for (var i = 0; i < campaign.Offers.Count; i++)
        {
            var offer = campaign.Offers[i];
            CatalogPromotion? promotion = null;
            if (offer.Promotion is not null && !catalog.TryGetPromotion(offer.Promotion, out promotion))
            {
                errors.Add(new StrategyError("campaign", campaign.Id, $"offers[{i}].promotion", $"There is no promotion {offer.Promotion}."));
            }

            if (!catalog.TryGetOffering(offer.Offering, out var offering))
            {
                errors.Add(new StrategyError("campaign", campaign.Id, $"offers[{i}].offering", $"There is no offering {offer.Offering}."));
                continue;
            }

            // An event is answered where the operator speaks first; on a passive channel nobody is listening.
            foreach (var channel in channels.Where(channel => campaign.Trigger is null || channel.Direction == ChannelDirection.Active))
            {
                var fit = ChannelFit.Test(offering.Definition.Needs, channel.Abilities);
                options.Add(new CampaignOption
                {
                    Campaign = campaign.Id,
                    Class = messageClass,
                    Offer = offer,
                    Propensity = offer.Propensity,
                    PropensitySource = campaign.PropensitySource,
                    Offering = offering,
                    Promotion = promotion,
                    Channel = channel,
                    Fit = fit,
                    IsPlain = offering.IsUnconditional
                        && promotion is null
                        && fit.Verdict != FitVerdict.CannotCarry
                        && campaign.Validity > TimeSpan.Zero,
                    Value = offer.Value ?? offering.Definition.Value ?? offering.Definition.Price,
                    Lever = campaign.Lever,
                    Validity = campaign.Validity,
                    End = Earliest(campaign.End, offering.Definition.ValidTo, promotion?.Definition.ValidTo),
                    Variants = Variants(campaign, offering.Id, channel.Id),
                });
            }
        }

        return options.DrainToImmutable();
    }

    private static string ClassOf(CampaignDefinition campaign) => campaign.Class switch
    {
        ContactPolicy.ServiceClass => ContactPolicy.ServiceClass,
        ContactPolicy.MarketingClass => ContactPolicy.MarketingClass,
        var other => other,
    };

    private static Instant Earliest(Instant end, Instant? second, Instant? third) =>
        Instant.Min(end, Instant.Min(second ?? Instant.MaxValue, third ?? Instant.MaxValue));

    private static ImmutableArray<string> Variants(CampaignDefinition campaign, string offering, string channel)
    {
        var variants = campaign.Treatments
            .Where(treatment => Matches(treatment.Offering, offering) && Matches(treatment.Channel, channel))
            .Select(treatment => treatment.Variant)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToImmutableArray();
        return variants.Length > 0 ? variants : [""];
    }

    private static bool Matches(string? wanted, string actual) => wanted is null || string.Equals(wanted, actual, StringComparison.Ordinal);

    private static CompiledExpression? CompileText(
        string? text, ExpressionSchema schema, string kind, string id, string field, List<StrategyError> errors)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var compilation = ExpressionCompiler.Compile(text, schema);
        errors.AddRange(compilation.Errors.Select(error => new StrategyError(kind, id, field, error.ToString(), error)));
        return compilation.Expression;
    }
}
