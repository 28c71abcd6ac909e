using Octant.Engine.Channels;

namespace Octant.Server.Demo;

/// <summary>A county of the fictional province.</summary>
/// <param name="City">The city it belongs to.</param>
/// <param name="Area">urban, suburban or rural.</param>
internal sealed record County(string Id, string Name, string City, string Area)
{
    /// <summary>Of the organisation unit.</summary>
    public string Path => $"{Province.Id}/{City}/{Id}";
}

/// <summary>
/// Lanhai (澜海), a province that does not exist: five cities of five counties each, with their halls, dealers and kiosks.
/// </summary>
internal static class Province
{
    public const string Id = "lanhai";

    private static readonly (string Id, string Name)[] CityNames =
    [
        ("linjiang", "临江"),
        ("yuntai", "云台"),
        ("hailan", "海岚"),
        ("qingshi", "青石"),
        ("beihe", "北禾"),
    ];

    private static readonly (string Id, string Name, string Area)[] CountyNames =
    [
        ("central", "中心", "urban"),
        ("east", "东湖", "urban"),
        ("west", "西岭", "suburban"),
        ("south", "南浦", "suburban"),
        ("north", "北塘", "rural"),
    ];

    private static readonly IReadOnlyList<DailyHours> HallHours = [new(new TimeOnly(8, 30), new TimeOnly(18, 0), [])];

    private static readonly IReadOnlyList<DailyHours> DealerHours = [new(new TimeOnly(9, 0), new TimeOnly(20, 30), [])];

    public static IReadOnlyList<(string Id, string Name, string Title)> Cities { get; } = [.. CityNames.Select(city => (city.Id, city.Name, Title(city.Id)))];

    public static IReadOnlyList<County> Counties { get; } =
    [
        .. from city in CityNames
           from county in CountyNames
           select new County($"{city.Id}-{county.Id}", $"{city.Name}{county.Name}县", city.Id, county.Area),
    ];

    /// <summary>60 of them: a main hall and a kiosk in every city, a hall and a dealer in every county.</summary>
    public static IReadOnlyList<Outlet> Outlets { get; } =
    [
        .. CityNames.Select(city => new Outlet
        {
            Id = $"hall-{city.Id}",
            Name = $"{city.Name}主营业厅 {Title(city.Id)} main hall",
            Channel = DemoChannels.Hall,
            Organisation = $"{Id}/{city.Id}/main-hall",
            Hours = [new DailyHours(new TimeOnly(8, 0), new TimeOnly(20, 0), [])],
            DailyCapacity = 600,
            CostPerContact = 120,
        }),
        .. CityNames.Select(city => new Outlet
        {
            Id = $"kiosk-{city.Id}",
            Name = $"{city.Name}自助厅 {Title(city.Id)} self-service hall",
            Channel = DemoChannels.Kiosk,
            Organisation = $"{Id}/{city.Id}/self-service",
            CostPerContact = 10,
        }),
        .. Counties.Select(county => new Outlet
        {
            Id = $"hall-{county.Id}",
            Name = $"{county.Name}营业厅 hall",
            Channel = DemoChannels.Hall,
            Organisation = $"{county.Path}/hall",
            Hours = HallHours,
            DailyCapacity = 300,
            CostPerContact = 150,
        }),
        .. Counties.Select(county => new Outlet
        {
            Id = $"dealer-{county.Id}",
            Name = $"{county.Name}代理店 dealer",
            Channel = DemoChannels.Dealer,
            Organisation = $"{county.Path}/dealer",
            Hours = DealerHours,
            DailyCapacity = 120,
            CostPerContact = 80,
        }),
    ];

    private static string Title(string id) => char.ToUpperInvariant(id[0]) + id[1..];
}
