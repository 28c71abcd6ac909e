using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Octant.EndToEnd.Server;

namespace Octant.EndToEnd.Console;

[Collection(ConsoleTests.Name)]
public sealed class AudienceTests(ConsoleWorld world)
{
    private const string Text = "customer.fiveG && !owns(\"plan-5g-129\") && customer.dataUsageGb >= 15";

    [Theory]
    [InlineData("zh", 1280)]
    [InlineData("en", 1280)]
    [InlineData("zh", 390)]
    public async Task The_number_is_exact_and_the_rows_follow_the_text(string language, int width)
    {
        await using var visitor = await OpenAsync(language, width);
        await EditorOf(visitor).FillAsync(Text);

        await Assertions.Expect(CountOf(visitor)).ToHaveTextAsync(await ExpectedAsync(Text));
        await Assertions.Expect(visitor.Page.Locator(".rule")).ToHaveCountAsync(3);
        await visitor.InspectAsync("audiences");
    }

    [Fact]
    public async Task The_text_follows_the_rows()
    {
        await using var visitor = await OpenAsync("en", 1280);
        await EditorOf(visitor).FillAsync("customer.fiveG");
        await Assertions.Expect(visitor.Page.Locator(".rule")).ToHaveCountAsync(1);

        // The list opens while the number is on its way, and stays open when it comes.
        await visitor.Field("", "How").ClickAsync();
        await Assertions.Expect(CountOf(visitor)).ToHaveTextAsync(await ExpectedAsync("customer.fiveG"));
        await visitor.Page.Locator(".ant-select-item-option", new PageLocatorOptions { HasTextRegex = Exactly("no") }).ClickAsync();

        await Assertions.Expect(EditorOf(visitor)).ToHaveTextAsync("!customer.fiveG");
        await Assertions.Expect(CountOf(visitor)).ToHaveTextAsync(await ExpectedAsync("!customer.fiveG"));
    }

    [Fact]
    public async Task A_mistake_stands_under_the_very_word_with_the_name_that_was_meant()
    {
        await using var visitor = await OpenAsync("en", 1280);
        await EditorOf(visitor).FillAsync("customer.fiveG && customer.arpuu > 5");

        await Assertions.Expect(visitor.Page.Locator(".cm-lintRange-error")).ToHaveTextAsync("arpuu");
        await Assertions.Expect(visitor.Page.GetByText("Did you mean arpu?")).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Button("", "Keep as a target list")).ToBeDisabledAsync();
        await visitor.InspectAsync("audiences-mistake");
    }

    [Fact]
    public async Task What_rows_cannot_say_stays_as_it_was_typed()
    {
        const string Beyond = "customer.arpu * 2 > customer.balance";
        await using var visitor = await OpenAsync("en", 1280);
        await EditorOf(visitor).FillAsync(Beyond);

        await Assertions.Expect(visitor.Page.GetByText("This condition is edited as text")).ToBeVisibleAsync();
        await Assertions.Expect(CountOf(visitor)).ToHaveTextAsync(await ExpectedAsync(Beyond));
        await Assertions.Expect(EditorOf(visitor)).ToHaveTextAsync(Beyond);
    }

    [Fact]
    public async Task An_audience_is_kept_compared_sampled_with_masked_numbers_and_deleted()
    {
        await using var visitor = await OpenAsync("en", 1280);
        var page = visitor.Page;
        await EditorOf(visitor).FillAsync("customer.arpu >= 80");
        await visitor.Button("", "Keep as a target list").ClickAsync();
        await visitor.Field("", "Name of the list").FillAsync("High value");
        await visitor.Field("", "Id").FillAsync("high-value");
        await visitor.Button("", "Keep").ClickAsync();
        var row = page.Locator("tr[data-row-key='high-value']");
        await Assertions.Expect(row).ToContainTextAsync("High value");

        await EditorOf(visitor).FillAsync("customer.fiveG");
        await visitor.Field("", "Compare with audiences and campaigns").ClickAsync();
        await page.Locator(".ant-select-item-option", new PageLocatorOptions { HasTextRegex = Exactly("High value") }).ClickAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("tr[data-row-key='High value'] td").Nth(2)).ToHaveTextAsync(await ExpectedAsync("customer.fiveG && customer.arpu >= 80"));

        await visitor.Button("", "Draw 8").ClickAsync();
        var drawn = page.Locator("tr[data-row-key^='L']");
        await Assertions.Expect(drawn).ToHaveCountAsync(8);
        await Assertions.Expect(drawn.First).ToContainTextAsync("*");
        await visitor.InspectAsync("audiences-compared");

        await row.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Delete" }).ClickAsync();
        await page.Locator(".ant-popconfirm").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(row).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_audience_is_saved_with_its_versions_and_an_uploaded_list_becomes_a_condition()
    {
        await using var visitor = await OpenAsync("en", 1280);
        var page = visitor.Page;
        foreach (var arpu in (string[])["80", "90"])
        {
            await EditorOf(visitor).FillAsync($"customer.arpu >= {arpu}");
            await visitor.Button("", "Save the audience").ClickAsync();
            await visitor.Field("", "Name of the audience").FillAsync("Heavy users");
            await visitor.Field("", "Id of the audience").FillAsync("heavy-users");
            await visitor.Button("", "Save").ClickAsync();
            await Assertions.Expect(page.Locator("tr[data-row-key='heavy-users']")).ToContainTextAsync($"customer.arpu >= {arpu}");
        }

        await page.Locator("tr[data-row-key='heavy-users']").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Versions" }).ClickAsync();
        await Assertions.Expect(page.Locator(".ant-modal .ant-timeline-item")).ToHaveCountAsync(2);
        await visitor.InspectAsync("audience-versions");
        await page.Keyboard.PressAsync("Escape");

        await visitor.Button("", "Upload a list").ClickAsync();
        await visitor.Field("", "Name of the uploaded list").FillAsync("From the hall");
        await visitor.Field("", "Id of the uploaded list").FillAsync("hall-list");
        await page.Locator("input[type='file']").SetInputFilesAsync(new FilePayload
        {
            Name = "hall.csv",
            MimeType = "text/csv",
            Buffer = System.Text.Encoding.UTF8.GetBytes("customerId\nL0000001\nL0000002\nL0000001\nnobody\n"),
        });
        await visitor.Button("", "Upload").ClickAsync();
        await Assertions.Expect(page.Locator(".ant-modal [role='status']")).ToContainTextAsync("nobody is called that");
        await visitor.InspectAsync("audience-uploaded");
        await visitor.Button("", "Use it as a condition").ClickAsync();

        await Assertions.Expect(EditorOf(visitor)).ToHaveTextAsync("customer.list_hall_list");
        await Assertions.Expect(CountOf(visitor)).ToHaveTextAsync("2");
    }

    private static ILocator EditorOf(Visitor visitor) => visitor.Page.Locator(".cm-content");

    private static ILocator CountOf(Visitor visitor) => visitor.Page.GetByTestId("count");

    private static Regex Exactly(string text) => new($"^{Regex.Escape(text)}$", RegexOptions.None, TimeSpan.FromSeconds(1));

    private async Task<Visitor> OpenAsync(string language, int width)
    {
        var visitor = await world.VisitAsync(language, width);
        await visitor.SignInAsync();
        await visitor.GoToAsync("目标客户群", "Audiences");
        await EditorOf(visitor).WaitForAsync();
        return visitor;
    }

    /// <summary>What the API counts, as both languages write it.</summary>
    private async Task<string> ExpectedAsync(string expression)
    {
        using var client = new ApiClient(world.Address);
        var body = new System.Text.Json.Nodes.JsonObject { ["expression"] = expression }.ToJsonString();
        var count = (long)(await client.PostAsync("/api/v1/audiences/count", body)).RequireSuccess().Json["count"]!;
        Assert.True(count > 0, $"Nobody satisfies {expression}; the test would show nothing.");
        return count.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
    }
}
