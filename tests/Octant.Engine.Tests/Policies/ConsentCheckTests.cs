using Octant.Engine.Calendar;
using Octant.Engine.Channels;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;

namespace Octant.Engine.Tests.Policies;

public sealed class ConsentCheckTests
{
    private const string Marketing = ContactPolicy.MarketingClass;
    private const string Service = ContactPolicy.ServiceClass;

    [Theory]
    [InlineData(ConsentState.Unknown, Marketing, ChannelDirection.Active, Reasons.ConsentUnknown)]
    [InlineData(ConsentState.Unknown, Marketing, ChannelDirection.Passive, null)]
    [InlineData(ConsentState.Unknown, "survey", ChannelDirection.Active, Reasons.ConsentUnknown)]
    [InlineData(ConsentState.Unknown, Service, ChannelDirection.Active, null)]
    [InlineData(ConsentState.Unknown, Service, ChannelDirection.Passive, null)]
    [InlineData(ConsentState.Granted, Marketing, ChannelDirection.Active, null)]
    [InlineData(ConsentState.Granted, Marketing, ChannelDirection.Passive, null)]
    [InlineData(ConsentState.Refused, Marketing, ChannelDirection.Active, Reasons.ConsentRefused)]
    [InlineData(ConsentState.Refused, Marketing, ChannelDirection.Passive, Reasons.ConsentRefused)]
    [InlineData(ConsentState.Refused, Service, ChannelDirection.Active, Reasons.ConsentRefused)]
    [InlineData(ConsentState.Refused, Service, ChannelDirection.Passive, Reasons.ConsentRefused)]
    public void Consent_has_three_states(ConsentState state, string messageClass, ChannelDirection direction, string? reason)
    {
        var customer = new CustomerState(1);
        customer.Consents.Add(new Consent(messageClass, state, "hall", Instant.MinValue));
        var refusal = ConsentCheck.Test(customer, messageClass, direction);
        Assert.Equal(reason, refusal?.Reason);
        Assert.Equal(reason is null ? null : messageClass, refusal?.Related);
    }

    [Fact]
    public void Nothing_said_is_unknown() =>
        Assert.Equal(Reasons.ConsentUnknown, ConsentCheck.Test(new CustomerState(1), Marketing, ChannelDirection.Active)?.Reason);

    [Fact]
    public void Consent_is_of_one_class()
    {
        var customer = Granted();
        customer.Consents.Add(new Consent("survey", ConsentState.Refused, "web", Instant.MinValue));
        Assert.Null(ConsentCheck.Test(customer, Marketing, ChannelDirection.Active));
        Assert.Equal("survey", ConsentCheck.Test(customer, "survey", ChannelDirection.Passive)?.Related);
    }

    [Theory]
    [InlineData(Marketing, ChannelDirection.Active, Reasons.NeverDisturb)]
    [InlineData(Marketing, ChannelDirection.Passive, null)]
    [InlineData(Service, ChannelDirection.Active, null)]
    public void The_red_list_silences_active_channels_but_not_service_messages(string messageClass, ChannelDirection direction, string? reason)
    {
        var customer = Granted();
        customer.NeverDisturb = true;
        Assert.Equal(reason, ConsentCheck.Test(customer, messageClass, direction)?.Reason);
    }

    [Theory]
    [InlineData(Marketing, ChannelDirection.Active, Reasons.NeverOffer)]
    [InlineData(Marketing, ChannelDirection.Passive, Reasons.NeverOffer)]
    [InlineData(Service, ChannelDirection.Active, null)]
    public void The_black_list_silences_offers_everywhere(string messageClass, ChannelDirection direction, string? reason)
    {
        var customer = Granted();
        customer.NeverOffer = true;
        Assert.Equal(reason, ConsentCheck.Test(customer, messageClass, direction)?.Reason);
    }

    [Theory]
    [InlineData(Marketing, ChannelDirection.Active, Reasons.CaseOpen)]
    [InlineData(Marketing, ChannelDirection.Passive, Reasons.CaseOpen)]
    [InlineData(Service, ChannelDirection.Active, null)]
    public void While_a_case_is_open_there_is_silence(string messageClass, ChannelDirection direction, string? reason)
    {
        var customer = Granted();
        customer.OpenCases.Add("case-7");
        var refusal = ConsentCheck.Test(customer, messageClass, direction);
        Assert.Equal((reason, reason is null ? null : "case-7"), (refusal?.Reason, refusal?.Related));
        customer.OpenCases.Clear();
        Assert.Null(ConsentCheck.Test(customer, messageClass, direction));
    }

    [Theory]
    [InlineData(CustomerStatus.Suspended, Marketing, ChannelDirection.Passive, Reasons.CustomerSuspended)]
    [InlineData(CustomerStatus.Suspended, Marketing, ChannelDirection.Active, Reasons.CustomerSuspended)]
    [InlineData(CustomerStatus.Suspended, Service, ChannelDirection.Active, null)]
    [InlineData(CustomerStatus.Closed, Marketing, ChannelDirection.Passive, Reasons.CustomerClosed)]
    [InlineData(CustomerStatus.Closed, Service, ChannelDirection.Passive, Reasons.CustomerClosed)]
    public void A_suspended_line_hears_service_messages_only_and_a_closed_one_nothing(
        CustomerStatus status, string messageClass, ChannelDirection direction, string? reason)
    {
        var customer = Granted();
        customer.Status = status;
        Assert.Equal(reason, ConsentCheck.Test(customer, messageClass, direction)?.Reason);
    }

    private static CustomerState Granted()
    {
        var customer = new CustomerState(1);
        customer.Consents.Add(new Consent(Marketing, ConsentState.Granted, "hall", Instant.MinValue));
        return customer;
    }
}
