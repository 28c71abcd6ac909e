using System.Text.Json.Nodes;

namespace Octant.Examples.Telco;

/// <summary>What happens at the touchpoints: asking, sending, answering.</summary>
internal sealed partial class Rehearsal
{
    private async Task VisitAsync(Customer customer, string channel, string touchpoint, int visit)
    {
        var page = customer.Draw($"page {visit}") switch { < 0.5 => "home", < 0.7 => "bill", < 0.9 => "entertainment", _ => "support" };
        var actor = channel == "hall" ? new JsonObject { ["staffId"] = "S-104", ["outletId"] = "HALL-LA-01", ["authentication"] = "e" } : null;
        foreach (var (id, offering, contact) in await AskAsync(customer, channel, touchpoint, page, actor, $"{channel}-{visit}"))
        {
            // Now and then the page is closed before the offer shows: that reservation expires.
            if (customer.Draw($"seen {visit} {contact.Campaign}") < 0.92)
            {
                contact.ReleasedAt = null;
                await RespondAsync(id, "shown", null, actor);
                await AnswerAsync(customer, id, contact, offering, actor);
            }
        }
    }

    /// <summary>One decision, explained; the recommendations it gave out.</summary>
    private async Task<List<(string Id, string Offering, GivenContact Contact)>> AskAsync(
        Customer customer, string channel, string? touchpoint, string? page, JsonObject? actor, string occasion)
    {
        var request = new JsonObject { ["requestId"] = $"{occasion}/{customer.Id}", ["customerId"] = customer.Id, ["channel"] = channel, ["explain"] = true };
        if (touchpoint is not null)
        {
            request["touchpoint"] = touchpoint;
            request["context"] = new JsonObject { ["page"] = page };
        }

        if (actor is not null)
        {
            request["actor"] = actor.DeepClone();
        }

        var answer = await api.PostAsync("decisions", request);
        Interlocked.Increment(ref _asked);
        var decision = answer.GetProperty("decisionId").GetString()!;
        _notes.Asked[(customer.Id, channel)] = true;
        _notes.Decisions[$"{occasion}/{customer.Id}"] = decision;
        var explanation = answer.GetProperty("explanation");
        _notes.Explain(decision, customer.Id, explanation);
        if (customer.Draw($"sample {occasion}") < 0.01)
        {
            _notes.Explained[decision] = explanation.GetRawText();
        }

        var given = new List<(string, string, GivenContact)>();
        foreach (var item in answer.GetProperty("recommendations").EnumerateArray())
        {
            var (id, campaign) = (item.GetProperty("recommendationId").GetString()!, item.GetProperty("campaignId").GetString()!);
            var contact = _notes.Give(customer.Id, _now, campaign, item.GetProperty("propensity").GetDouble());
            contact.ReleasedAt = item.GetProperty("validUntil").GetDateTimeOffset();
            given.Add((id, item.GetProperty("offeringId").GetString()!, contact));
            _notes.Reached[customer.Id] = true;
            _notes.Planned.AddOrUpdate(campaign, 1, (_, known) => known + 1);
            if (channel == "sms")
            {
                _messages[id] = contact;
            }
        }

        return given;
    }

    /// <summary>The SMS sender: takes what is due until nothing is, and says how each ended; one in a hundred is never heard of.</summary>
    private async Task SendMessagesAsync()
    {
        while (true)
        {
            var answer = await api.PostAsync("claims", new JsonObject { ["channel"] = "sms", ["limit"] = 200 });
            var claimed = answer.GetProperty("contacts").EnumerateArray().ToList();
            if (claimed.Count == 0)
            {
                return;
            }

            await EachAsync("", claimed, async message =>
            {
                var id = message.GetProperty("recommendationId").GetString()!;
                var (customer, campaign) = (message.GetProperty("customerId").GetString()!, message.GetProperty("campaignId").GetString()!);
                var contact = _messages.GetOrAdd(id, _ =>
                {
                    // Nobody asked for it, so an event set it off; it was reserved when that came in.
                    _triggered.Add(id);
                    _notes.Reached[customer] = true;
                    var triggered = new GivenContact(_lateAt.GetValueOrDefault(customer), customer, _now, campaign, 0.18);
                    _notes.Contacts.Add(triggered);
                    return triggered;
                });
                var draw = _byId[customer].Draw($"receipt {campaign}");
                contact.ReleasedAt = draw < 0.03 ? _now : null;
                if (draw < 0.99)
                {
                    var receipt = new JsonObject { ["recommendationId"] = id, ["result"] = draw < 0.03 ? "failed" : "sent" };
                    if (draw < 0.03)
                    {
                        receipt["reason"] = "number-unreachable";
                    }

                    await api.PostAsync("receipts", receipt);
                }
            });
        }
    }

    /// <summary>
    /// Newcomers and customers with high bills take more, the longer ones less; the rest click, decline, or stay silent, some
    /// of them so that the touchpoint notices and most so that only time tells.
    /// </summary>
    private async Task AnswerAsync(Customer customer, string recommendation, GivenContact contact, string? offering, JsonObject? actor = null)
    {
        var lift = (customer.Number("tenure") <= 12 ? 1.6 : 0.9) * (customer.Number("MonthlyCharges") >= 80 ? 1.3 : 1) * (customer["Churn"] == "Yes" ? 1.2 : 1);
        var draw = customer.Draw($"answer {contact.Campaign}") - (contact.Propensity * lift);
        if (draw < 0.08)
        {
            await RespondAsync(recommendation, "clicked", null, actor);
        }

        if (draw < 0)
        {
            await RespondAsync(recommendation, "accepted", null, actor);
            if (offering is not null)
            {
                _accepted.Enqueue((customer.Id, offering));
            }
        }
        else if (draw is >= 0.08 and < 0.2)
        {
            await RespondAsync(recommendation, "rejected", customer.Number("MonthlyCharges") >= 70 ? "too-expensive" : "not-interested", actor);
        }
        else if (draw is >= 0.2 and < 0.45)
        {
            await RespondAsync(recommendation, "ignored", null, actor);
        }
    }

    private async Task RespondAsync(string recommendation, string outcome, string? reason, JsonObject? actor)
    {
        var response = new JsonObject { ["recommendationId"] = recommendation, ["outcome"] = outcome };
        if (reason is not null)
        {
            response["reason"] = reason;
        }

        if (actor is not null)
        {
            response["actor"] = actor.DeepClone();
        }

        await api.PostAsync("responses", response);
        Interlocked.Increment(ref _answered);
    }

    private async Task ReportCallAsync(Customer customer, DateTimeOffset at, string call)
    {
        await api.PostAsync("contacts", new JsonObject
        {
            ["source"] = "dealers",
            ["id"] = $"{call}/{customer.Id}",
            ["customerId"] = customer.Id,
            ["channel"] = "hotline",
            ["at"] = Text(at),
        });
        _notes.Give(customer.Id, at, "", 0);
    }
}
