using Octant.Engine.Arbitration;
using Octant.Engine.Behaviour;
using Octant.Engine.Channels;
using Octant.Engine.Expressions;
using Octant.Engine.Offers;
using Octant.Engine.Policies;
using Octant.Engine.Profiles;

namespace Octant.Engine.Decisions;

/// <summary>Compiles a definition whole or not at all, and says of every part that fails what and where.</summary>
public static class StrategyCompiler
{
    public static StrategyCompilation Compile(StrategyDefinition definition)
    {
        var errors = new List<StrategyError>();
        var attributes = AttributeDictionary.Of(definition.Attributes);
        var catalog = new CatalogView(definition.Offerings, definition.Promotions, attributes);
        var plain = new ExpressionSchema(attributes) { EventTypes = definition.EventTypes, Areas = [.. definition.Areas.Select(area => new Area(area))] };
        var highValue = CompileText(definition.HighValue, plain, "settings", "settings", "highValue", errors);
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

        var campaigns = new List<CompiledCampaign>();
        foreach (var campaign in definition.Campaigns.OrderBy(campaign => campaign.Id, StringComparer.Ordinal))
        {
            campaigns.Add(Compile(definition, catalog, campaign, plain, errors));
        }

        return errors.Count > 0
            ? new StrategyCompilation(null, errors)
            : new StrategyCompilation(new Strategy(definition, catalog, campaigns, highValue), []);
    }

    private static CompiledCampaign Compile(
        StrategyDefinition definition, CatalogView catalog, CampaignDefinition campaign, ExpressionSchema plain, List<StrategyError> errors)
    {
        var full = plain with { Context = definition.ContextFields };
        if (campaign.Trigger is { } trigger)
        {
            var type = definition.EventTypes.FirstOrDefault(type => string.Equals(type.Type, trigger.EventType, StringComparison.Ordinal));
            if (type is null)
            {
                errors.Add(new StrategyError("campaign", campaign.Id, "trigger.eventType", $"Event type {trigger.EventType} is not declared."));
            }

            full = full with { Event = type?.Fields ?? [] };
            CheckPattern(definition, campaign.Id, trigger, errors);
        }

        CompiledExpression? Condition(string? text, ExpressionSchema schema, string field) =>
            CompileText(text, schema, "campaign", campaign.Id, field, errors);

        return new CompiledCampaign
        {
            Definition = campaign,
            Holdout = Holdout.OfCampaign(definition.Seed, campaign.Id, campaign.HoldoutShare),
            Audience = Condition(campaign.Audience, plain, "audience"),
            Eligibility = Condition(campaign.Eligibility, full, "eligibility"),
            Applicability = Condition(campaign.Applicability, full, "applicability"),
            Suitability = Condition(campaign.Suitability, full, "suitability"),
            TriggerCondition = Condition(campaign.Trigger?.Condition, full, "trigger.condition"),
            Weights = campaign.ContextWeights
                .Select((weight, index) => (When: Condition(weight.When, full, $"contextWeights[{index}].when"), weight.Weight))
                .Where(pair => pair.When is not null)
                .Select(pair => (pair.When!, pair.Weight))
                .ToList(),
            Options = Options(definition, catalog, campaign, errors),
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

    private static List<CampaignOption> Options(
        StrategyDefinition definition, CatalogView catalog, CampaignDefinition campaign, List<StrategyError> errors)
    {
        var channels = new List<Channel>();
        for (var i = 0; i < campaign.Channels.Count; i++)
        {
            if (channels.Exists(known => string.Equals(known.Id, campaign.Channels[i], StringComparison.Ordinal)))
            {
                continue;
            }

            if (definition.Channels.FirstOrDefault(known => string.Equals(known.Id, campaign.Channels[i], StringComparison.Ordinal)) is { } channel)
            {
                channels.Add(channel);
            }
            else
            {
                errors.Add(new StrategyError("campaign", campaign.Id, $"channels[{i}]", $"There is no channel {campaign.Channels[i]}."));
            }
        }

        var options = new List<CampaignOption>();
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
                options.Add(new CampaignOption
                {
                    Campaign = campaign.Id,
                    Offer = offer,
                    Offering = offering,
                    Promotion = promotion,
                    Channel = channel,
                    Fit = ChannelFit.Test(offering.Definition.Needs, channel.Abilities),
                    Value = offer.Value ?? offering.Definition.Value ?? offering.Definition.Price,
                    Variants = Variants(campaign, offering.Id, channel.Id),
                });
            }
        }

        return options;
    }

    private static List<string> Variants(CampaignDefinition campaign, string offering, string channel)
    {
        var variants = campaign.Treatments
            .Where(treatment => Matches(treatment.Offering, offering) && Matches(treatment.Channel, channel))
            .Select(treatment => treatment.Variant)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        return variants.Count > 0 ? variants : [""];
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
