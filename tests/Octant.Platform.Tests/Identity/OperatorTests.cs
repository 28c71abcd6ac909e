using System.Net;
using System.Text.Json.Nodes;
using Octant.Platform.Identity.Contracts;
using Octant.Platform.Identity.Roles;

namespace Octant.Platform.Tests.Identity;

public sealed class OperatorTests(RunningHost host) : IClassFixture<RunningHost>
{
    [Fact]
    public async Task The_delivered_roles_are_there_and_only_the_administrator_may_everything()
    {
        using var client = host.Client();

        var roles = ((JsonArray)(await client.GetAsync("/api/v1/roles?limit=500")).Json["items"]!)
            .ToDictionary(role => (string)role!["id"]!, role => ((JsonArray)role!["scopes"]!).Count);

        Assert.Superset(DeliveredRoles.All.Select(role => role.Id).ToHashSet(), roles.Keys.ToHashSet());
        Assert.Equal(Scopes.All.Count, roles[DeliveredRoles.Administrator]);
        Assert.All(DeliveredRoles.All.Where(role => role.Id != DeliveredRoles.Administrator), role => Assert.True(roles[role.Id] < Scopes.All.Count / 2 + 3));
    }

    [Fact]
    public async Task Nobody_makes_an_operator_who_may_more_than_they()
    {
        using var client = await host.ClientWithAsync([Scopes.OperatorsWrite, Scopes.OperatorsRead]);

        var answer = await client.PutAsync("/api/v1/operators/300001", """{"name":"x","roles":["administrator"]}""");

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal(HttpStatusCode.Created, (await client.PutAsync("/api/v1/operators/300001", """{"name":"x","roles":[]}""")).Status);
    }

    [Fact]
    public async Task Nobody_changes_or_gives_a_password_to_an_operator_who_may_more_than_they()
    {
        using var administrator = host.Client();
        await administrator.PutAsync("/api/v1/operators/300002", """{"name":"x","roles":["administrator"]}""");
        using var client = await host.ClientWithAsync([Scopes.OperatorsWrite, Scopes.OperatorsRead]);

        Assert.Equal(HttpStatusCode.Forbidden, (await client.PutAsync("/api/v1/operators/300002", """{"name":"x","roles":[]}""")).Status);
        Assert.Equal(
            HttpStatusCode.Forbidden, (await client.PutAsync("/api/v1/operators/300002/password", """{"password":"Correct-horse-7"}""")).Status);
    }

    [Fact]
    public async Task A_bound_administrator_sees_and_makes_operators_of_their_own_part_only()
    {
        await People.AddAsync(host, "300003", ["clerk"], "west/shore");
        using var bound = await People.SignInNewAsync(host, "300004", ["administrator"], "west/hills");

        Assert.Equal(HttpStatusCode.NotFound, (await bound.GetAsync("/api/v1/operators/300003")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await bound.GetAsync("/api/v1/operators/300003/sessions")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await bound.PutAsync("/api/v1/operators/300003/password", """{"password":"Correct-horse-7"}""")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await bound.PutAsync("/api/v1/operators/300003", """{"name":"x","roles":[],"organisation":"west/hills"}""")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await bound.PutAsync("/api/v1/operators/300005", """{"name":"x","roles":[],"organisation":"west/shore"}""")).Status);
        var inherited = await bound.PutAsync("/api/v1/operators/300006", """{"name":"x","roles":["clerk"]}""");
        Assert.Equal("west/hills", (string)inherited.Json["organisation"]!);
        var listed = await bound.GetAsync("/api/v1/operators");
        Assert.Equal(["300004", "300006"], ((JsonArray)listed.Json["items"]!).Select(found => (string)found!["staffNumber"]!));
        Assert.Equal(2, (int)listed.Json["total"]!);
    }

    [Fact]
    public async Task A_changed_role_is_in_force_with_the_answer_for_those_who_are_signed_in()
    {
        using var administrator = host.Client();
        await administrator.PutAsync("/api/v1/roles/auditor", """{"name":{"zh":"审计","en":"Auditor"},"scopes":["catalog:read"]}""");
        using var auditor = await People.SignInNewAsync(host, "300007", ["auditor"]);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.GetAsync("/api/v1/audit")).Status);

        await administrator.PutAsync("/api/v1/roles/auditor", """{"name":{"zh":"审计","en":"Auditor"},"scopes":["catalog:read","audit:read"]}""");

        Assert.Equal(HttpStatusCode.OK, (await auditor.GetAsync("/api/v1/audit")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await administrator.DeleteAsync("/api/v1/roles/auditor")).Status);
    }

    [Fact]
    public async Task Roles_hold_everywhere_so_a_bound_administrator_changes_none_and_nobody_puts_in_what_they_lack()
    {
        using var bound = await People.SignInNewAsync(host, "300008", ["administrator"], "north");
        using var client = await host.ClientWithAsync([Scopes.Admin]);

        Assert.Equal(HttpStatusCode.Forbidden, (await bound.PutAsync("/api/v1/roles/mine", """{"name":{"zh":"我","en":"Mine"},"scopes":[]}""")).Status);
        Assert.Equal(
            HttpStatusCode.Forbidden, (await client.PutAsync("/api/v1/roles/mine", """{"name":{"zh":"我","en":"Mine"},"scopes":["audit:read"]}""")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.DeleteAsync("/api/v1/roles/planner")).Status);
    }

    [Fact]
    public async Task Nobody_suspends_themselves()
    {
        using var administrator = await People.SignInNewAsync(host, "300009", ["administrator"]);

        var answer = await administrator.PutAsync("/api/v1/operators/300009", """{"name":"x","roles":["administrator"],"state":"suspended"}""");

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
    }

    [Fact]
    public async Task An_edited_role_stays_as_it_was_edited_after_a_restart_and_a_deleted_one_stays_away()
    {
        var own = new RunningHost();
        await own.InitializeAsync();
        using (var administrator = own.Client())
        {
            await administrator.PutAsync("/api/v1/roles/promoter", """{"name":{"zh":"推广","en":"Promoter"},"scopes":["catalog:read"]}""");
            await administrator.DeleteAsync("/api/v1/roles/manager-hall");
        }

        await own.StopAsync();
        await own.StartAsync();

        using var client = own.Client();
        Assert.Single((JsonArray)(await client.GetAsync("/api/v1/roles/promoter")).Json["scopes"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/roles/manager-hall")).Status);
        await own.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"roles":[]}""", "name")]
    [InlineData("""{"name":"x","roles":["no-such-role"]}""", "roles[0]")]
    [InlineData("""{"name":"x","roles":["clerk","clerk"]}""", "roles[1]")]
    [InlineData("""{"name":"x","roles":[],"organisation":"a//b"}""", "organisation")]
    [InlineData("""{"name":"x","roles":[],"state":"asleep"}""", "state")]
    public async Task A_wrong_operator_names_its_field(string body, string field)
    {
        using var client = host.Client();

        var answer = await client.PutAsync("/api/v1/operators/300010", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal([field], answer.Fields);
    }
}
