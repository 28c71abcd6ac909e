using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Platform.Foundation.Outcomes;

namespace Octant.Platform.Decisions.Contracts;

/// <summary>What a campaign must be like, whoever gives it, before anybody asks whether its expressions compile.</summary>
public static class CampaignChecks
{
    private const int LongestExpression = 4_000;
    private const int LongestText = 2_000;
    private const int MostUnits = 100;
    private static readonly TimeSpan LongestValidity = TimeSpan.FromDays(366);

    /// <param name="prefix">Stands before the name of every field: empty, or such as <c>campaigns[2].</c></param>
    public static void Check(CampaignDefinition candidate, string prefix, FieldChecks fields)
    {
        fields.RequireText(candidate.Name, prefix + "name");
        fields.RequireId(candidate.Class, prefix + "class");
        fields.RequireOrganisation(candidate.Organisation, prefix + "organisation");
        fields.Require(candidate.Offers.Count > 0, prefix + "offers", "one offer at least");
        fields.Require(candidate.Channels.Count > 0, prefix + "channels", "one channel at least");
        fields.RequireIds(candidate.Channels, prefix + "channels");
        fields.RequireIds(candidate.Touchpoints, prefix + "touchpoints");
        fields.Require(candidate.Start < candidate.End, prefix + "end", "a time after start", candidate.End);
        fields.RequireShare(candidate.HoldoutShare, prefix + "holdoutShare");
        fields.RequireBetween(candidate.Lever, 0, 1_000, prefix + "lever");
        fields.RequireNotNegative(candidate.Budget, prefix + "budget");
        fields.Require(
            candidate.Validity > TimeSpan.Zero && candidate.Validity <= LongestValidity, prefix + "validity", "a duration above nothing and up to P366D", candidate.Validity);
        CheckExpression(candidate.Audience, prefix + "audience", fields);
        CheckExpression(candidate.Eligibility, prefix + "eligibility", fields);
        CheckExpression(candidate.Applicability, prefix + "applicability", fields);
        CheckExpression(candidate.Suitability, prefix + "suitability", fields);
        CheckExpression(candidate.Trigger?.Condition, prefix + "trigger.condition", fields);
        CheckTrigger(candidate.Trigger, prefix, fields);
        CheckSchedule(candidate, prefix, fields);
        for (var i = 0; i < candidate.Offers.Count; i++)
        {
            fields.RequireShare(candidate.Offers[i].Propensity, $"{prefix}offers[{i}].propensity");
            fields.RequireNotNegative(candidate.Offers[i].Value, $"{prefix}offers[{i}].value");
        }

        for (var i = 0; i < candidate.ContextWeights.Count; i++)
        {
            CheckExpression(candidate.ContextWeights[i].When, $"{prefix}contextWeights[{i}].when", fields);
            fields.RequireBetween(candidate.ContextWeights[i].Weight, 0, 1_000, $"{prefix}contextWeights[{i}].weight");
        }

        for (var i = 0; i < candidate.Treatments.Count; i++)
        {
            fields.Require(
                candidate.Treatments[i].Text.Length is > 0 and <= LongestText, $"{prefix}treatments[{i}].text", $"a text of 1 to {LongestText} characters");
        }
    }

    private static void CheckTrigger(CampaignTrigger? trigger, string prefix, FieldChecks fields)
    {
        fields.Require(trigger?.EventType != CampaignDue.EventType, prefix + "trigger.eventType", "an event type of your own; a schedule makes a campaign due", trigger?.EventType);
        fields.Require(trigger?.Absent is null || trigger.After is null, prefix + "trigger.after", "either absent or after");
        if (trigger is { Within: not null } or { Absent: not null } or { After: not null })
        {
            fields.Require(
                trigger.Within is { } within && within >= BehaviourMeasure.ShortestWindow && within <= BehaviourMeasure.LongestWindow,
                prefix + "trigger.within",
                "a duration from PT1M to P90D, with absent or after",
                trigger.Within);
            fields.Require((trigger.Absent ?? trigger.After) is not null, prefix + "trigger.within", "absent or after with it");
        }
    }

    private static void CheckSchedule(CampaignDefinition candidate, string prefix, FieldChecks fields)
    {
        if (candidate.Schedule is not { } schedule)
        {
            return;
        }

        fields.Require(candidate.Trigger is null, prefix + "schedule", "a schedule or a trigger, not both");
        fields.Require(candidate.Touchpoints.Count == 0, prefix + "touchpoints", "no touchpoint where there is a schedule: it speaks on active channels");
        fields.Require(schedule.At >= candidate.Start && schedule.At < candidate.End, prefix + "schedule.at", "a time from start on and before end", schedule.At);
        if (schedule.Recurrence is not { } recurrence)
        {
            return;
        }

        fields.RequireBetween(recurrence.Every, 1, MostUnits, prefix + "schedule.recurrence.every");
        fields.Require(
            recurrence.Until is not null || candidate.End < Instant.MaxValue, prefix + "schedule.recurrence.until", "a time, where the campaign has no end");
        fields.Require(
            recurrence.Until is null || (recurrence.Until > schedule.At && recurrence.Until <= candidate.End),
            prefix + "schedule.recurrence.until",
            "a time after the first, and no later than the campaign's end",
            recurrence.Until);
    }

    private static void CheckExpression(string? text, string field, FieldChecks fields) =>
        fields.Require(
            text is null || (!string.IsNullOrWhiteSpace(text) && text.Length <= LongestExpression),
            field,
            $"an expression of 1 to {LongestExpression} characters, or to be left out");
}
