namespace Octant.Engine;

/// <summary>
/// Why something was not offered, as codes: stable, stored in journals and answered by the interface; words for people
/// are made at the edge.
/// </summary>
public static class Reasons
{
    // Product check.
    public const string CustomerClosed = "customer-closed";
    public const string OfferingNotActive = "offering-not-active";
    public const string OfferingNotYetValid = "offering-not-yet-valid";
    public const string OfferingNoLongerValid = "offering-no-longer-valid";
    public const string AlreadyOwned = "already-owned";
    public const string AlreadyPending = "already-pending";
    public const string OrderInFlight = "order-in-flight";
    public const string AlreadyRecommended = "already-recommended";
    public const string ExcludedByOwned = "excluded-by-owned";
    public const string ExcludedByRecommended = "excluded-by-recommended";
    public const string RequiredOfferingMissing = "required-offering-missing";
    public const string NoUpgradePath = "no-upgrade-path";
    public const string PromotionNotForOffering = "promotion-not-for-offering";
    public const string PromotionNotYetValid = "promotion-not-yet-valid";
    public const string PromotionNoLongerValid = "promotion-no-longer-valid";
    public const string PromotionExcludedByHeld = "promotion-excluded-by-held";
    public const string PromotionExcludedByRecommended = "promotion-excluded-by-recommended";
    public const string ContractLocked = "contract-locked";
    public const string DeviceUnknown = "device-unknown";
    public const string DeviceNotSupported = "device-not-supported";
    public const string AreaUnknown = "area-unknown";
    public const string AreaNotSupported = "area-not-supported";

    // Consent and silence.
    public const string CustomerSuspended = "customer-suspended";
    public const string CaseOpen = "case-open";
    public const string NeverOffer = "never-offer";
    public const string NeverDisturb = "never-disturb";
    public const string ConsentRefused = "consent-refused";
    public const string ConsentUnknown = "consent-unknown";

    // Contact policy.
    public const string QuietHours = "quiet-hours";
    public const string Holiday = "holiday";
    public const string Cap = "cap";
    public const string CoolDown = "cool-down";
    public const string IgnoreSuppression = "ignore-suppression";

    // Channel.
    public const string ChannelCannotCarry = "channel-cannot-carry";
    public const string ChannelClosed = "channel-closed";

    // Candidates and conditions.
    public const string CampaignPaused = "campaign-paused";
    public const string CampaignNotStarted = "campaign-not-started";
    public const string CampaignOver = "campaign-over";
    public const string OtherTouchpoint = "other-touchpoint";
    public const string OtherChannel = "other-channel";
    public const string WaitsForEvent = "waits-for-event";
    public const string WaitsForAbsence = "waits-for-absence";
    public const string WaitsForRequest = "waits-for-request";
    public const string NotAfter = "not-after";
    public const string NoOffers = "no-offers";
    public const string ConditionFalse = "condition-false";
    public const string ConditionUnknown = "condition-unknown";
    public const string ConditionError = "condition-error";

    // Simulation: what a draft changes.
    public const string NotInStrategy = "not-in-strategy";
    public const string NotOffered = "not-offered";
    public const string OtherRank = "other-rank";

    // Slots, shared resources and sending.
    public const string NoCandidates = "no-candidates";
    public const string NoCampaignMatches = "no-campaign-matches";
    public const string NoSlot = "no-slot";
    public const string CapacityExhausted = "capacity-exhausted";
    public const string CampaignHoldout = "campaign-holdout";
    public const string GlobalHoldout = "global-holdout";
    public const string NotInTime = "not-in-time";
    public const string NotDue = "not-due";
    public const string Expired = "expired";
    public const string NoReceipt = "no-receipt";
    public const string Failed = "failed";
    public const string Erased = "erased";
}
