using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Tests.Drivers;

public abstract class DocumentCases(StoreUnderTest store) : DriverCases(store)
{
    private IDocumentStore Documents => Storage.Documents;

    private static DocumentPut Put(string id, string body = "{}", long? expected = null, string kind = "offering") =>
        new(kind, id, body, expected);

    private ValueTask<DocumentsCommitted> CommitAsync(params DocumentPut[] puts) =>
        Documents.CommitAsync(new DocumentChanges { Puts = puts }, Noon, None);

    private async Task<DocumentConflictException> ConflictAsync(DocumentChanges changes) =>
        await Assert.ThrowsAsync<DocumentConflictException>(async () => await Documents.CommitAsync(changes, Noon, None));

    [Fact]
    public async Task A_new_document_has_version_1_and_is_read_back_as_it_was_put()
    {
        const string Body = """{"name":"5G 套餐 😀","line":"a\u0000b\nc"}""";
        var committed = await CommitAsync(Put("P-5G-128", Body));
        var expected = new Document("offering", "P-5G-128", 1, Body, Noon);
        Assert.Equal(expected, Assert.Single(committed.Documents));
        await ReopenAsync();
        Assert.Equal(expected, await Documents.ReadAsync("offering", "P-5G-128", None));
        Assert.Null(await Documents.ReadAsync("campaign", "P-5G-128", None));
        Assert.Null(await Documents.ReadAsync("offering", "p-5g-128", None));
    }

    [Fact]
    public async Task Each_change_raises_the_version_by_one()
    {
        await CommitAsync(Put("a", "1"));
        await CommitAsync(Put("a", "2"));
        var committed = await Documents.CommitAsync(
            new DocumentChanges { Puts = [Put("a", "3", expected: 2)] }, Noon + TimeSpan.FromHours(1), None);
        Assert.Equal(new Document("offering", "a", 3, "3", Noon + TimeSpan.FromHours(1)), committed.Documents[0]);
        Assert.Equal(committed.Documents[0], await Documents.ReadAsync("offering", "a", None));
    }

    [Fact]
    public async Task Creating_what_exists_is_a_conflict_that_tells_the_version()
    {
        await CommitAsync(Put("a", "1", expected: 0));
        await CommitAsync(Put("a", "2"));
        var conflict = await ConflictAsync(new DocumentChanges { Puts = [Put("a", "3", expected: 0)] });
        Assert.Equal(("offering", "a", 0L, 2L), (conflict.Kind, conflict.Id, conflict.Expected, conflict.Actual));
        Assert.Equal("2", (await Documents.ReadAsync("offering", "a", None))!.Body);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Putting_at_another_version_is_a_conflict(long expected)
    {
        await CommitAsync(Put("a"));
        await CommitAsync(Put("a"));
        var conflict = await ConflictAsync(new DocumentChanges { Puts = [Put("a", "3", expected)] });
        Assert.Equal(2, conflict.Actual);
        Assert.Equal(2, (await Documents.ReadAsync("offering", "a", None))!.Version);
    }

    [Fact]
    public async Task Putting_at_a_version_what_is_not_there_is_a_conflict()
    {
        var conflict = await ConflictAsync(new DocumentChanges { Puts = [Put("a", "{}", expected: 1)] });
        Assert.Null(conflict.Actual);
        Assert.Null(await Documents.ReadAsync("offering", "a", None));
    }

    [Fact]
    public async Task A_delete_removes_at_the_expected_version_only()
    {
        await CommitAsync(Put("a"), Put("b"), Put("c"));
        var stale = await ConflictAsync(new DocumentChanges { Deletes = [new("offering", "a", 2)] });
        Assert.Equal(1, stale.Actual);
        var absent = await ConflictAsync(new DocumentChanges { Deletes = [new("offering", "z", null)] });
        Assert.Null(absent.Actual);
        await Documents.CommitAsync(new DocumentChanges { Deletes = [new("offering", "a", 1), new("offering", "b", null)] }, Noon, None);
        Assert.Equal(["c"], (await Documents.ReadAllAsync("offering", None)).Select(document => document.Id));

        // Made anew it starts anew.
        Assert.Equal(1, (await CommitAsync(Put("a", expected: 0))).Documents[0].Version);
    }

    [Fact]
    public async Task A_conflict_leaves_nothing_of_documents_audit_and_messages()
    {
        await CommitAsync(Put("taken"), Put("kept"));
        var conflict = await ConflictAsync(new DocumentChanges
        {
            Puts = [Put("new"), Put("kept", "changed"), Put("taken", expected: 7)],
            Deletes = [new("offering", "kept", null)],
            Audit = [new(Noon, "k1", "put", "offering", "new", "")],
            Messages = [new(0, "offering.changed", "new")],
        });
        Assert.Equal("taken", conflict.Id);
        Assert.Null(await Documents.ReadAsync("offering", "new", None));
        Assert.Equal("{}", (await Documents.ReadAsync("offering", "kept", None))!.Body);
        Assert.Empty((await Documents.SearchAuditAsync(new AuditFilter(Instant.MinValue, Instant.MaxValue), 0, 10, None)).Items);
        Assert.Empty(await Documents.ReadOutboxAsync(10, None));
    }

    [Fact]
    public async Task Documents_audit_and_messages_are_committed_together()
    {
        var audit = new AuditEntry(Noon, "k1", "put", "offering", "a", "价格 10 → 20");
        var committed = await Documents.CommitAsync(
            new DocumentChanges { Puts = [Put("a")], Audit = [audit], Messages = [new(77, "topic", "one"), new(77, "topic", "two")] },
            Noon,
            None);
        await ReopenAsync();
        Assert.NotNull(await Documents.ReadAsync("offering", "a", None));
        var found = await Documents.SearchAuditAsync(new AuditFilter(Noon, Noon + TimeSpan.FromSeconds(1)), 0, 10, None);
        Assert.Equal([audit], found.Items.Select(record => record.Entry));
        Assert.Equal(["one", "two"], committed.Messages.Select(message => message.Body));
        Assert.Equal(committed.Messages, await Documents.ReadOutboxAsync(10, None));
    }

    [Fact]
    public async Task Of_writers_that_expect_the_same_version_exactly_one_wins()
    {
        await CommitAsync(Put("a"));
        var won = await TogetherAsync(8, async number =>
        {
            try
            {
                await CommitAsync(Put("a", number.ToString(), expected: 1), Put("own-" + number, expected: 0));
                return true;
            }
            catch (DocumentConflictException)
            {
                return false;
            }
        });
        Assert.Equal(1, won.Count(winner => winner));
        Assert.Equal(["a", "own-" + Array.IndexOf(won, true)], (await Documents.ReadAllAsync("offering", None)).Select(document => document.Id));
    }

    [Fact]
    public async Task Lists_are_ordered_by_the_bytes_of_the_id_and_paged()
    {
        // A language's own order would mix the cases and ignore the punctuation.
        string[] ordered = ["", "-a", "A", "B", "Z-1", "Z1", "_", "a", "a b", "b", "ä", "一", "二", "\uFF5E", "😀"];
        await CommitAsync([.. ordered.Reverse().Select(id => Put(id)), Put("other", kind: "channel")]);
        Assert.Equal(ordered, (await Documents.ReadAllAsync("offering", None)).Select(document => document.Id));

        var ids = new List<string>();
        for (var offset = 0; offset < ordered.Length; offset += 4)
        {
            var page = await Documents.ListAsync("offering", offset, 4, None);
            Assert.Equal(ordered.Length, page.Total);
            ids.AddRange(page.Items.Select(document => document.Id));
        }

        Assert.Equal(ordered, ids);
        var beyond = await Documents.ListAsync("offering", 100, 4, None);
        Assert.Empty(beyond.Items);
        Assert.Equal(ordered.Length, beyond.Total);
        Assert.Equal(0, (await Documents.ListAsync("campaign", 0, 4, None)).Total);
    }

    [Fact]
    public async Task A_text_with_the_null_character_is_refused_whole()
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await CommitAsync(Put("a"), Put("b\0")));
        Assert.Null(await Documents.ReadAsync("offering", "a", None));
    }

    [Fact]
    public async Task The_outbox_gives_messages_in_the_order_of_their_commits_until_they_are_deleted()
    {
        for (var number = 0; number < 10; number++)
        {
            await Documents.CommitAsync(new DocumentChanges { Messages = [new(0, "t", $"{number}a"), new(0, "t", $"{number}b")] }, Noon, None);
        }

        var first = await Documents.ReadOutboxAsync(5, None);
        Assert.Equal(["0a", "0b", "1a", "1b", "2a"], first.Select(message => message.Body));
        await Documents.DeleteFromOutboxAsync([first[3].Number, first[0].Number, first[0].Number], None);
        await ReopenAsync();
        var rest = await Documents.ReadOutboxAsync(100, None);
        Assert.Equal(18, rest.Count);
        Assert.Equal(["0b", "1a", "2a"], rest.Take(3).Select(message => message.Body));
        Assert.Equal(rest.Select(message => message.Number).Order(), rest.Select(message => message.Number));
    }

    [Fact]
    public async Task An_outbox_number_is_never_given_twice()
    {
        var first = (await Documents.CommitAsync(new DocumentChanges { Messages = [new(0, "t", "1")] }, Noon, None)).Messages[0].Number;
        await Documents.DeleteFromOutboxAsync([first], None);
        await ReopenAsync();
        var second = (await Documents.CommitAsync(new DocumentChanges { Messages = [new(0, "t", "2")] }, Noon, None)).Messages[0].Number;
        Assert.True(second > first);
    }

    [Fact]
    public async Task The_audit_trail_is_read_newest_first_within_half_open_bounds()
    {
        await Documents.CommitAsync(
            new DocumentChanges
            {
                Audit = [.. Enumerable.Range(0, 10).Select(minute => new AuditEntry(
                    Noon + TimeSpan.FromMinutes(minute / 2), "k", "put", "offering", minute.ToString(), ""))],
            },
            Noon,
            None);
        var found = await Documents.SearchAuditAsync(new AuditFilter(Noon + TimeSpan.FromMinutes(1), Noon + TimeSpan.FromMinutes(4)), 0, 4, None);
        Assert.Equal(["7", "6", "5", "4"], found.Items.Select(record => record.Entry.Id));
    }

    [Fact]
    public async Task Grants_stop_at_the_capacity()
    {
        Assert.Equal(6, await Documents.GrantAsync("channel/hall", "2026-03-02", 10, 6, None));
        Assert.Equal(4, await Documents.GrantAsync("channel/hall", "2026-03-02", 10, 6, None));
        Assert.Equal(0, await Documents.GrantAsync("channel/hall", "2026-03-02", 10, 6, None));
        Assert.Equal(6, await Documents.GrantAsync("channel/hall", "2026-03-03", 10, 6, None));
        Assert.Equal(
            [new("channel/hall", "2026-03-02", 10, 10), new("channel/hall", "2026-03-03", 10, 6)],
            await Documents.ReadBalancesAsync(None));
    }

    [Fact]
    public async Task A_lowered_capacity_grants_nothing_more_and_a_raised_one_the_difference()
    {
        Assert.Equal(8, await Documents.GrantAsync("r", "p", 10, 8, None));
        Assert.Equal(0, await Documents.GrantAsync("r", "p", 5, 1, None));
        Assert.Equal(4, await Documents.GrantAsync("r", "p", 12, 100, None));
        Assert.Equal([new("r", "p", 12, 12)], await Documents.ReadBalancesAsync(None));
    }

    [Fact]
    public async Task Returned_units_are_granted_again_and_no_more_is_returned_than_is_out()
    {
        Assert.Equal(10, await Documents.GrantAsync("r", "p", 10, 10, None));
        await Documents.ReturnAsync("r", "p", 3, None);
        await ReopenAsync();
        Assert.Equal(3, await Documents.GrantAsync("r", "p", 10, 5, None));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Documents.ReturnAsync("r", "p", 11, None));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Documents.ReturnAsync("r", "other", 1, None));
        Assert.Equal([new("r", "p", 10, 10)], await Documents.ReadBalancesAsync(None));
    }

    [Fact]
    public async Task Negative_grants_and_returns_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Documents.GrantAsync("r", "p", 10, -1, None));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Documents.ReturnAsync("r", "p", -1, None));
    }

    [Fact]
    public async Task Thirty_two_callers_at_once_are_granted_exactly_the_capacity()
    {
        const long Capacity = 1_000;
        var granted = await TogetherAsync(32, async number =>
        {
            var mine = 0L;
            for (var round = 0; round < 10; round++)
            {
                mine += await Documents.GrantAsync("r", "p", Capacity, 1 + ((number + round) % 9), None);
            }

            return mine;
        });

        Assert.Equal(Capacity, granted.Sum());
        Assert.Equal([new("r", "p", Capacity, Capacity)], await Documents.ReadBalancesAsync(None));
    }
}

public sealed class SqliteDocuments() : DocumentCases(new SqliteUnderTest());

public sealed class PostgresDocuments() : DocumentCases(new PostgresUnderTest());
