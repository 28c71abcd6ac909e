using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Tests.Customers;

public sealed class CustomerTests(CustomerHost host) : IClassFixture<CustomerHost>, IAsyncLifetime
{
    private static readonly (string Name, string Kind)[] Attributes =
        [("c_number", "number"), ("c_flag", "flag"), ("c_word", "category"), ("c_day", "date"), ("phone", "text"), ("address", "text")];

    private ApiClient Client => host.Administrator;

    public async Task InitializeAsync()
    {
        foreach (var (name, kind) in Attributes)
        {
            await Client.PutAsync($"/api/v1/attributes/{name}", $$"""{"kind":"{{kind}}"}""");
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_customer_is_put_changed_by_name_and_shown_whole()
    {
        var put = await Client.PutAsync(
            "/api/v1/customers/w1",
            """{"attributes":{"c_number":1.5,"c_flag":false,"c_word":"red","c_day":"2026-01-31T00:00:00Z","address":"1 Main Street"},"tags":["a"],"products":["P-1"]}""");
        Assert.Equal(HttpStatusCode.Created, put.Status);
        Assert.Equal(HttpStatusCode.OK, (await Client.PutAsync("/api/v1/customers/w1/attributes", """{"c_number":null,"c_word":"blue"}""")).Status);
        Assert.False((bool)(await Client.PutAsync("/api/v1/customers/w1", """{"attributes":{"c_word":"blue"}}""")).Json["changed"]!);
        await ChangedAsync("/api/v1/customers/w1/consents/marketing", """{"state":"granted","source":"hall","at":"2026-01-01T00:00:00Z"}""");
        await ChangedAsync("/api/v1/customers/w1/lists", """{"neverDisturb":true}""");
        await ChangedAsync("/api/v1/customers/w1/products", """[{"offering":"P-2","state":"pending","promotion":"PR","lockedUntil":"2027-01-01T00:00:00Z"}]""");

        var view = (await Client.GetAsync("/api/v1/customers/w1")).Json;
        Assert.Equal(
            """
            {"customerId":"w1","status":"active","attributes":{"c_day":"2026-01-31T00:00:00Z","c_flag":false,"c_word":"blue"},"texts":{"address":"1 Main Street"},"tags":["a"],"products":[{"offering":"P-2","state":"pending","promotion":"PR","lockedUntil":"2027-01-01T00:00:00Z"}],"consents":[{"class":"marketing","state":"granted","source":"hall","at":"2026-01-01T00:00:00Z"}],"lists":{"neverDisturb":true,"neverOffer":false},"openCases":[],"habits":{"marketing":{"evidence":0,"suffices":false,"channels":[]},"service":{"evidence":0,"suffices":false,"channels":[]}},"decisions":[],"contacts":[],"responses":[],"surveys":[]}
            """.Trim(),
            view.ToJsonString());
    }

    [Fact]
    public async Task What_a_customer_said_last_holds_in_whatever_order_it_comes()
    {
        await Client.PutAsync("/api/v1/customers/said", "{}");
        await ChangedAsync("/api/v1/customers/said/consents/marketing", """{"state":"refused","source":"app","at":"2026-02-01T00:00:00Z"}""");
        var earlier = await Client.PutAsync("/api/v1/customers/said/consents/marketing", """{"state":"granted","source":"hall","at":"2026-01-01T00:00:00Z"}""");

        Assert.False((bool)earlier.Json["changed"]!);
        Assert.Equal("refused", (string)(await Client.GetAsync("/api/v1/customers/said")).Json["consents"]![0]!["state"]!);
    }

    [Theory]
    [InlineData("PUT", "customers/nobody/attributes", "{}")]
    [InlineData("PUT", "customers/nobody/consents/marketing", """{"state":"granted","source":"hall"}""")]
    [InlineData("PUT", "customers/nobody/products", "[]")]
    [InlineData("PUT", "customers/nobody/lists", """{"neverOffer":true}""")]
    [InlineData("GET", "customers/nobody", null)]
    [InlineData("DELETE", "customers/nobody", null)]
    public async Task A_customer_who_is_not_known_is_404(string method, string path, string? body) =>
        Assert.Equal(HttpStatusCode.NotFound, (await Client.SendAsync(new HttpMethod(method), "/api/v1/" + path, body)).Status);

    [Theory]
    [InlineData("", """{"attributes":{"c_nummer":1}}""", "attributes.c_nummer")]
    [InlineData("", """{"attributes":{"c_number":"1"}}""", "attributes.c_number")]
    [InlineData("", """{"attributes":{"c_flag":1}}""", "attributes.c_flag")]
    [InlineData("", """{"attributes":{"c_word":7}}""", "attributes.c_word")]
    [InlineData("", """{"attributes":{"c_word":" "}}""", "attributes.c_word")]
    [InlineData("", """{"attributes":{"c_word":"a\u0000"}}""", "attributes.c_word")]
    [InlineData("", """{"attributes":{"c_word":"\ud800"}}""", "attributes.c_word")]
    [InlineData("", """{"attributes":{"address":"a\u0000"}}""", "attributes.address")]
    [InlineData("", """{"attributes":{"address":"\ud800"}}""", "attributes.address")]
    [InlineData("", """{"attributes":{"c_day":"yesterday"}}""", "attributes.c_day")]
    [InlineData("", """{"attributes":[]}""", "attributes")]
    [InlineData("", """{"tags":["a;b"]}""", "tags[0]")]
    [InlineData("", """{"products":["a b"]}""", "products[0]")]
    [InlineData("/attributes", """{"address":7}""", "address")]
    [InlineData("/consents/marketing", """{"state":"granted","source":"hall","at":"2030-01-01T00:00:00Z"}""", "at")]
    [InlineData("/consents/marketing", """{"state":"perhaps","source":"hall"}""", "state")]
    [InlineData("/consents/marketing", """{"state":"granted","source":"said it on the phone"}""", "source")]
    [InlineData("/consents/a b", """{"state":"granted","source":"hall"}""", "messageClass")]
    [InlineData("/products", """[{"offering":"P-1"},{"offering":"P-1"}]""", "$")]
    [InlineData("/products", """[{"offering":"P 1"}]""", "[0].offering")]
    [InlineData("/products", """[{"offering":"P-1","state":"gone"}]""", "[0].state")]
    [InlineData("/lists", "{}", "$")]
    public async Task What_cannot_be_names_its_field_and_changes_nothing(string path, string body, string field)
    {
        await Client.PutAsync("/api/v1/customers/wrong", "{}");
        var before = (await Client.GetAsync("/api/v1/customers/wrong")).Body;
        var answer = await Client.PutAsync("/api/v1/customers/wrong" + path, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(field, answer.Fields);
        Assert.Equal(before, (await Client.GetAsync("/api/v1/customers/wrong")).Body);
    }

    [Fact]
    public async Task A_number_is_masked_without_the_scope_and_every_one_shown_in_full_is_in_the_audit_trail()
    {
        await Client.PutAsync("/api/v1/customers/m1", """{"attributes":{"phone":"13812345678","address":"1 Main Street"}}""");
        host.Service<ICustomerDirectory>().TryFindKey("m1", out var key);
        using var clerk = await host.Running.ClientWithAsync([Scopes.CustomersRead]);
        using var entitled = await host.Running.ClientWithAsync([Scopes.CustomersRead, Scopes.CustomersUnmask]);

        var masked = await clerk.GetAsync("/api/v1/customers/m1");
        Assert.Equal("138****5678", (string)masked.Json["texts"]!["phone"]!);
        Assert.DoesNotContain("13812345678", masked.Body, StringComparison.Ordinal);
        Assert.Equal(0, await ShownInFullAsync(key));
        Assert.Equal("13812345678", (string)(await entitled.GetAsync("/api/v1/customers/m1")).Json["texts"]!["phone"]!);
        Assert.Equal(1, await ShownInFullAsync(key));
        await entitled.GetAsync("/api/v1/customers/m1");
        Assert.Equal(2, await ShownInFullAsync(key));
    }

    [Fact]
    public async Task An_erased_customer_is_gone_from_every_file_and_may_come_back_as_somebody_new()
    {
        const string CustomerId = "ERASE-ME-4711";
        const string Phone = "13987650000";
        await Client.PutAsync($"/api/v1/customers/{CustomerId}", $$"""{"attributes":{"phone":"{{Phone}}","c_number":5},"tags":["a"]}""");
        host.Service<ICustomerDirectory>().TryFindKey(CustomerId, out var key);
        Assert.True(HoldsAnywhere(CustomerId) && HoldsAnywhere(Phone), "what is searched for is to be there before");

        Assert.Equal(HttpStatusCode.NoContent, (await Client.DeleteAsync($"/api/v1/customers/{CustomerId}")).Status);

        Assert.Equal(HttpStatusCode.NotFound, (await Client.GetAsync($"/api/v1/customers/{CustomerId}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Client.DeleteAsync($"/api/v1/customers/{CustomerId}")).Status);
        Assert.False(HoldsAnywhere(CustomerId));
        Assert.False(HoldsAnywhere(Phone));
        var trail = (JsonArray)(await Client.GetAsync("/api/v1/audit?limit=1000")).Json["items"]!;
        Assert.Contains(trail, entry => (string)entry!["action"]! == "erased" && (string)entry["id"]! == $"{key}");

        Assert.Equal(HttpStatusCode.Created, (await Client.PutAsync($"/api/v1/customers/{CustomerId}", "{}")).Status);
        host.Service<ICustomerDirectory>().TryFindKey(CustomerId, out var later);
        Assert.NotEqual(key, later);
        Assert.Equal("{}", (await Client.GetAsync($"/api/v1/customers/{CustomerId}")).Json["attributes"]!.ToJsonString());
    }

    [Fact]
    public async Task Identifier_and_number_are_in_no_file_but_the_identity_store()
    {
        const string CustomerId = "KEEP-ME-0815";
        const string Phone = "13712340000";
        await host.ImportWellAsync($"id,phone,c_number\n{CustomerId},{Phone},3\n", "format=csv&idColumn=id");

        Assert.All(FilesHolding(CustomerId).Concat(FilesHolding(Phone)), file => Assert.StartsWith("identity.db", file, StringComparison.Ordinal));
        Assert.NotEmpty(FilesHolding(Phone));
    }

    [Fact]
    public async Task An_import_and_erasures_at_the_same_time_leave_nobody_without_an_identity()
    {
        var people = Enumerable.Range(0, 40).Select(number => $"race-{number}").ToList();
        var file = "id,c_number\n" + string.Concat(people.Select((person, number) => $"{person},{number}\n"));
        await host.ImportWellAsync(file, "format=csv&idColumn=id");
        var imports = Enumerable.Range(0, 4).Select(_ => host.ImportWellAsync(file, "format=csv&idColumn=id"));
        var erasures = people.Take(6).Select(person => Client.DeleteAsync($"/api/v1/customers/{person}"));
        await Task.WhenAll(Task.WhenAll(imports), Task.WhenAll(erasures));

        var known = 0L;
        foreach (var person in people)
        {
            var there = host.Service<ICustomerDirectory>().TryFindKey(person, out _);
            Assert.Equal(there ? HttpStatusCode.OK : HttpStatusCode.NotFound, (await Client.GetAsync($"/api/v1/customers/{person}")).Status);
            known += there ? 1 : 0;
        }

        var count = await Client.PostAsync("/api/v1/audiences/count", """{"expression":"true"}""");
        Assert.Equal(host.Service<Octant.Platform.Customers.Identities.IdentityDirectory>().Count, (long)count.Json["total"]!);
        Assert.InRange(known, people.Count - 6, people.Count);
    }

    private async Task ChangedAsync(string path, string body)
    {
        var answer = await Client.PutAsync(path, body);
        Assert.True(answer.Status == HttpStatusCode.OK && (bool)answer.Json["changed"]!, answer.Body);
    }

    private async Task<int> ShownInFullAsync(long key) =>
        ((JsonArray)(await Client.GetAsync("/api/v1/audit?limit=1000")).Json["items"]!).Count(
            entry => (string)entry!["action"]! == "shown in full" && (string)entry["id"]! == $"{key}" && (string)entry["detail"]! == "phone");

    private bool HoldsAnywhere(string text) => FilesHolding(text).Count > 0;

    private IReadOnlyList<string> FilesHolding(string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        var holding = new List<string>();
        foreach (var path in Directory.EnumerateFiles(host.Service<DataFolder>().Path, "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(path) == "octant.lock")
            {
                continue; // Held by the running host, and empty.
            }

            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            file.CopyTo(bytes);
            if (bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf(wanted) >= 0)
            {
                holding.Add(Path.GetFileName(path));
            }
        }

        return holding;
    }
}
