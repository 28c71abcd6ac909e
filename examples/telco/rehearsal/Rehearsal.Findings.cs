using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Octant.Examples.Telco;

/// <summary>Looking back: what was promised, checked from the script's own notes wherever it can be.</summary>
internal sealed partial class Rehearsal
{
    private async Task ReportAsync()
    {
        Console.WriteLine($"{"stage",-14} {"removals",10} {"customers",10}  reasons");
        foreach (var stage in Stages.Prepend("candidates").Append("recommended"))
        {
            var (removals, removed, reasons) = _notes.Stage(stage);
            Console.WriteLine($"{stage,-14} {removals,10:N0} {removed,10:N0}  {reasons}");
        }

        Console.WriteLine();
        Check(
            customers.TrueForAll(customer => _notes.Asked.ContainsKey((customer.Id, "web")) && _notes.Asked.ContainsKey((customer.Id, "sms"))),
            $"{_asked:N0} decisions were asked for, on web and on SMS for each of {customers.Count:N0} customers");
        Check(_notes.Reached.Count * 2 >= customers.Count, $"{_notes.Reached.Count:N0} of {customers.Count:N0} customers received offers ({100.0 * _notes.Reached.Count / customers.Count:N1}%)");
        foreach (var stage in Stages)
        {
            var (removals, removed, _) = _notes.Stage(stage);
            Check(removals > 0, $"the stage {stage} removed {removals:N0} offers of {removed:N0} customers");
        }

        var (byDay, byMonth) = (_notes.RemovedByCap("day"), _notes.RemovedByCap("month"));
        Check(byDay + byMonth >= 1_000 && byDay > 0 && byMonth > 0, $"caps alone removed {byDay + byMonth:N0}: {byDay:N0} by one a day, {byMonth:N0} by four a month");
        CheckCaps();
        await CheckIdentityAsync();
        await CheckRepetitionAsync();
        await CheckReplayAsync();
        await CheckExplanationsAsync();
        Console.WriteLine();
        await TellAsync(_notes.MostTelling.Decision, _notes.MostTelling.Customer);
        Console.WriteLine();
        Say(_failed ? "Something FAILED, see above" : "Everything passed");
    }

    /// <summary>From the notes alone: before each offer that was given out, how many contacts the customer had that day and month.</summary>
    private void CheckCaps()
    {
        var (offers, mostPerDay, mostPerMonth, exceeded) = (0, 0, 0, 0);
        foreach (var history in _notes.Contacts.GroupBy(contact => contact.Customer, StringComparer.Ordinal))
        {
            var contacts = history.OrderBy(contact => contact.Order).ToList();
            for (var i = 0; i < contacts.Count; i++)
            {
                if (contacts[i].Campaign.Length == 0)
                {
                    continue;
                }

                var day = LocalDay(contacts[i]);
                var days = contacts.Take(i).Where(earlier => earlier.ReleasedAt is null || earlier.ReleasedAt > contacts[i].At).Select(LocalDay).ToList();
                var onDay = 1 + days.Count(earlier => earlier == day);
                var inMonth = 1 + days.Count(earlier => (earlier.Year, earlier.Month) == (day.Year, day.Month));
                (offers, mostPerDay, mostPerMonth) = (offers + 1, Math.Max(mostPerDay, onDay), Math.Max(mostPerMonth, inMonth));
                exceeded += onDay > CapPerDay || inMonth > CapPerMonth ? 1 : 0;
            }
        }

        Check(
            exceeded == 0,
            $"{exceeded:N0} of {offers:N0} offers exceeded a cap: with each, at most {mostPerDay} contact that day and {mostPerMonth} that month");

        static DateOnly LocalDay(GivenContact contact) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(contact.At, Zone).DateTime);
    }

    private async Task CheckIdentityAsync()
    {
        Console.WriteLine($"      {"campaign",-28} {"planned",8} {"pending",8} {"sent",8} {"unconf.",8} {"suppr.",8} {"failed",8} {"ghosts",8} {"accepted",8}");
        var wrong = new List<string>();
        foreach (var campaign in _campaigns)
        {
            var figures = await api.GetAsync($"campaigns/{campaign}/figures");
            var (planned, pending, sent, unconfirmed) = (Number(figures, "planned"), Number(figures, "pending"), Number(figures, "sent"), Number(figures, "unconfirmed"));
            var (suppressed, failed) = (Sum(figures, "suppressed"), Sum(figures, "failed"));
            Console.WriteLine($"      {campaign,-28} {planned,8:N0} {pending,8:N0} {sent,8:N0} {unconfirmed,8:N0} {suppressed,8:N0} {failed,8:N0} {Number(figures, "ghosts"),8:N0} {figures.GetProperty("responses").GetProperty("accepted").GetInt64(),8:N0}");
            var asTold = campaign == "autopay-after-late-payment" ? planned >= _triggered.Count : planned == _notes.Planned.GetValueOrDefault(campaign);
            if (planned != pending + sent + unconfirmed + suppressed + failed || !figures.GetProperty("balanced").GetBoolean() || !asTold)
            {
                wrong.Add(campaign);
            }
        }

        Check(wrong.Count == 0, $"planned = pending + sent + unconfirmed + suppressed + failed for all {_campaigns.Count} campaigns, and planned is what was given out" + Of(wrong));
        Check(!_triggered.IsEmpty, $"{_triggered.Count:N0} messages were set off by late payments and handed to the sender");
    }

    /// <summary>A request that comes again is the same decision.</summary>
    private async Task CheckRepetitionAsync()
    {
        var again = 0;
        var sample = customers.Where(customer => SmsDay(customer) == Days - 1).Take(50).ToList();
        foreach (var id in sample.Select(customer => customer.Id))
        {
            var request = new JsonObject { ["requestId"] = $"sms-1/{id}", ["customerId"] = id, ["channel"] = "sms" };
            again += (await api.PostAsync("decisions", request)).GetProperty("decisionId").GetString() == _notes.Decisions[$"sms-1/{id}"] ? 1 : 0;
        }

        Check(again == sample.Count, $"{again} of {sample.Count} requests that came again were answered with the same decision");
    }

    /// <summary>Every decision since the rehearsal began, those that events set off among them.</summary>
    private async Task CheckReplayAsync()
    {
        foreach (var reference in new[] { false, true })
        {
            var progress = await api.PostAsync("replays", new JsonObject { ["from"] = Text(_begin), ["to"] = Text(_now.AddSeconds(1)), ["reference"] = reference });
            while (progress.GetProperty("state").GetString() == "running")
            {
                await Task.Delay(200);
                progress = await api.GetAsync($"replays/{progress.GetProperty("id").GetString()}");
            }

            var (total, same) = (progress.TryGetProperty("total", out var counted) ? counted.GetInt64() : 0, Number(progress, "same"));
            Check(
                progress.GetProperty("state").GetString() == "completed" && total == same && same >= _asked,
                $"{same:N0} of {total:N0} decisions replay to the same bytes{(reference ? " by the reference interpreter, too" : "")}");
        }
    }

    /// <summary>The explanation read later is the one that came with the answer, to the byte.</summary>
    private async Task CheckExplanationsAsync()
    {
        var same = 0;
        await EachAsync("explanations", _notes.Explained, async pair =>
        {
            if ((await api.GetAsync($"decisions/{pair.Key}/explanation")).GetRawText() == pair.Value)
            {
                Interlocked.Increment(ref same);
            }
        });
        var triggered = 0;
        await EachAsync("explanations", _triggered.Take(50), async id =>
        {
            var explanation = await api.GetAsync($"decisions/{id[..id.LastIndexOf('-')]}/explanation");
            if (explanation.GetProperty("campaigns").EnumerateArray().Any(campaign => campaign.GetProperty("stage").GetString() == "recommended"))
            {
                Interlocked.Increment(ref triggered);
            }
        });
        Check(
            same == _notes.Explained.Count && triggered == Math.Min(50, _triggered.Count),
            $"{same:N0} of {_notes.Explained.Count:N0} sampled decisions are explained as when they were made, and {triggered} that events set off");
    }

    /// <summary>One decision in words.</summary>
    private async Task TellAsync(string decision, string customer)
    {
        var explanation = await api.GetAsync($"decisions/{decision}/explanation");
        Console.WriteLine($"Decision {decision} for customer {customer}, {explanation.GetProperty("at").GetString()}:");
        foreach (var campaign in explanation.GetProperty("campaigns").EnumerateArray())
        {
            var (stage, reason) = (campaign.GetProperty("stage").GetString()!, Word(campaign, "reason"));
            var text = new StringBuilder($"  {campaign.GetProperty("campaign").GetString(),-28} ");
            text.Append(stage == "recommended" ? $"recommended: {Word(campaign, "offering")} on {Word(campaign, "channel")}" : $"{stage}: {reason} {Word(campaign, "related")}".TrimEnd());
            if (campaign.TryGetProperty("condition", out var condition))
            {
                foreach (var clause in condition.GetProperty("smallestChange").EnumerateArray())
                {
                    text.Append(CultureInfo.InvariantCulture, $"; {clause.GetProperty("text").GetString()} is not so: {clause.GetProperty("value").GetString()}");
                }
            }

            if (campaign.TryGetProperty("cap", out var cap))
            {
                text.Append(CultureInfo.InvariantCulture, $"; {Number(cap, "count")} of {Number(cap, "limit")} a {Word(cap, "calendar")}");
            }

            if (Word(campaign, "freesAt") is { Length: > 0 } frees)
            {
                text.Append("; free again ").Append(frees);
            }

            if (campaign.TryGetProperty("score", out var score))
            {
                text.Append(CultureInfo.InvariantCulture, $"; score {score.GetDouble():N0}");
            }

            Console.WriteLine(text);
        }
    }
}
