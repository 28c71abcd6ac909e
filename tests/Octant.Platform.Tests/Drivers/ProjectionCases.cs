using Octant.Engine.Calendar;
using Octant.Engine.Decisions;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Tests.Drivers;

public abstract class ProjectionCases(StoreUnderTest store) : DriverCases(store)
{
    private IProjectionStore Projections => Storage.Projections;

    private static Instant Minute(int minute) => Noon + TimeSpan.FromMinutes(minute);

    private static DecisionRow Decision(int partition, long sequence, int index = 0, long customer = 1, int minute = 0) =>
        Decision(new DecisionRow(partition, sequence, index, customer, Minute(minute), "web", "home", null, 3, 1, new byte[] { 1, 2 }, default, 0));

    /// <summary>With a result that an engine reads, and the checksum of both.</summary>
    private static DecisionRow Decision(DecisionRow row)
    {
        var result = DecisionFormat.Encode(new DecisionResult([], [], [], "nothing-to-offer"), row.Inputs.Span);
        return row with { Result = result, Checksum = JournalFormat.Checksum(result, JournalFormat.Checksum(row.Inputs.Span)) };
    }

    /// <summary>Puts them into the journal, which has none of their rows yet, and says where they lie.</summary>
    private async Task<DecisionPlace[]> JournalAsync(params DecisionRow[] rows)
    {
        await Storage.Journal.AppendAsync([.. rows.GroupBy(row => (row.Partition, row.Sequence)).OrderBy(row => row.Key).Select(JournalRowOf)], None);
        return [.. rows.Select(PlaceOf)];
    }

    private static JournalRow JournalRowOf(IGrouping<(int Partition, long Sequence), DecisionRow> rows)
    {
        var batch = Guid.NewGuid();
        var entries = rows.OrderBy(row => row.Index).Select(row => new JournalEntry(new PassTime(), row.At, new DecisionMade(
            row.CustomerKey, new DecisionId(row.Partition, row.Sequence, row.Index), null, 0, row.At, row.Channel, row.Touchpoint, row.Trigger, Actor.None,
            row.StrategyVersion, new DecisionResult([], [], [], "nothing-to-offer"), row.Inputs.ToArray(), row.Result.ToArray(), [])));
        return new JournalRow(
            rows.Key.Partition, rows.Key.Sequence, 1, batch, rows.Min(row => row.At),
            JournalFormat.Encode(new JournalRecord(rows.First().EngineVersion, 1, batch, [.. entries])));
    }

    private static DecisionPlace PlaceOf(DecisionRow row) => new(row.Partition, row.Sequence, row.Index, row.CustomerKey, row.At);

    /// <summary>As retention does before journal rows go.</summary>
    private async Task TakeAllRecordsAsync()
    {
        for (var partition = 0; partition < 64; partition++)
        {
            Assert.Equal(long.MaxValue, await Projections.TakeRecordsAsync(partition, long.MaxValue, Instant.MaxValue, None));
        }
    }

    private static ContactRow Contact(string id, long customer = 1, string channel = "sms", string state = "pending", int granted = 0, int due = 0, long sequence = 1) =>
        new(
            id, 0, sequence, customer, "c1", "o1", channel, null, null, Minute(granted), Minute(due), Minute(due + 60), state, null, Minute(granted),
            IsSought: state is "pending" or "sent");

    private static ResponseRow Response(string id, string outcome, long customer = 1, int minute = 0) =>
        new(id, 0, customer, outcome, "price", "hall-1", "s-1", Minute(minute));

    private static CounterChange Counter(long amount, int day = 20_000, string campaign = "c1", string outcome = "planned",
        string channel = "sms", string offering = "o1", string organisation = "north", string staff = "") =>
        new(day, organisation, staff, channel, offering, campaign, outcome, "", amount);

    private ValueTask ApplyAsync(long watermark, ProjectionBatch batch) =>
        Projections.ApplyAsync(batch with { Watermarks = new Dictionary<int, long> { [0] = watermark } }, None);

    private static ProjectionBatch Batch() => new() { Watermarks = new Dictionary<int, long>() };

    private static void AssertSame(DecisionRow expected, DecisionRow? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected with { Inputs = default, Result = default }, actual with { Inputs = default, Result = default });
        Assert.Equal(expected.Inputs.ToArray(), actual.Inputs.ToArray());
        Assert.Equal(expected.Result.ToArray(), actual.Result.ToArray());
    }

    private static (int Partition, long Sequence, int Index) Position(DecisionRow row) => (row.Partition, row.Sequence, row.Index);

    [Fact]
    public async Task Watermarks_move_forward_only_and_with_what_they_cover()
    {
        Assert.Empty(await Projections.ReadWatermarksAsync(None));
        await Projections.ApplyAsync(new ProjectionBatch { Watermarks = new Dictionary<int, long> { [0] = 5, [63] = 1 } }, None);
        foreach (var stale in new[] { 5L, 4L })
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await Projections.ApplyAsync(
                new ProjectionBatch
                {
                    Decisions = [PlaceOf(Decision(63, 2))],
                    Counters = [Counter(1)],
                    ErasedCustomers = [1],
                    Watermarks = new Dictionary<int, long> { [63] = 2, [0] = stale, [7] = 1 },
                },
                None));
            Assert.Contains("partition 0", error.Message, StringComparison.Ordinal);
        }

        await ReopenAsync();
        Assert.Equal(new Dictionary<int, long> { [0] = 5, [63] = 1 }, await Projections.ReadWatermarksAsync(None));
        Assert.Null(await Projections.ReadDecisionAsync(63, 2, 0, None));
        Assert.Empty(await Projections.ReadCountersAsync(new CounterFilter(), CounterParts.None, None));
    }

    [Fact]
    public async Task A_batch_that_fails_leaves_nothing()
    {
        await ApplyAsync(1, Batch() with { Decisions = await JournalAsync(Decision(0, 1)) });
        var next = await JournalAsync(Decision(0, 2));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(async () => await ApplyAsync(
            2, Batch() with { Decisions = [.. next, PlaceOf(Decision(0, 1))], Contacts = [Contact("r1")], Counters = [Counter(1)] }));
        Assert.Equal(1, (await Projections.ReadWatermarksAsync(None))[0]);
        Assert.Null(await Projections.ReadDecisionAsync(0, 2, 0, None));
        Assert.Empty(await Projections.ReadContactsOfAsync(1, 10, None));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_decision_is_read_back_as_it_was_recorded(bool taken)
    {
        var large = new byte[200_000];
        new Random(3).NextBytes(large);
        DecisionRow[] rows =
        [
            Decision(0, 1),
            Decision(new DecisionRow(63, long.MaxValue / 2, 2, long.MinValue, Noon, "短信", null, "bill.paid", long.MaxValue, int.MaxValue, large, default, 0)),
        ];
        await ApplyAsync(1, Batch() with { Decisions = await JournalAsync(rows) });
        if (taken)
        {
            await TakeAllRecordsAsync();
        }

        await ReopenAsync();
        foreach (var row in rows)
        {
            AssertSame(row, await Projections.ReadDecisionAsync(row.Partition, row.Sequence, row.Index, None));
        }

        Assert.Null(await Projections.ReadDecisionAsync(0, 1, 1, None));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Decisions_of_a_period_come_in_order_over_many_pages(bool taken)
    {
        var random = new Random(4);
        var rows = Enumerable.Range(0, 1_700)
            .Select(number => Decision(random.Next(64), 1 + number, number % 3, minute: random.Next(40)))
            .ToArray();
        await ApplyAsync(1, Batch() with { Decisions = await JournalAsync(rows) });
        if (taken)
        {
            await TakeAllRecordsAsync();
        }

        var expected = rows
            .Where(row => row.At >= Minute(1) && row.At < Minute(39))
            .OrderBy(row => row.At).ThenBy(row => row.Partition).ThenBy(row => row.Sequence).ThenBy(row => row.Index);
        Assert.Equal(
            expected.Select(Position), (await ListAsync(Projections.ReadDecisionsAsync(Minute(1), Minute(39), None))).Select(Position));
        Assert.Empty(await ListAsync(Projections.ReadDecisionsAsync(Minute(50), Minute(60), None)));
    }

    [Fact]
    public async Task Decisions_at_one_and_the_same_instant_are_all_read()
    {
        var rows = Enumerable.Range(0, 1_000).Select(number => Decision(number % 2, 1 + (number / 4), (number / 2) % 2)).ToArray();
        await ApplyAsync(1, Batch() with { Decisions = await JournalAsync(rows) });
        Assert.Equal(
            rows.Select(Position).Order(), (await ListAsync(Projections.ReadDecisionsAsync(Noon, Minute(1), None))).Select(Position));
    }

    [Fact]
    public async Task The_decisions_of_a_customer_come_newest_first()
    {
        await ApplyAsync(1, Batch() with
        {
            Decisions = await JournalAsync(
                Decision(0, 1, minute: 1), Decision(0, 3, minute: 3), Decision(0, 2, minute: 2), Decision(0, 4, customer: 2, minute: 9)),
        });
        Assert.Equal([3L, 2L], (await Projections.ReadDecisionsOfAsync(1, 2, None)).Select(row => row.Sequence));
    }

    [Fact]
    public async Task A_contact_is_kept_in_its_latest_state()
    {
        var pending = new ContactRow(
            "0-1-0-0", 5, 1, 42, "c1", "o1", "sms", "hall-1", "s-1", Minute(0), Minute(5), Minute(65), "pending", null, Minute(0), IsSought: true);
        var foreign = new ContactRow("crm/4711", 5, 2, 42, null, null, "phone", null, null, Minute(1), Minute(1), Minute(1), "sent", null, Minute(1), IsSought: false);
        await ApplyAsync(1, Batch() with { NewContacts = [pending, foreign] });
        Assert.Equal([foreign, pending], await Projections.ReadContactsOfAsync(42, 10, None));
        Assert.Equal(pending, await Projections.ReadContactAsync(5, 1, pending.Id, None));

        var suppressed = pending with { State = "suppressed", Reason = "quiet-hours", StateAt = Minute(7), CountsAt = Minute(6), Staff = null };
        await ApplyAsync(2, Batch() with { Contacts = [suppressed] });
        await ReopenAsync();
        Assert.Equal([foreign, suppressed], await Projections.ReadContactsOfAsync(42, 10, None));
        Assert.Equal([foreign], await Projections.ReadContactsOfAsync(42, 1, None));
    }

    [Fact]
    public async Task The_decisions_of_a_customer_are_found_behind_contacts_that_others_reported()
    {
        await ApplyAsync(1, Batch() with
        {
            Decisions = await JournalAsync(Decision(0, 1, minute: 1), Decision(0, 2, minute: 2), Decision(0, 50, minute: 50)),
            NewContacts =
            [
                .. Enumerable.Range(3, 40).Select(number => Contact($"crm/0-{number}-0", sequence: number, granted: number)),
                Contact("0-50-0-1", sequence: 50, granted: 50), Contact("crm/0-50-1", customer: 2, sequence: 50, granted: 50),
            ],
        });
        Assert.Equal([50L, 2L], (await Projections.ReadDecisionsOfAsync(1, 2, None)).Select(row => row.Sequence));
        Assert.Equal([50L, 2L, 1L], (await Projections.ReadDecisionsOfAsync(1, 10, None)).Select(row => row.Sequence));
        Assert.Equal(41, (await Projections.ReadContactsOfAsync(1, 99, None)).Count);
        Assert.Equal(["crm/0-50-1"], (await Projections.ReadContactsOfAsync(2, 99, None)).Select(row => row.Id));
    }

    [Fact]
    public async Task Contacts_of_a_customer_outlive_their_decisions_and_leave_nothing_behind()
    {
        await ApplyAsync(1, Batch() with
        {
            Decisions = await JournalAsync([.. Enumerable.Range(1, 5).Select(number => Decision(0, number, minute: number))]),
            NewContacts = [.. Enumerable.Range(1, 5).Select(number => Contact($"0-{number}-0-1", sequence: number, granted: number, due: number))],
        });
        await Projections.DeleteOlderAsync(Minute(4), Minute(2), None);
        Assert.Equal([5L, 4L], (await Projections.ReadDecisionsOfAsync(1, 10, None)).Select(row => row.Sequence));
        Assert.Equal([5L, 4L, 3L, 2L], (await Projections.ReadContactsOfAsync(1, 10, None)).Select(row => row.Sequence));

        await Projections.DeleteOlderAsync(Minute(9), Minute(9), None);
        Assert.Empty(await Projections.ReadContactsOfAsync(1, 10, None));
        await ApplyAsync(2, Batch() with { Contacts = [Contact("0-3-0-1", sequence: 3)] });
        Assert.Empty(await Projections.ReadContactsOfAsync(1, 10, None));
    }

    [Fact]
    public async Task Due_contacts_are_those_of_the_channel_and_state_before_the_instant_oldest_first()
    {
        await ApplyAsync(1, Batch() with
        {
            NewContacts =
            [
                Contact("shown", due: 1) with { IsSought = false }, Contact("late", due: 30), Contact("at", due: 10), Contact("b", due: 5), Contact("a", due: 5), Contact("first", due: 1),
                Contact("sent", due: 1, state: "sent"), Contact("mail", due: 1, channel: "email"),
            ],
        });
        Assert.Equal(["first", "a", "b"], (await Projections.ReadDueContactsAsync("sms", "pending", Minute(10), 10, None)).Select(row => row.Id));
        Assert.Equal(["first", "a"], (await Projections.ReadDueContactsAsync("sms", "pending", Minute(10), 2, None)).Select(row => row.Id));
    }

    [Fact]
    public async Task Responses_are_kept_once_per_outcome_and_read_newest_first()
    {
        var shown = Response("r1", "shown", minute: 1);
        var accepted = Response("r1", "accepted", minute: 2) with { Reason = null, Outlet = null, Staff = null };
        await ApplyAsync(1, Batch() with { Responses = [shown, accepted, Response("r2", "shown", customer: 2)] });
        await ApplyAsync(2, Batch() with { Responses = [shown with { At = Minute(9) }] });
        Assert.Equal([accepted, shown], await Projections.ReadResponsesOfAsync(1, 10, None));
        Assert.Equal([accepted], await Projections.ReadResponsesOfAsync(1, 1, None));
    }

    [Fact]
    public async Task A_batch_that_names_a_contact_or_a_counter_twice_is_refused_and_leaves_nothing()
    {
        ProjectionBatch[] wrong =
        [
            Batch() with { Contacts = [Contact("r1"), Contact("r2"), Contact("r1", state: "sent")] },
            Batch() with { NewContacts = [Contact("r1"), Contact("r2"), Contact("r1", state: "sent")] },
            Batch() with { Counters = [Counter(1), Counter(2, campaign: "c2"), Counter(3)] },
            Batch() with { Hours = [new(20_000, 9, "north", "sms", "sent", 1), new(20_000, 10, "north", "sms", "sent", 2), new(20_000, 9, "north", "sms", "sent", 3)] },
        ];
        foreach (var batch in wrong)
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await ApplyAsync(1, batch));
            Assert.Contains("twice", error.Message, StringComparison.Ordinal);
        }

        Assert.Empty(await Projections.ReadWatermarksAsync(None));
        Assert.Empty(await Projections.ReadContactsOfAsync(1, 10, None));
        Assert.Empty(await Projections.ReadCountersAsync(new CounterFilter(), CounterParts.None, None));
        Assert.Empty(await Projections.ReadHoursAsync(new CounterFilter(), None));
    }

    [Fact]
    public async Task Counters_add_up_over_batches_and_days()
    {
        await ApplyAsync(1, Batch() with { Counters = [Counter(17), Counter(100, day: 20_001)] });
        await ApplyAsync(2, Batch() with { Counters = [Counter(-2), Counter(1_000, outcome: "sent")] });
        await ReopenAsync();
        Assert.Equal(
            [new(null, "north", null, "sms", "o1", "c1", "planned", "", 115), new(null, "north", null, "sms", "o1", "c1", "sent", "", 1_000)],
            await Projections.ReadCountersAsync(
                new CounterFilter(),
                CounterParts.Organisation | CounterParts.Channel | CounterParts.Offering | CounterParts.Campaign | CounterParts.Reason,
                None));
        Assert.Equal(
            [new(20_000, null, null, null, null, null, "planned", null, 15), new(20_000, null, null, null, null, null, "sent", null, 1_000), new(20_001, null, null, null, null, null, "planned", null, 100)],
            await Projections.ReadCountersAsync(new CounterFilter(), CounterParts.Day, None));
    }

    [Fact]
    public async Task Counters_are_filtered_by_each_field_and_by_inclusive_days()
    {
        await ApplyAsync(1, Batch() with
        {
            Counters =
            [
                Counter(1), Counter(2, campaign: "c2"), Counter(4, channel: "web"), Counter(8, offering: "o2"),
                Counter(16, organisation: "south"), Counter(32, day: 20_001), Counter(64, day: 20_002),
                Counter(128, organisation: "south/hall", staff: "s-1"), Counter(256, organisation: "southern"),
            ],
        });
        Assert.Equal(511, await SumAsync(new CounterFilter()));
        Assert.Equal(2, await SumAsync(new CounterFilter(Campaign: "c2")));
        Assert.Equal(4, await SumAsync(new CounterFilter(Channel: "web")));
        Assert.Equal(8, await SumAsync(new CounterFilter(Offering: "o2")));
        Assert.Equal(16 + 128, await SumAsync(new CounterFilter(Within: "south")));
        Assert.Equal(128, await SumAsync(new CounterFilter(Staff: "s-1")));
        Assert.Equal(383, await SumAsync(new CounterFilter(Staff: "")));
        Assert.Equal(96, await SumAsync(new CounterFilter(FromDay: 20_001)));
        Assert.Equal(447, await SumAsync(new CounterFilter(ToDay: 20_001)));
        Assert.Equal(32, await SumAsync(new CounterFilter("c1", "sms", "o1", "north", "", "planned", 20_001, 20_001)));
        Assert.Equal(0, await SumAsync(new CounterFilter(Campaign: "")));
        Assert.Equal(0, await SumAsync(new CounterFilter(Outcome: "sent")));

        async Task<long> SumAsync(CounterFilter filter) => (await Projections.ReadCountersAsync(filter, CounterParts.None, None)).Sum(total => total.Amount);
    }

    [Fact]
    public async Task Hours_add_up_over_batches_and_are_filtered_by_day_unit_and_channel()
    {
        static HourChange Hour(long amount, int day = 20_000, int hour = 9, string organisation = "north", string channel = "sms", string outcome = "sent") =>
            new(day, hour, organisation, channel, outcome, amount);
        await ApplyAsync(1, Batch() with { Hours = [Hour(3), Hour(4, hour: 23), Hour(8, day: 20_001), Hour(16, organisation: "north/hall"), Hour(32, channel: "web")] });
        await ApplyAsync(2, Batch() with { Hours = [Hour(-1), Hour(64, organisation: "northern"), Hour(128, outcome: "planned")] });
        await ReopenAsync();

        Assert.Equal(
            [new(20_000, 9, "planned", 128), new(20_000, 9, "sent", 18), new(20_000, 23, "sent", 4)],
            await Projections.ReadHoursAsync(new CounterFilter(Channel: "sms", Within: "north", FromDay: 20_000, ToDay: 20_000), None));
        Assert.Equal(254, (await Projections.ReadHoursAsync(new CounterFilter(), None)).Sum(total => total.Amount));
    }

    [Fact]
    public async Task Erased_customers_lose_what_was_written_before_and_counters_stay()
    {
        await ApplyAsync(1, Batch() with
        {
            Decisions = await JournalAsync(Decision(0, 1), Decision(0, 2, customer: 2)),
            NewContacts = [Contact("r1"), Contact("r2", customer: 2, sequence: 2), Contact("r3", sequence: 9)],
            Responses = [Response("r1", "shown"), Response("r2", "shown", customer: 2)],
            Counters = [Counter(2)],
        });
        await ApplyAsync(2, Batch() with { ErasedCustomers = [1, 1, 77], Decisions = await JournalAsync(Decision(0, 3)) });
        Assert.Equal([3L], (await Projections.ReadDecisionsOfAsync(1, 10, None)).Select(row => row.Sequence));
        Assert.Empty(await Projections.ReadContactsOfAsync(1, 10, None));
        Assert.Empty(await Projections.ReadResponsesOfAsync(1, 10, None));
        Assert.Single(await Projections.ReadDecisionsOfAsync(2, 10, None));
        Assert.Single(await Projections.ReadContactsOfAsync(2, 10, None));
        Assert.Single(await Projections.ReadResponsesOfAsync(2, 10, None));
        Assert.Equal(2, (await Projections.ReadCountersAsync(new CounterFilter(), CounterParts.None, None))[0].Amount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Retention_deletes_decisions_and_contacts_each_by_its_own_age(bool taken)
    {
        await ApplyAsync(1, Batch() with
        {
            Decisions = await JournalAsync([.. Enumerable.Range(0, 2_300).Select(number => Decision(0, 1 + number, minute: number))]),
            NewContacts = [.. Enumerable.Range(0, 2_300).Select(number => Contact($"r{number}", granted: number, due: number, sequence: 1 + number))],
            Responses = [.. Enumerable.Range(0, 2_300).Select(number => Response($"r{number}", "shown", minute: number))],
        });
        if (taken)
        {
            await TakeAllRecordsAsync();
        }

        await Projections.DeleteOlderAsync(Minute(2_250), Minute(2_200), None);
        Assert.Equal(50, (await Projections.ReadDecisionsOfAsync(1, 9_999, None)).Count);
        Assert.Equal(2_251, (await ListAsync(Projections.ReadDecisionsAsync(Instant.MinValue, Instant.MaxValue, None)))[0].Sequence);
        Assert.Equal(100, (await Projections.ReadContactsOfAsync(1, 9_999, None)).Count);
        Assert.Equal(100, (await Projections.ReadResponsesOfAsync(1, 9_999, None)).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Blocks_of_many_sequences_are_found_by_each_of_them_and_shrink_by_what_is_erased(bool taken)
    {
        var rows = Enumerable.Range(1, 1_000).SelectMany(sequence => Enumerable.Range(0, 3).Select(index =>
            Decision(7, sequence, index, customer: (sequence + index) % 10, minute: sequence / 100))).ToArray();
        await ApplyAsync(1, Batch() with { Decisions = await JournalAsync(rows) });
        if (taken)
        {
            await TakeAllRecordsAsync();
        }

        await ApplyAsync(2, Batch() with { ErasedCustomers = [4] });
        await ReopenAsync();
        foreach (var row in rows.Where((_, number) => number % 37 == 0))
        {
            Assert.Equal(row.CustomerKey == 4, await Projections.ReadDecisionAsync(row.Partition, row.Sequence, row.Index, None) is null);
        }

        Assert.Null(await Projections.ReadDecisionAsync(7, 1_001, 0, None));
        Assert.Equal(2_700, await Projections.CountDecisionsAsync(Instant.MinValue, Instant.MaxValue, None));
        foreach (var (from, to) in new[] { (0, 1), (3, 7), (9, 11), (10, 11) })
        {
            var expected = rows.Where(row => row.CustomerKey != 4 && row.At >= Minute(from) && row.At < Minute(to)).ToArray();
            Assert.Equal(expected.Length, await Projections.CountDecisionsAsync(Minute(from), Minute(to), None));
            Assert.Equal(expected.Select(Position), (await ListAsync(Projections.ReadDecisionsAsync(Minute(from), Minute(to), None))).Select(Position));
        }

        Assert.Equal(
            rows.Where(row => row.CustomerKey == 5).OrderByDescending(row => row.Sequence).ThenByDescending(row => row.Index).Take(20).Select(Position),
            (await Projections.ReadDecisionsOfAsync(5, 20, None)).Select(Position));
        Assert.Empty(await Projections.ReadDecisionsOfAsync(4, 20, None));
    }

    [Fact]
    public async Task Records_outlive_the_journal_rows_they_lay_in()
    {
        var rows = Enumerable.Range(1, 300).Select(sequence => Decision(5, sequence, customer: sequence % 7, minute: sequence)).ToArray();
        await ApplyAsync(1, Batch() with { Decisions = await JournalAsync(rows) });
        await Storage.Journal.SaveCheckpointAsync(new Checkpoint(5, 300, 1, Noon, new byte[] { 1 }), None);

        // What is not taken yet bounds what may go, whatever is asked.
        var last = await Projections.TakeRecordsAsync(5, 300, Minute(100), None);
        Assert.InRange(last, 99, 299);
        Assert.Equal(99, await Storage.Journal.DeleteAsync(5, last, Minute(100), None));
        await ReadAllAsync();

        Assert.Equal(300, await Projections.TakeRecordsAsync(5, 300, Instant.MaxValue, None));
        Assert.Equal(201, await Storage.Journal.DeleteAsync(5, 300, Instant.MaxValue, None));
        await ReopenAsync();
        await ReadAllAsync();

        async Task ReadAllAsync()
        {
            Assert.Equal(300, await Projections.CountDecisionsAsync(Instant.MinValue, Instant.MaxValue, None));
            var read = await ListAsync(Projections.ReadDecisionsAsync(Instant.MinValue, Instant.MaxValue, None));
            Assert.Equal(300, read.Count);
            foreach (var (expected, actual) in rows.Zip(read))
            {
                AssertSame(expected, actual);
            }

            AssertSame(rows[6], await Projections.ReadDecisionAsync(5, 7, 0, None));
            Assert.Equal(42, (await Projections.ReadDecisionsOfAsync(0, 1_000, None)).Count);
        }
    }

    [Fact]
    public async Task Records_of_an_erased_customer_do_not_come_back_from_the_journal()
    {
        await ApplyAsync(1, Batch() with { Decisions = await JournalAsync(Decision(5, 1), Decision(5, 2, customer: 2), Decision(5, 3)) });
        await ApplyAsync(2, Batch() with { ErasedCustomers = [1] });
        await TakeAllRecordsAsync();
        Assert.Null(await Projections.ReadDecisionAsync(5, 1, 0, None));
        Assert.Equal([(5, 2L, 0)], (await ListAsync(Projections.ReadDecisionsAsync(Instant.MinValue, Instant.MaxValue, None))).Select(Position));
        Assert.NotNull(await Storage.Journal.ReadAsync(5, 1, None));
    }

    [Fact]
    public async Task A_journal_row_that_was_altered_has_a_checksum_that_does_not_fit()
    {
        DecisionRow[] rows = [Decision(5, 1), Decision(5, 2), Decision(5, 3)];
        foreach (var row in rows)
        {
            var journalled = JournalRowOf(rows.Where(other => other == row).GroupBy(other => (other.Partition, other.Sequence)).Single());
            var body = journalled.Body.ToArray();
            body[^20] ^= row.Sequence == 2 ? (byte)1 : (byte)0;
            await Storage.Journal.AppendAsync([journalled with { Body = body }], None);
        }

        await ApplyAsync(1, Batch() with { Decisions = [.. rows.Select(PlaceOf)] });
        for (var round = 0; round < 2; round++)
        {
            var read = await ListAsync(Projections.ReadDecisionsAsync(Instant.MinValue, Instant.MaxValue, None));
            Assert.Equal(rows.Select(Position), read.Select(Position));
            Assert.Equal([true, false, true], read.Select(row => JournalFormat.Checksum(row.Result.Span, JournalFormat.Checksum(row.Inputs.Span)) == row.Checksum));
            await TakeAllRecordsAsync();
        }
    }

    [Fact]
    public async Task Rows_of_the_schema_before_are_taken_over()
    {
        await Storage.DisposeAsync();
        var bytes = Store is SqliteUnderTest ? "blob" : "bytea";
        foreach (var sql in (string[])
        [
            "drop table decision_block",
            "drop table customer_sequence",
            "drop table contact",
            "delete from schema_version where number in (5, 13, 14, 15)",
            $"""
            create table decision (
                partition bigint not null, sequence bigint not null, position bigint not null, customer_key bigint not null,
                decided_at bigint not null, channel text not null, touchpoint text, triggered_by text,
                strategy_version bigint not null, engine_version bigint not null,
                inputs {bytes} not null, result {bytes} not null, checksum bigint not null,
                primary key (partition, sequence, position))
            """,
            "create index decision_time on decision (decided_at, partition, sequence, position)",
            "create index decision_customer on decision (customer_key, decided_at)",
            """
            create table contact (
                id text not null primary key, partition bigint not null, customer_key bigint not null,
                campaign text, offering text, channel text not null, outlet text, staff text,
                granted_at bigint not null, counts_at bigint not null, valid_until bigint not null,
                state text not null, reason text, state_at bigint not null)
            """,
            "create index contact_customer on contact (customer_key, granted_at)",
            "create index contact_due on contact (channel, state, counts_at)",
            "create index contact_time on contact (counts_at)",
            FormattableString.Invariant($"""
            with recursive number (n) as (select 0 union all select n + 1 from number where n < 4499)
            insert into decision (partition, sequence, position, customer_key, decided_at, channel, touchpoint, triggered_by,
                strategy_version, engine_version, inputs, result, checksum)
            select n / 1500, 1 + (n % 1500) / 3, n % 3, n % 7, {Noon.Microseconds} + n, 'web', null, 'bill.paid', 3, 1,
                cast(cast(n as text) as {bytes}), cast('r' as {bytes}), 4294967295 from number
            """),
            FormattableString.Invariant($"""
            insert into contact (id, partition, customer_key, campaign, offering, channel, outlet, staff, granted_at, counts_at, valid_until, state, reason, state_at)
            values ('0-1-0-1', 0, 5, 'c', 'o', 'sms', null, 's', {Minute(0).Microseconds}, {Minute(1).Microseconds}, {Minute(2).Microseconds}, 'pending', null, {Minute(0).Microseconds}),
                ('crm/2-77-0', 2, 5, null, null, 'phone', null, null, {Minute(3).Microseconds}, {Minute(3).Microseconds}, {Minute(3).Microseconds}, 'sent', null, {Minute(3).Microseconds})
            """),
        ])
        {
            await Store.TamperAsync("projections", sql);
        }

        await ReopenAsync();
        Assert.Equal(4_500, await Projections.CountDecisionsAsync(Instant.MinValue, Instant.MaxValue, None));
        var all = await ListAsync(Projections.ReadDecisionsAsync(Noon, Minute(1), None));
        Assert.Equal(Enumerable.Range(0, 4_500).Select(number => (number / 1_500, 1L + (number % 1_500 / 3), number % 3)), all.Select(Position));
        for (var number = 0; number < all.Count; number += 211)
        {
            var expected = new DecisionRow(
                number / 1_500, 1 + (number % 1_500 / 3), number % 3, number % 7, new Instant(Noon.Microseconds + number), "web", null, "bill.paid", 3, 1,
                System.Text.Encoding.UTF8.GetBytes(number.ToString(System.Globalization.CultureInfo.InvariantCulture)), "r"u8.ToArray(), 0xFFFF_FFFF);
            AssertSame(expected, await Projections.ReadDecisionAsync(expected.Partition, expected.Sequence, expected.Index, None));
        }

        Assert.Equal(643, (await Projections.ReadDecisionsOfAsync(5, 9_999, None)).Count);
        var contact = Assert.Single(await Projections.ReadDueContactsAsync("sms", "pending", Minute(5), 10, None));
        Assert.Equal(("0-1-0-1", 5L, "s", Minute(1)), (contact.Id, contact.CustomerKey, contact.Staff, contact.CountsAt));
        Assert.Equal(contact, await Projections.ReadContactAsync(0, 1, contact.Id, None));
        Assert.Equal(["crm/2-77-0", "0-1-0-1"], (await Projections.ReadContactsOfAsync(5, 10, None)).Select(row => row.Id));
        Assert.Empty((await Storage.InspectAsync(None)).Problems);
    }

    [Fact]
    public async Task Contacts_of_a_campaign_are_gone_through_in_order_from_where_one_had_come()
    {
        await ApplyAsync(1, Batch() with
        {
            NewContacts =
            [
                Contact("b", state: "sent", due: 5), Contact("a", customer: 2, state: "sent", due: 5), Contact("c", state: "sent", due: 1), Contact("d", due: 2),
                Contact("e", channel: "app", state: "sent", due: 3), Contact("f", state: "sent", due: 9), Contact("g", state: "sent", due: 6) with { Campaign = "c2" },
            ],
        });

        async Task<IReadOnlyList<string>> AfterAsync(int due, string id, int before, int limit = 10) =>
            [.. (await Projections.ReadContactsAfterAsync("c1", "sms", "sent", new ContactPlace(Minute(due), id), Minute(before), limit, None)).Select(contact => contact.Id)];

        Assert.Equal(["c", "a", "b"], await AfterAsync(0, "", 9));
        Assert.Equal(["b", "f"], await AfterAsync(5, "a", 10));
        Assert.Equal(["c", "a"], await AfterAsync(0, "", 10, limit: 2));
        Assert.Equal("sent", (await Projections.ReadContactAsync(0, 1, "a", None))!.State);
        Assert.Null(await Projections.ReadContactAsync(0, 2, "a", None));
    }

    [Fact]
    public async Task Projectors_of_different_partitions_write_at_the_same_time()
    {
        await TogetherAsync(6, async number =>
        {
            for (var sequence = 1; sequence <= 20; sequence++)
            {
                await Projections.ApplyAsync(
                    new ProjectionBatch
                    {
                        Decisions = [PlaceOf(Decision(number, sequence))],
                        Counters = [Counter(1, campaign: "of-" + number), Counter(1)],
                        Watermarks = new Dictionary<int, long> { [number] = sequence },
                    },
                    None);
            }

            return true;
        });
        Assert.All(await Projections.ReadWatermarksAsync(None), watermark => Assert.Equal(20, watermark.Value));
        Assert.Equal(240, (await Projections.ReadCountersAsync(new CounterFilter(), CounterParts.None, None)).Sum(total => total.Amount));
    }
}

public sealed class SqliteProjections() : ProjectionCases(new SqliteUnderTest());

public sealed class PostgresProjections() : ProjectionCases(new PostgresUnderTest());
