using System.Collections.Frozen;

namespace Octant.Platform.Identity.Contracts;

/// <summary>What a key or a role can be entitled to. A scope gives exactly what its line says; none includes another.</summary>
public static class Scopes
{
    public const string Admin = "admin";
    public const string AuditRead = "audit:read";
    public const string OperatorsRead = "operators:read";
    public const string OperatorsWrite = "operators:write";
    public const string OrganisationRead = "organisation:read";
    public const string OrganisationWrite = "organisation:write";
    public const string CatalogRead = "catalog:read";
    public const string CatalogWrite = "catalog:write";
    public const string ChannelsRead = "channels:read";
    public const string ChannelsWrite = "channels:write";
    public const string CustomersRead = "customers:read";
    public const string CustomersWrite = "customers:write";
    public const string CustomersUnmask = "customers:unmask";
    public const string CustomersErase = "customers:erase";
    public const string DictionaryRead = "dictionary:read";
    public const string DictionaryWrite = "dictionary:write";
    public const string AudiencesRead = "audiences:read";
    public const string AudiencesWrite = "audiences:write";
    public const string PoliciesRead = "policies:read";
    public const string PoliciesWrite = "policies:write";
    public const string CampaignsRead = "campaigns:read";
    public const string CampaignsWrite = "campaigns:write";
    public const string CampaignsReview = "campaigns:review";
    public const string CampaignsLaunch = "campaigns:launch";
    public const string DecisionsRead = "decisions:read";
    public const string DecisionsWrite = "decisions:write";
    public const string EventsWrite = "events:write";
    public const string ResponsesWrite = "responses:write";
    public const string ContactsWrite = "contacts:write";
    public const string ModelsRead = "models:read";
    public const string ModelsWrite = "models:write";
    public const string OperationsRead = "operations:read";
    public const string OperationsWrite = "operations:write";

    /// <summary>Every scope with what it permits.</summary>
    public static FrozenDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Admin] = "Make, list and withdraw keys; change what roles permit; advance the clock of a rehearsal.",
        [AuditRead] = "Read the audit trail.",
        [OperatorsRead] = "Read operators, roles and who is signed in.",
        [OperatorsWrite] = "Change operators, set their passwords, end their sessions.",
        [OrganisationRead] = "Read units and levels of the organisation.",
        [OrganisationWrite] = "Change units and levels of the organisation.",
        [CatalogRead] = "Read offerings and promotions, and which channels carry them.",
        [CatalogWrite] = "Change offerings and promotions.",
        [ChannelsRead] = "Read channels, outlets and touchpoints.",
        [ChannelsWrite] = "Change channels, outlets and touchpoints.",
        [CustomersRead] = "Read customers, samples of audiences and who is on target lists; telephone numbers are masked.",
        [CustomersWrite] = "Import customers, and change their attributes, products and consents.",
        [CustomersUnmask] = "See telephone numbers in full; each look is in the audit trail.",
        [CustomersErase] = "Erase customers.",
        [DictionaryRead] = "Read attributes, event types, event sources and context fields.",
        [DictionaryWrite] = "Declare attributes, event types, event sources and context fields.",
        [AudiencesRead] = "Count, break down and compare audiences; see which target lists there are.",
        [AudiencesWrite] = "Keep audiences as target lists, and delete them.",
        [PoliciesRead] = "Read contact policies and settings.",
        [PoliciesWrite] = "Change contact policies and settings.",
        [CampaignsRead] = "Read campaigns and their figures.",
        [CampaignsWrite] = "Draft and submit campaigns.",
        [CampaignsReview] = "Approve campaigns or send them back.",
        [CampaignsLaunch] = "Launch, pause, resume and end campaigns.",
        [DecisionsRead] = "Read decisions and their explanations.",
        [DecisionsWrite] = "Ask for decisions.",
        [EventsWrite] = "Send customer events.",
        [ResponsesWrite] = "Report responses.",
        [ContactsWrite] = "Report contacts made by other systems.",
        [ModelsRead] = "Read versions of the response model, and what its propensities were worth.",
        [ModelsWrite] = "Let the response model learn now, freeze it, and go back to an earlier version.",
        [OperationsRead] = "Read progress and results of replays and simulations.",
        [OperationsWrite] = "Start replays and simulations.",
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
