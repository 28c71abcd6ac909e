using Microsoft.Extensions.Hosting;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Languages;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Organisation;

/// <summary>The levels operators usually have; data from the first start on.</summary>
public sealed class DeliveredLevels(IDocumentStore documents, IClock clock) : IHostedService
{
    public static IReadOnlyList<OrganisationLevel> All { get; } =
    [
        new() { Id = "headquarters", Name = new LocalizedName("总部", "Headquarters"), Rank = 10 },
        new() { Id = "province", Name = new LocalizedName("省", "Province"), Rank = 20 },
        new() { Id = "city", Name = new LocalizedName("市", "City"), Rank = 30 },
        new() { Id = "county", Name = new LocalizedName("县（区）、分公司", "County or branch"), Rank = 40 },
        new() { Id = "hall", Name = new LocalizedName("营业厅", "Hall"), Rank = 50 },
    ];

    public Task StartAsync(CancellationToken cancellationToken) =>
        Delivery.PutAsync(
            documents, clock, OrganisationLevel.Kind, [.. All.Select(level => (level.Id, DocumentReader<OrganisationLevel>.Write(level)))], cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
