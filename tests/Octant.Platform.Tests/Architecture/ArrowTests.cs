using System.Xml.Linq;
using Octant.Platform.Foundation.Http;

namespace Octant.Platform.Tests.Architecture;

/// <summary>
/// The arrows: Console → Server → Platform → Engine → nothing, and inside the platform from a capability to those on lower
/// levels, through their contracts. Everything is derived from the folders and the compiled code; only the levels are
/// written here.
/// </summary>
public sealed class ArrowTests
{
    private const string Platform = "Octant.Platform";

    /// <summary>All capabilities there may be, lowest level first. A new folder finds its level here.</summary>
    private static readonly string[][] Levels =
    [
        ["Foundation"],
        ["Identity"],
        ["Organisation"],
        ["Customers", "Catalog", "Channels", "Accounts"],
        ["Decisions"],
        ["Campaigns", "Outreach", "WorkOrders"],
        ["Stores", "Training", "Rewards", "Insights", "Partners"],
        ["Operations", "TmForum"],
    ];

    private static string[] Folders =>
        [.. Directory.GetDirectories(Path.Combine(Repository.Root, "src", Platform)).Select(folder => Path.GetFileName(folder)!).Where(name => name is not ("bin" or "obj"))];

    [Fact]
    public void Every_folder_of_the_platform_is_a_capability_with_a_level()
    {
        var strangers = Folders.Where(folder => LevelOf(folder) < 0).ToList();

        Assert.True(
            strangers.Count == 0,
            $"src/{Platform} holds {string.Join(", ", strangers)}, which no level knows. Move the code into the capability it belongs to, "
            + "or, for a new capability, write its name into Levels above those it uses.");
    }

    [Fact]
    public void Every_capability_says_what_it_is_and_has_one_module()
    {
        foreach (var folder in Folders.Where(name => name != "Foundation"))
        {
            var path = Path.Combine(Repository.Root, "src", Platform, folder);
            Assert.True(File.Exists(Path.Combine(path, folder + "Module.cs")), $"{folder} has no {folder}Module.cs with its registration and routes.");
            var readme = Path.Combine(path, "README.md");
            Assert.True(File.Exists(readme), $"{folder} has no README.md: five lines on what it owns, its documents, messages in and out.");
            Assert.True(File.ReadLines(readme).Count(line => line.Length > 0) is >= 3 and <= 8, $"The README.md of {folder} is to have about five lines.");
        }
    }

    [Fact]
    public void A_capability_uses_lower_ones_only_and_only_through_their_contracts()
    {
        var broken = new List<string>();
        foreach (var (user, used) in CompiledUses.Of(typeof(IModule).Assembly))
        {
            if (Explain(user, used) is { } explanation)
            {
                broken.Add($"{user} uses {used}: {explanation}");
            }
        }

        Assert.True(broken.Count == 0, string.Join(Environment.NewLine, broken.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("Octant.Platform.Catalog.X", "Octant.Platform.Catalog.Y", true)]
    [InlineData("Octant.Platform.Catalog.X", "Octant.Platform.Foundation.Http.Y", true)]
    [InlineData("Octant.Platform.Decisions.X", "Octant.Platform.Catalog.Contracts.Y", true)]
    [InlineData("Octant.Platform.Decisions.X", "Octant.Platform.Catalog.Y", false)]
    [InlineData("Octant.Platform.Catalog.X", "Octant.Platform.Channels.Contracts.Y", false)]
    [InlineData("Octant.Platform.Catalog.X", "Octant.Platform.Decisions.Contracts.Y", false)]
    [InlineData("Octant.Platform.Foundation.X", "Octant.Platform.Identity.Contracts.Y", false)]
    public void The_rule_itself_is_the_one_that_is_meant(string user, string used, bool isAllowed) => Assert.Equal(isAllowed, Explain(user, used) is null);

    [Fact]
    public void The_compiled_code_is_seen_inside_methods_too()
    {
        var uses = CompiledUses.Of(typeof(IModule).Assembly).ToList();

        Assert.Contains(uses, use => use is ("Octant.Platform.Catalog.CatalogModule", "Octant.Platform.Foundation.Documents.DocumentRoutes"));
        Assert.Contains(uses, use => use is ("Octant.Platform.Decisions.Matching.ReadMatching", "Octant.Platform.Catalog.Contracts.ICatalog"));
    }

    [Theory]
    [InlineData("src/Octant.Engine")]
    [InlineData("src/Octant.Platform", "Octant.Engine")]
    [InlineData("src/Octant.Server", "Octant.Platform")]
    public void Projects_refer_downwards_only(string project, params string[] allowed)
    {
        var file = Directory.GetFiles(Path.Combine(Repository.Root, project), "*.csproj").Single();
        var references = XDocument.Load(file).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));

        Assert.Equal(allowed, references);
    }

    [Fact]
    public void The_engine_takes_no_package_into_what_runs()
    {
        var file = Path.Combine(Repository.Root, "src/Octant.Engine/Octant.Engine.csproj");
        var packages = XDocument.Load(file).Descendants("PackageReference").Where(package => (string?)package.Attribute("PrivateAssets") != "all");

        Assert.Empty(packages);
    }

    private static int LevelOf(string capability) => Array.FindIndex(Levels, level => level.Contains(capability));

    /// <summary>Null when the use is allowed; otherwise what to do instead.</summary>
    private static string? Explain(string user, string used)
    {
        var (from, to) = (CapabilityOf(user), CapabilityOf(used));
        if (from is null || to is null || from == to || to == "Foundation")
        {
            return null;
        }

        return LevelOf(to).CompareTo(LevelOf(from)) switch
        {
            > 0 => $"{to} is above {from}. Let {from} publish a message that {to} subscribes to, or move what both need down.",
            0 => $"{to} and {from} are on one level. Publish a message instead, or let a capability above bring the two together.",
            _ => used.StartsWith($"{Platform}.{to}.Contracts.", StringComparison.Ordinal)
                ? null
                : $"only {Platform}.{to}.Contracts is open to others. Put what is needed into Contracts, and nothing more.",
        };
    }

    private static string? CapabilityOf(string type) =>
        type.StartsWith(Platform + ".", StringComparison.Ordinal) ? type[(Platform.Length + 1)..].Split('.')[0] : null;
}
