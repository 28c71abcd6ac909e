namespace Octant.Platform.Tests.Customers;

public sealed class ConsentImportTests(CustomerHost host) : IClassFixture<CustomerHost>
{
    private const string Query = "format=csv&idColumn=id";

    [Fact]
    public async Task A_column_of_consents_says_what_customers_said_and_again_changes_nothing()
    {
        const string file = "id,consent.marketing,consent.survey\nA1,granted,\nA2,refused,granted\nA3,,\n";
        Assert.Equal(new ImportCounts(3, 0, 3, 0, 0), await host.ImportWellAsync(file, Query));
        Assert.Equal(new ImportCounts(3, 0, 0, 0, 3), await host.ImportWellAsync(file, Query));
    }

    [Fact]
    public async Task A_grant_in_a_file_does_not_undo_a_refusal_but_a_refusal_undoes_a_grant()
    {
        await host.ImportWellAsync("id,consent.marketing\nB1,refused\nB2,granted\n", Query);
        Assert.Equal(new ImportCounts(2, 0, 0, 1, 1), await host.ImportWellAsync("id,consent.marketing\nB1,granted\nB2,refused\n", Query));
        Assert.Equal(new ImportCounts(2, 0, 0, 0, 2), await host.ImportWellAsync("id,consent.marketing\nB1,granted\nB2,granted\n", Query));
    }

    [Fact]
    public async Task Consents_survive_a_restart()
    {
        const string file = "id,consent.marketing\nC1,granted\n";
        await host.ImportWellAsync(file, Query);
        await host.RestartAsync();
        Assert.Equal(new ImportCounts(1, 0, 0, 0, 1), await host.ImportWellAsync(file, Query));
    }

    [Fact]
    public async Task Any_other_word_is_rejected_with_its_line_and_so_is_a_class_that_cannot_be()
    {
        var answer = await host.ImportAsync("id,consent.marketing\nD1,granted\nD2,yes\n", Query);
        Assert.Equal(new ImportCounts(1, 1, 1, 0, 0), ImportCounts.Of(answer));
        Assert.Equal(3, (long)answer.Json["rejects"]![0]!["line"]!);
        Assert.Equal("consent.marketing", (string)answer.Json["rejects"]![0]!["field"]!);

        var refused = await host.ImportAsync("id,consent.two words\nD1,granted\n", Query);
        Assert.Equal(["consent.two words"], refused.Fields);
    }
}
