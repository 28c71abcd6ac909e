using Microsoft.Extensions.Hosting;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Languages;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Units;

namespace Octant.Platform.Organisation;

/// <summary>Units or levels were changed.</summary>
public sealed record OrganisationChanged : IMessage
{
    public static string Topic => "organisation-changed";
}

/// <summary>The tree in memory, read again when it was changed.</summary>
public sealed class OrganisationDirectory(IDocumentStore documents) : IOrganisationUnits, ISubscriber<OrganisationChanged>, IHostedService, IDisposable
{
    private readonly OneAtATime _loading = new();

    public OrganisationTree Tree { get; private set; } = new([], []);

    public ValueTask<IReadOnlyList<OrganisationStep>> ReadPathAsync(string path, CancellationToken cancellation)
    {
        var steps = new List<OrganisationStep>();
        for (var at = path; at is not null; at = UnitPath.ParentOf(at))
        {
            var code = at[(at.LastIndexOf('/') + 1)..];
            steps.Insert(0, Tree.Find(at) is { } unit
                ? new OrganisationStep(at, unit.Name, unit.Level)
                : new OrganisationStep(at, new LocalizedName(code, code), null));
        }

        return new(steps);
    }

    public ValueTask<IReadOnlyList<OrganisationStep>> ReadPartsAsync(string? path, CancellationToken cancellation) =>
        new([.. Tree.ChildrenOf(path).Select(unit => new OrganisationStep(unit.Path, unit.Name, unit.Level))]);

    public bool IsWhole(string path) => Tree.ChildrenOf(null).Take(2).ToList() is [{ } only] && only.Path == path;

    public ValueTask<bool> AllowsAsync(string path, CancellationToken cancellation) => new(Tree.IsEmpty || Tree.Find(path) is not null);

    public async ValueTask HandleAsync(OrganisationChanged message, CancellationToken cancellation) => await LoadAsync(cancellation);

    public Task StartAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _loading.Dispose();

    private Task LoadAsync(CancellationToken cancellation) => _loading.RunAsync(
        async () => Tree = new OrganisationTree(
            await new DocumentReader<OrganisationUnit>(documents, IOrganisationUnits.Kind).ReadAllAsync(cancellation),
            await new DocumentReader<OrganisationLevel>(documents, OrganisationLevel.Kind).ReadAllAsync(cancellation)),
        cancellation);
}
