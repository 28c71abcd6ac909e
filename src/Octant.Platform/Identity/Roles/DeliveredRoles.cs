using Microsoft.Extensions.Hosting;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Languages;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Identity.Roles;

/// <summary>The roles an operator's organisation usually has; data from the first start on.</summary>
public sealed class DeliveredRoles(IDocumentStore documents, IClock clock) : IHostedService
{
    public const string Administrator = "administrator";

    private static readonly string[] Common = [Scopes.OrganisationRead, Scopes.CatalogRead, Scopes.ChannelsRead, Scopes.CampaignsRead];
    private static readonly string[] Look = [.. Common, Scopes.PoliciesRead, Scopes.DictionaryRead, Scopes.AudiencesRead];
    private static readonly string[] Serve = [.. Common, Scopes.CustomersRead, Scopes.DecisionsRead, Scopes.DecisionsWrite, Scopes.ResponsesWrite];
    private static readonly string[] Review = [.. Look, Scopes.CampaignsReview, Scopes.DecisionsRead];
    private static readonly string[] Oversee = [.. Look, Scopes.OperatorsRead, Scopes.CustomersRead, Scopes.DecisionsRead];

    public static IReadOnlyList<Role> All { get; } =
    [
        Of(Administrator, "系统管理员", "Administrator", [.. Scopes.All.Keys]),
        Of("planner", "营销策划", "Campaign planner", [
            .. Look, Scopes.CampaignsWrite, Scopes.CampaignsLaunch, Scopes.AudiencesWrite, Scopes.CustomersRead, Scopes.DecisionsRead,
            Scopes.OperationsRead, Scopes.OperationsWrite, Scopes.ModelsRead, Scopes.ModelsWrite]),
        Of("reviewer-product", "产品与资费审核（市场部）", "Reviewer of product and tariff", Review),
        Of("reviewer-wording", "用语审核（客服）", "Reviewer of wording", Review),
        Of("reviewer-technical", "技术审核（业务支撑）", "Reviewer of technical support", [.. Review, Scopes.OperationsRead, Scopes.ModelsRead]),
        Of("reviewer-finance", "财务审核", "Reviewer of finance", Review),
        Of("reviewer-board", "省公司审批", "Provincial board", Review),
        Of("product-developer", "产品研发", "Product developer", [.. Look, Scopes.CatalogWrite, Scopes.CustomersRead, Scopes.DecisionsRead]),
        Of("promoter", "业务推广", "Promoter", [.. Look, Scopes.AudiencesWrite, Scopes.CustomersRead, Scopes.DecisionsRead]),
        Of("channel-management", "渠道管理", "Channel management", [.. Look, Scopes.ChannelsWrite, Scopes.PoliciesWrite, Scopes.AudiencesWrite, Scopes.CustomersRead, Scopes.DecisionsRead]),
        Of("clerk", "营业员", "Clerk", Serve),
        Of("call-centre-agent", "话务员", "Call-centre agent", [.. Serve, Scopes.CustomersUnmask]),
        Of("manager-headquarters", "总部管理者", "Manager of headquarters", Oversee),
        Of("manager-province", "省公司管理者", "Manager of a province", Oversee),
        Of("manager-city", "市公司管理者", "Manager of a city", Oversee),
        Of("manager-county", "县（区）分公司管理者", "Manager of a county or branch", Oversee),
        Of("manager-hall", "营业厅经理", "Manager of a hall", Oversee),
    ];

    public Task StartAsync(CancellationToken cancellationToken) =>
        Delivery.PutAsync(documents, clock, Role.Kind, [.. All.Select(role => (role.Id, DocumentReader<Role>.Write(role)))], cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static Role Of(string id, string zh, string en, IReadOnlyList<string> scopes) =>
        new() { Id = id, Name = new LocalizedName(zh, en), Scopes = [.. scopes.Distinct().Order(StringComparer.Ordinal)] };
}
