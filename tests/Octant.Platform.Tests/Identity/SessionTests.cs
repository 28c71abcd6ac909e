using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Operators;
using Octant.Platform.Identity.Sessions;

namespace Octant.Platform.Tests.Identity;

public sealed class SessionTests : IAsyncLifetime
{
    private readonly SettableTime _time = new();
    private readonly RunningHost _host;

    public SessionTests() =>
        _host = new RunningHost(
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                [BootstrapOperator.StaffNumberSetting] = "100001",
                [BootstrapOperator.PasswordSetting] = "Bootstrap-me-1",
            },
            services => services.AddSingleton<TimeProvider>(_time));

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Who_signs_in_is_told_who_they_are_and_what_they_may_do()
    {
        using var planner = await People.SignInNewAsync(_host, "200001", ["planner", "promoter"], "lanhai/linjiang");

        var session = (await planner.GetAsync("/api/v1/session")).Json;

        Assert.Equal("200001", (string)session["staffNumber"]!);
        Assert.Equal("Name of 200001", (string)session["name"]!);
        Assert.Equal(["planner", "promoter"], ((JsonArray)session["roles"]!).Select(role => (string)role!["id"]!));
        Assert.Equal("营销策划", (string)session["roles"]![0]!["name"]!["zh"]!);
        Assert.Contains("campaigns:write", ((JsonArray)session["scopes"]!).Select(scope => (string)scope!));
        Assert.DoesNotContain("admin", ((JsonArray)session["scopes"]!).Select(scope => (string)scope!));
        Assert.Equal("lanhai/linjiang", (string)session["organisation"]!["path"]!);
        Assert.False((bool)session["entitlements"]!["fullPhoneNumbers"]!);
        Assert.False((bool)session["entitlements"]!["wholeOrganisation"]!);
        Assert.False((bool)session["mustChangePassword"]!);
        Assert.Equal("password", (string)session["method"]!);
        Assert.Equal(HttpStatusCode.OK, (await planner.GetAsync("/api/v1/campaigns")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await planner.GetAsync("/api/v1/keys")).Status);
    }

    [Fact]
    public async Task A_session_says_what_time_it_is_for_the_platform_and_in_which_zone()
    {
        using var clerk = await People.SignInNewAsync(_host, "200010", ["clerk"]);
        Assert.Equal("UTC", (string)(await clerk.GetAsync("/api/v1/session")).Json["zone"]!);

        await _host.Client().PutAsync("/api/v1/settings", """{"zone":"Asia/Shanghai"}""");
        await _host.Client().PostAsync("/api/v1/clock", """{"now":"2026-03-07T17:00:00Z"}""");

        var session = (await clerk.GetAsync("/api/v1/session")).Json;
        Assert.Equal("Asia/Shanghai", (string)session["zone"]!);
        Assert.Equal("2026-03-07T17:00:00Z", (string)session["now"]!);
    }

    [Fact]
    public async Task The_cookie_is_closed_to_scripts_and_other_sites()
    {
        await People.AddAsync(_host, "200002", ["clerk"]);
        using var browser = People.Browser(_host);

        var answer = await People.SignInAsync(browser, "200002", People.Password);

        var cookie = answer.Message.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);
        var token = cookie.Split(';')[0].Split('=')[1];
        var stored = await _host.Application.Services.GetRequiredService<IDocumentStore>().ReadAllAsync(Session.Kind, default);
        Assert.DoesNotContain(stored, document => document.Body.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_changes_something_by_a_session_needs_the_header_that_other_sites_cannot_set()
    {
        await People.AddAsync(_host, "200003", ["product-developer"]);
        using var bare = _host.Client(key: null);
        using var browser = People.Browser(_host);

        Assert.Equal(HttpStatusCode.Forbidden, (await People.SignInAsync(bare, "200003", People.Password)).Status);
        var cookie = (await People.SignInAsync(browser, "200003", People.Password)).Message.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        var forged = await bare.PutAsync("/api/v1/offerings/forged", """{"name":"x"}""", ("Cookie", cookie));

        Assert.Equal(HttpStatusCode.Forbidden, forged.Status);
        Assert.Contains(SessionCookie.RequestHeader, forged.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await bare.GetAsync("/api/v1/offerings", ("Cookie", cookie))).Status);
        Assert.Equal(HttpStatusCode.Created, (await browser.PutAsync("/api/v1/offerings/genuine", """{"name":"x"}""")).Status);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_number_get_the_same_answer_and_the_same_lock()
    {
        await People.AddAsync(_host, "200004", ["clerk"]);
        using var browser = People.Browser(_host);

        foreach (var number in (string[])["200004", "299999"])
        {
            for (var i = 0; i < OperatorCredential.FailuresAllowed; i++)
            {
                var refused = await People.SignInAsync(browser, number, "not-the-1-password");
                Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
                Assert.Contains("The staff number or the password is wrong.", refused.Body, StringComparison.Ordinal);
            }

            var locked = await People.SignInAsync(browser, number, People.Password);
            Assert.Equal(HttpStatusCode.TooManyRequests, locked.Status);
            Assert.Equal(OperatorCredential.LockedFor, locked.Message.Headers.RetryAfter!.Delta);
        }

        _time.Advance(OperatorCredential.LockedFor);
        Assert.Equal(HttpStatusCode.OK, (await People.SignInAsync(browser, "200004", People.Password)).Status);
    }

    [Fact]
    public async Task A_lock_outlives_a_restart_and_an_administrator_takes_it_off()
    {
        await People.AddAsync(_host, "200005", ["clerk"]);
        using (var browser = People.Browser(_host))
        {
            for (var i = 0; i < OperatorCredential.FailuresAllowed; i++)
            {
                await People.SignInAsync(browser, "200005", "not-the-1-password");
            }
        }

        await _host.StopAsync();
        await _host.StartAsync();
        using var again = People.Browser(_host);
        using var administrator = _host.Client();
        Assert.Equal(HttpStatusCode.TooManyRequests, (await People.SignInAsync(again, "200005", People.Password)).Status);
        await administrator.PutAsync("/api/v1/operators/200005/password", """{"password":"Another-horse-8"}""");

        Assert.Equal(HttpStatusCode.OK, (await People.SignInAsync(again, "200005", "Another-horse-8")).Status);
    }

    [Fact]
    public async Task The_first_administrator_must_choose_a_password_before_anything_else()
    {
        using var browser = People.Browser(_host);

        var signedIn = await People.SignInAsync(browser, "100001", "Bootstrap-me-1");
        Assert.True((bool)signedIn.Json["mustChangePassword"]!);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/api/v1/keys")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await ChangeAsync(browser, "Bootstrap-me-1", "Bootstrap-me-1")).Status);
        Assert.Equal(["currentPassword"], (await ChangeAsync(browser, "Bootstrap-me-2", "Chosen-by-me-3")).Fields);
        Assert.Equal(HttpStatusCode.NoContent, (await ChangeAsync(browser, "Bootstrap-me-1", "Chosen-by-me-3")).Status);

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/keys")).Status);
        using var other = People.Browser(_host);
        Assert.Equal(HttpStatusCode.Unauthorized, (await People.SignInAsync(other, "100001", "Bootstrap-me-1")).Status);
        Assert.False((bool)(await People.SignInAsync(other, "100001", "Chosen-by-me-3")).Json["mustChangePassword"]!);
    }

    [Fact]
    public async Task A_changed_password_ends_the_other_sessions_of_its_operator_and_nobody_elses()
    {
        using var here = await People.SignInNewAsync(_host, "200006", ["clerk"]);
        using var colleague = await People.SignInNewAsync(_host, "200007", ["clerk"]);
        using var there = People.Browser(_host);
        await People.SignInAsync(there, "200006", People.Password);

        Assert.Equal(HttpStatusCode.NoContent, (await ChangeAsync(here, People.Password, "Chosen-by-me-3")).Status);

        Assert.Equal(HttpStatusCode.Unauthorized, (await there.GetAsync("/api/v1/session")).Status);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/api/v1/session")).Status);
        Assert.Equal(HttpStatusCode.OK, (await colleague.GetAsync("/api/v1/session")).Status);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_for_whoever_kept_the_cookie()
    {
        await People.AddAsync(_host, "200008", ["clerk"]);
        using var browser = People.Browser(_host);
        using var thief = _host.Client(key: null);
        var cookie = (await People.SignInAsync(browser, "200008", People.Password)).Message.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync("/api/v1/session", ("Cookie", cookie))).Status);

        Assert.Equal(HttpStatusCode.NoContent, (await browser.DeleteAsync("/api/v1/session")).Status);

        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.GetAsync("/api/v1/session", ("Cookie", cookie))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/session")).Status);
    }

    [Fact]
    public async Task A_session_ends_when_nothing_is_done_and_what_the_console_asks_by_itself_is_nothing()
    {
        using var busy = await People.SignInNewAsync(_host, "200009", ["clerk"]);
        using var idle = await People.SignInNewAsync(_host, "200010", ["clerk"]);
        using var polling = _host.Client(key: null);
        var cookie = (await People.SignInAsync(idle, "200010", People.Password)).Message.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        for (var minutes = 0; minutes < 30; minutes += 10)
        {
            _time.Advance(TimeSpan.FromMinutes(10));
            Assert.Equal(HttpStatusCode.OK, (await busy.GetAsync("/api/v1/session")).Status);
            if (minutes < 20)
            {
                var asked = await polling.GetAsync("/api/v1/session", ("Cookie", cookie), (SessionCookie.RequestHeader, SessionCookie.Background));
                Assert.Equal(HttpStatusCode.OK, asked.Status);
            }
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await polling.GetAsync("/api/v1/session", ("Cookie", cookie))).Status);
    }

    [Fact]
    public async Task However_busy_a_session_ends_after_its_longest_time()
    {
        using var busy = await People.SignInNewAsync(_host, "200011", ["clerk"]);
        for (var minutes = 0; minutes < (12 * 60) - 20; minutes += 20)
        {
            _time.Advance(TimeSpan.FromMinutes(20));
            Assert.Equal(HttpStatusCode.OK, (await busy.GetAsync("/api/v1/session")).Status);
        }

        _time.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(HttpStatusCode.Unauthorized, (await busy.GetAsync("/api/v1/session")).Status);
    }

    [Fact]
    public async Task A_session_outlives_a_restart()
    {
        await People.AddAsync(_host, "200012", ["clerk"]);
        using var browser = People.Browser(_host);
        var cookie = (await People.SignInAsync(browser, "200012", People.Password)).Message.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

        await _host.StopAsync();
        await _host.StartAsync();

        using var again = _host.Client(key: null);
        Assert.Equal(HttpStatusCode.OK, (await again.GetAsync("/api/v1/session", ("Cookie", cookie))).Status);
    }

    [Fact]
    public async Task A_suspended_operator_is_out_at_once_and_an_administrator_sees_and_ends_sessions()
    {
        using var administrator = _host.Client();
        using var first = await People.SignInNewAsync(_host, "200013", ["clerk"]);
        using var second = await People.SignInNewAsync(_host, "200014", ["clerk"]);
        Assert.Single((JsonArray)(await administrator.GetAsync("/api/v1/operators/200014/sessions")).Json["items"]!);

        await administrator.PutAsync("/api/v1/operators/200013", """{"name":"x","roles":["clerk"],"state":"suspended"}""");
        await administrator.DeleteAsync("/api/v1/operators/200014/sessions");

        Assert.Equal(HttpStatusCode.Unauthorized, (await first.GetAsync("/api/v1/session")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await People.SignInAsync(first, "200013", People.Password)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await second.GetAsync("/api/v1/session")).Status);
        Assert.Empty((JsonArray)(await administrator.GetAsync("/api/v1/operators/200014/sessions")).Json["items"]!);
    }

    [Fact]
    public async Task An_operator_chooses_the_language_and_it_stays()
    {
        using var browser = await People.SignInNewAsync(_host, "200015", ["clerk"]);
        Assert.Null((await browser.GetAsync("/api/v1/session")).Json["language"]);

        await browser.PutAsync("/api/v1/session/preferences", """{"language":"zh"}""");

        Assert.Equal("zh", (string)(await browser.GetAsync("/api/v1/session")).Json["language"]!);
        Assert.Equal(["language"], (await browser.PutAsync("/api/v1/session/preferences", """{"language":"fr"}""")).Fields);
    }

    [Fact]
    public async Task A_key_reads_who_it_is_and_has_no_session_to_end()
    {
        using var client = await _host.ClientWithAsync(["catalog:read"], "north");

        var session = (await client.GetAsync("/api/v1/session")).Json;

        Assert.Null(session["staffNumber"]);
        Assert.Equal("catalog:read", (string)session["scopes"]![0]!);
        Assert.Equal("north", (string)session["organisation"]!["path"]!);
        Assert.Equal(HttpStatusCode.Conflict, (await client.DeleteAsync("/api/v1/session")).Status);
    }

    [Theory]
    [InlineData("Short-1")]
    [InlineData("alllettersonly")]
    [InlineData("1111-1111-1111")]
    [InlineData("password12")]
    [InlineData("x-200016-y")]
    public async Task A_weak_password_is_refused(string password)
    {
        await People.AddAsync(_host, "200016", ["clerk"]);
        using var administrator = _host.Client();

        var answer = await administrator.PutAsync("/api/v1/operators/200016/password", new JsonObject { ["password"] = password }.ToJsonString());

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.All(answer.Fields, field => Assert.Equal("password", field));
    }

    [Fact]
    public async Task Who_signed_in_and_who_was_refused_is_in_the_audit_trail_without_any_password()
    {
        using var browser = await People.SignInNewAsync(_host, "200017", ["clerk"]);
        await People.SignInAsync(browser, "200017", "wrong-Password-0");
        using var administrator = _host.Client();

        var trail = await administrator.GetAsync("/api/v1/audit?limit=1000");

        var actions = ((JsonArray)trail.Json["items"]!).Where(entry => (string)entry!["id"]! == "200017").Select(entry => (string)entry!["action"]!);
        Assert.Equal(["sign-in refused", "signed in", "password set", "created"], actions);
        Assert.DoesNotContain("wrong-Password-0", trail.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(People.Password, trail.Body, StringComparison.Ordinal);
    }

    private static Task<Answer> ChangeAsync(ApiClient client, string current, string next) =>
        client.PutAsync("/api/v1/session/password", new JsonObject { ["currentPassword"] = current, ["newPassword"] = next }.ToJsonString());
}
