using Octant.Platform.Foundation.Languages;
using Octant.Platform.Identity.Operators;
using Octant.Platform.Organisation;

namespace Octant.Server.Demo;

/// <summary>The organisation of the fictional province, and somebody of every role in it.</summary>
internal static class DemoPeople
{
    private const string City = $"{Province.Id}/linjiang";
    private const string County = $"{City}/linjiang-central";
    private const string Hall = $"{County}/hall";

    /// <summary>Units in order of path, so that each comes after the one it is part of.</summary>
    public static IReadOnlyList<OrganisationUnit> Units { get; } =
    [
        Unit(Province.Id, "澜海省", "Lanhai", "province"),
        .. Province.Cities.Select(city => Unit($"{Province.Id}/{city.Id}", city.Name + "市", city.Title, "city")),
        .. Province.Counties.Select(county => Unit(county.Path, county.Name, county.Id, "county")),
        .. Province.Outlets.Select(outlet => Unit(outlet.Organisation, outlet.Name, outlet.Id, "hall")),
    ];

    public static IReadOnlyList<Operator> Operators { get; } =
    [
        Of("1001", "云先生", "administrator", Province.Id),
        Of("1002", "江女士", "planner", Province.Id),
        Of("1003", "海先生", "reviewer-product", Province.Id),
        Of("1004", "石女士", "reviewer-wording", Province.Id),
        Of("1005", "禾先生", "reviewer-technical", Province.Id),
        Of("1006", "林女士", "reviewer-finance", Province.Id),
        Of("1007", "沐先生", "reviewer-board", Province.Id),
        Of("1008", "岚女士", "product-developer", Province.Id),
        Of("1009", "溪先生", "promoter", Province.Id),
        Of("1010", "乔女士", "channel-management", Province.Id),
        Of("1011", "安女士", "call-centre-agent", Province.Id),
        Of("1012", "白先生", "manager-province", Province.Id),
        Of("1013", "苏先生", "manager-headquarters", null),
        Of("2001", "叶女士", "planner", City),
        Of("2002", "秋先生", "manager-city", City),
        Of("2003", "夏先生", "planner", $"{Province.Id}/yuntai"),
        Of("3001", "云女士", "manager-county", County),
        Of("4001", "江先生", "manager-hall", Hall),
        Of("4002", "海女士", "clerk", Hall),
    ];

    private static OrganisationUnit Unit(string path, string zh, string en, string level) =>
        new() { Path = path, Name = new LocalizedName(zh, en), Level = level };

    private static Operator Of(string staffNumber, string name, string role, string? organisation) =>
        new() { StaffNumber = staffNumber, Name = name, Roles = [role], Organisation = organisation };
}
