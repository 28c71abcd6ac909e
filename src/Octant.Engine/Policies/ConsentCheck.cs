using Octant.Engine.Channels;
using Octant.Engine.Partitions;

namespace Octant.Engine.Policies;

/// <summary>The customer is not to be addressed.</summary>
/// <param name="Related">The class of message refused or never asked about, or the open case; null where the reason says it all.</param>
public readonly record struct ConsentRefusal(string Reason, string? Related);

/// <summary>
/// Consent in three states, the red and black lists, and the situations in which the operator keeps silent.
/// </summary>
/// <remarks>
/// In this order; the first that applies is the reason.
/// Closed customer: nothing at all. Refused: nothing of that class on any channel, service included.
/// All that follows spares the class <c>service</c>. Suspended line, open complaint or fault, black list (never offer): nothing
/// on any channel. Red list (never disturb): nothing on active channels. Consent unknown: nothing on active channels,
/// while passive ones, where the customer came by themselves, are permitted.
/// </remarks>
public static class ConsentCheck
{
    public static ConsentRefusal? Test(CustomerState customer, string messageClass, ChannelDirection direction)
    {
        if (customer.Status == CustomerStatus.Closed)
        {
            return new ConsentRefusal(Reasons.CustomerClosed, null);
        }

        var consent = customer.ConsentFor(messageClass);
        if (consent == ConsentState.Refused)
        {
            return new ConsentRefusal(Reasons.ConsentRefused, messageClass);
        }

        if (string.Equals(messageClass, ContactPolicy.ServiceClass, StringComparison.Ordinal))
        {
            return null;
        }

        if (customer.Status == CustomerStatus.Suspended)
        {
            return new ConsentRefusal(Reasons.CustomerSuspended, null);
        }

        if (customer.OpenCases.Count > 0)
        {
            return new ConsentRefusal(Reasons.CaseOpen, customer.OpenCases[0]);
        }

        if (customer.NeverOffer)
        {
            return new ConsentRefusal(Reasons.NeverOffer, null);
        }

        if (direction == ChannelDirection.Passive)
        {
            return null;
        }

        if (customer.NeverDisturb)
        {
            return new ConsentRefusal(Reasons.NeverDisturb, null);
        }

        return consent == ConsentState.Unknown ? new ConsentRefusal(Reasons.ConsentUnknown, messageClass) : null;
    }
}
