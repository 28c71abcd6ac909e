using Octant.Engine.Policies;
using Octant.Platform.Channels.Contracts;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Decisions;

/// <summary>The rules of a contact policy. All policies in force bind together.</summary>
public sealed class ContactPolicyResource(IDocumentStore documents, BackOffice backOffice, IServiceProvider services)
    : DocumentResource<ContactPolicy>(documents, backOffice, services)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(760);

    public override string Kind => PolicyStorage.ContactPolicyKind;

    public override string Route => "contact-policies";

    public override string Summary => "A contact policy says how often, when and about what a customer may be contacted.";

    public override string ReadScope => Scopes.PoliciesRead;

    public override string WriteScope => Scopes.PoliciesWrite;

    public override bool KeepsVersions => true;

    protected override void Check(ContactPolicy candidate, FieldChecks fields)
    {
        for (var i = 0; i < candidate.Caps.Count; i++)
        {
            CheckCap(candidate.Caps[i], $"caps[{i}]", fields);
        }

        for (var i = 0; i < candidate.CoolDowns.Count; i++)
        {
            RequireLength(candidate.CoolDowns[i].Length, $"coolDowns[{i}].length", fields);
        }

        for (var i = 0; i < candidate.IgnoreSuppressions.Count; i++)
        {
            fields.RequireBetween(candidate.IgnoreSuppressions[i].Count, 1, 1000, $"ignoreSuppressions[{i}].count");
            RequireLength(candidate.IgnoreSuppressions[i].Length, $"ignoreSuppressions[{i}].length", fields);
        }

        fields.RequireHours(candidate.QuietHours, "quietHours");
        fields.Require(candidate.Holidays.Distinct().Count() == candidate.Holidays.Count, "holidays", "each date once");
    }

    protected override IEnumerable<Reference> ReferencesOf(ContactPolicy value) =>
        value.Caps.SelectMany((cap, index) => cap.Channels.Select(
            (channel, place) => new Reference($"caps[{index}].channels[{place}]", ChannelKinds.Channel, channel)));

    protected override OutboxMessage ChangeMessage(string id) => Outbox.Message(new PoliciesChanged(Kind, id));

    private static void CheckCap(Cap cap, string field, FieldChecks fields)
    {
        fields.RequireBetween(cap.Limit, 1, 1_000_000, $"{field}.limit");
        fields.Require(cap.Rolling is null != cap.Calendar is null, field, "exactly one of rolling and calendar");
        if (cap.Rolling is { } rolling)
        {
            RequireLength(rolling, $"{field}.rolling", fields);
        }

        fields.Require(cap.Subject is null || cap.Scope != CapScope.Global, $"{field}.subject", "no subject, since the scope is global", cap.Subject);
        if (cap.Subject is not null)
        {
            fields.RequireId(cap.Subject, $"{field}.subject");
        }

        fields.RequireIds(cap.Channels, $"{field}.channels");
    }

    private static void RequireLength(TimeSpan length, string field, FieldChecks fields) =>
        fields.Require(length > TimeSpan.Zero && length <= Longest, field, "a duration above nothing and up to P760D", length);
}
