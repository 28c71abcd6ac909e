using System.Globalization;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Tests.Drivers;

/// <summary>The audit trail: found by whatever is asked, and telling when anything of it was touched.</summary>
public abstract class AuditCases(StoreUnderTest store) : DriverCases(store)
{
    private static readonly AuditFilter Everything = new(Instant.MinValue, Instant.MaxValue);

    private IDocumentStore Documents => Storage.Documents;

    [Fact]
    public async Task Entries_are_found_by_who_what_which_when_and_where()
    {
        await WriteAsync(
            Entry(0, "operator/1", "created", "campaign", "c-1") with { Organisation = "north/harbour" },
            Entry(1, "operator/2", "created", "campaign", "c-2") with { Organisation = "north/harbourside" },
            Entry(2, "operator/1", "deleted", "offering", "o-1"),
            Entry(3, "key/7", "created", "offering", "o-2") with { Organisation = "north" });

        Assert.Equal(["o-1", "c-1"], await FindAsync(Everything with { Actor = "operator/1" }));
        Assert.Equal(["o-2", "c-2", "c-1"], await FindAsync(Everything with { Action = "created" }));
        Assert.Equal(["o-2", "o-1"], await FindAsync(Everything with { Kind = "offering" }));
        Assert.Equal(["c-2"], await FindAsync(Everything with { Kind = "campaign", Id = "c-2" }));
        Assert.Equal(["o-1", "c-2"], await FindAsync(new AuditFilter(Noon + TimeSpan.FromMinutes(1), Noon + TimeSpan.FromMinutes(3))));
        Assert.Equal(["c-1"], await FindAsync(Everything with { Organisation = "north/harbour" }));
        Assert.Equal(["o-2", "c-2", "c-1"], await FindAsync(Everything with { Organisation = "north" }));
        Assert.Empty(await FindAsync(Everything with { Organisation = "North" }));
    }

    [Fact]
    public async Task A_text_is_found_wherever_it_stands_and_its_signs_mean_themselves()
    {
        await WriteAsync(
            Entry(0, "operator/1", "created", "offering", "A-100", "价格 10 → 20"),
            Entry(1, "operator/1", "created", "offering", "a_200", "50% off"),
            Entry(2, "operator/1", "created", "offering", "ab300", "500 off"));

        Assert.Equal(["A-100"], await FindAsync(Everything with { Text = "a-1" }));
        Assert.Equal(["A-100"], await FindAsync(Everything with { Text = "价格" }));
        Assert.Equal(["a_200"], await FindAsync(Everything with { Text = "A_2" }));
        Assert.Equal(["a_200"], await FindAsync(Everything with { Text = "0% O" }));
    }

    [Fact]
    public async Task A_page_tells_how_many_there_are()
    {
        await WriteAsync([.. Enumerable.Range(0, 25).Select(minute => Entry(minute, "k", "put", "offering", minute.ToString(CultureInfo.InvariantCulture)))]);

        var page = await Documents.SearchAuditAsync(Everything, 10, 3, None);

        Assert.Equal(["14", "13", "12"], page.Items.Select(record => record.Entry.Id));
        Assert.Equal(25, page.Total);
    }

    [Fact]
    public async Task What_was_written_verifies_and_goes_on_verifying_after_a_restart()
    {
        Assert.Equal((0, 0), Counts(await Documents.VerifyAuditAsync(None)));
        await WriteAsync(Entry(0, "a", "b", "c", "1"), Entry(0, "a", "b", "c", "2"));
        var first = await Documents.VerifyAuditAsync(None);
        await ReopenAsync();
        Assert.Equal(first.Head, (await Documents.VerifyAuditAsync(None)).Head);
        await WriteAsync(Entry(1, "a", "b", "c", "3") with { Organisation = "x" });

        var found = await Documents.VerifyAuditAsync(None);

        Assert.Equal((3, 0), Counts(found));
        Assert.NotEqual(first.Head, found.Head);
        Assert.False(found.KeyIsKeptApart);
    }

    [Theory]
    [InlineData("update audit set detail = 'nothing' where id = '3'", 3)]
    [InlineData("update audit set actor = 'somebody else' where id = '3'", 3)]
    [InlineData("update audit set at = at + 1 where id = '3'", 3)]
    [InlineData("update audit set organisation = 'elsewhere' where id = '3'", 3)]
    [InlineData("delete from audit where id = '3'", 4)]
    [InlineData("delete from audit where id = '1'", 2)]
    [InlineData("update audit set seal = null, sealed_by = null where id = '3'", 3)]
    public async Task An_entry_that_was_changed_or_taken_out_shows_where(string sql, int showsAt)
    {
        await WriteAsync([.. Enumerable.Range(1, 6).Select(number => Entry(number, "a", "b", "c", number.ToString(CultureInfo.InvariantCulture), "told"))]);

        await TamperAsync(sql);

        var found = await Documents.VerifyAuditAsync(None);
        Assert.NotEmpty(found.Faults);
        var number = found.Faults[0].Number;
        var shown = (await Documents.SearchAuditAsync(Everything, 0, 10, None)).Items.Single(record => record.Number == number);
        Assert.Equal(showsAt.ToString(CultureInfo.InvariantCulture), shown.Entry.Id);
    }

    [Theory]
    [InlineData("delete from audit where id = '6'")]
    [InlineData("delete from audit where id in ('5', '6')")]
    [InlineData("delete from audit")]
    [InlineData("delete from audit_head")]
    [InlineData("update audit_head set entries = entries + 1")]
    [InlineData("insert into audit (at, actor, action, kind, id, detail) values (0, 'a', 'b', 'c', '7', '')")]
    public async Task An_entry_taken_off_or_put_at_the_end_shows(string sql)
    {
        await WriteAsync([.. Enumerable.Range(1, 6).Select(number => Entry(number, "a", "b", "c", number.ToString(CultureInfo.InvariantCulture)))]);

        await TamperAsync(sql);

        Assert.NotEmpty((await Documents.VerifyAuditAsync(None)).Faults);
    }

    [Fact]
    public async Task Tampering_is_not_mended_by_what_is_written_after_it()
    {
        await WriteAsync([.. Enumerable.Range(1, 3).Select(number => Entry(number, "a", "b", "c", number.ToString(CultureInfo.InvariantCulture)))]);
        await TamperAsync("delete from audit where id = '3'");
        await WriteAsync(Entry(9, "a", "b", "c", "9"));

        Assert.NotEmpty((await Documents.VerifyAuditAsync(None)).Faults);
    }

    [Fact]
    public async Task A_key_kept_apart_seals_on_from_where_it_is_given_and_cannot_be_taken_away_again()
    {
        await WriteAsync(Entry(1, "a", "b", "c", "1"));
        await Storage.DisposeAsync();
        await using (var apart = await Store.OpenAsync(["a key that is kept where nobody looks"]))
        {
            await apart.Documents.CommitAsync(new DocumentChanges { Audit = [Entry(2, "a", "b", "c", "2")] }, Noon, None);
            var sealedApart = await apart.Documents.VerifyAuditAsync(None);
            Assert.Equal((2, 0), Counts(sealedApart));
            Assert.True(sealedApart.KeyIsKeptApart);
        }

        await using (var rotated = await Store.OpenAsync(["another key, later on, of good length", "a key that is kept where nobody looks"]))
        {
            await rotated.Documents.CommitAsync(new DocumentChanges { Audit = [Entry(3, "a", "b", "c", "3")] }, Noon, None);
            Assert.Equal((3, 0), Counts(await rotated.Documents.VerifyAuditAsync(None)));
        }

        await ReopenAsync();
        Assert.NotEmpty((await Documents.VerifyAuditAsync(None)).Faults);
        await WriteAsync(Entry(4, "a", "b", "c", "4"));
        await Storage.DisposeAsync();
        await using var again = await Store.OpenAsync(["another key, later on, of good length", "a key that is kept where nobody looks"]);
        Assert.Contains((await again.Documents.VerifyAuditAsync(None)).Faults, fault => fault.What.Contains("kept in the store", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Entries_written_at_the_same_time_form_one_chain()
    {
        await TogetherAsync(8, async writer =>
        {
            for (var i = 0; i < 5; i++)
            {
                await WriteAsync(Entry(i, "writer/" + writer.ToString(CultureInfo.InvariantCulture), "b", "c", i.ToString(CultureInfo.InvariantCulture)));
            }

            return true;
        });

        Assert.Equal((40, 0), Counts(await Documents.VerifyAuditAsync(None)));
    }

    private async Task TamperAsync(string sql)
    {
        await Storage.DisposeAsync();
        await Store.TamperAsync("office", sql);
        await ReopenAsync();
    }

    private async Task WriteAsync(params AuditEntry[] entries) => await Documents.CommitAsync(new DocumentChanges { Audit = entries }, Noon, None);

    private async Task<IEnumerable<string>> FindAsync(AuditFilter filter) =>
        (await Documents.SearchAuditAsync(filter, 0, 100, None)).Items.Select(record => record.Entry.Id);

    private static (long Entries, int Faults) Counts(AuditVerification found) => (found.Entries, found.Faults.Count);

    private static AuditEntry Entry(int minute, string actor, string action, string kind, string id, string detail = "") =>
        new(Noon + TimeSpan.FromMinutes(minute), actor, action, kind, id, detail);
}

public sealed class SqliteAudit() : AuditCases(new SqliteUnderTest());

public sealed class PostgresAudit() : AuditCases(new PostgresUnderTest());
