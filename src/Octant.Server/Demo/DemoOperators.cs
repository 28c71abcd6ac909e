using Octant.Platform.Identity.Operators;

namespace Octant.Server.Demo;

/// <summary>Who signs in to the demonstration, one for each kind of work. All have the same password, which is no secret.</summary>
internal static class DemoOperators
{
    public const string Password = "Lanhai-by-the-sea-7";

    public const string Administrator = "9001";
    public const string Planner = "1001";

    public static IReadOnlyList<Operator> All { get; } =
    [
        Of(Administrator, "钟远 Zhong Yuan", "administrator", null),
        Of(Planner, "林沐 Lin Mu", "planner", Province.Id),
        Of("1101", "叶青 Ye Qing", "planner", $"{Province.Id}/linjiang"),
        Of("2001", "周恒 Zhou Heng", "reviewer-product", Province.Id),
        Of("2002", "苏雯 Su Wen", "reviewer-wording", Province.Id),
        Of("2003", "程立 Cheng Li", "reviewer-technical", Province.Id),
        Of("2004", "方瑾 Fang Jin", "reviewer-finance", Province.Id),
        Of("2005", "顾南山 Gu Nanshan", "reviewer-board", Province.Id),
        Of("3001", "江汐 Jiang Xi", "manager-province", Province.Id),
        Of("3101", "何川 He Chuan", "manager-city", $"{Province.Id}/linjiang"),
        Of("4001", "许知 Xu Zhi", "channel-management", Province.Id),
        Of("4002", "宋棠 Song Tang", "product-developer", Province.Id),
    ];

    private static Operator Of(string staffNumber, string name, string role, string? organisation) =>
        new() { StaffNumber = staffNumber, Name = name, Roles = [role], Organisation = organisation };
}
