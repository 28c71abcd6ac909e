using Microsoft.Extensions.Hosting;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Languages;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Decisions.Matching;

/// <summary>The ten clusters of the trade, in three dimensions; data from the first start on.</summary>
public sealed class DeliveredClusters(IDocumentStore documents, IClock clock) : IHostedService
{
    public static IReadOnlyList<ProductCluster> All { get; } =
    [
        Of("basic-information", "基础信息", "Basic information", ClusterDimension.Service),
        Of("status", "状态", "Status", ClusterDimension.Service),
        Of("billing", "账务", "Billing", ClusterDimension.Service),
        Of("internet-access", "上网接入", "Internet access", ClusterDimension.Access),
        Of("voice-value-added", "语音增值", "Voice value-added", ClusterDimension.Access),
        Of("local", "本地通信", "Local", ClusterDimension.Access),
        Of("international", "国际通信", "International", ClusterDimension.Access),
        Of("travel", "出行", "Travel", ClusterDimension.Need),
        Of("business-office", "商务办公", "Business and office", ClusterDimension.Need),
        Of("music-entertainment", "音乐娱乐", "Music and entertainment", ClusterDimension.Need),
    ];

    public Task StartAsync(CancellationToken cancellationToken) =>
        Delivery.PutAsync(
            documents,
            clock,
            ProductClusterResource.ClusterKind,
            [.. All.Select(cluster => (cluster.Id, DocumentReader<ProductCluster>.Write(cluster)))],
            cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static ProductCluster Of(string id, string zh, string en, ClusterDimension dimension) =>
        new() { Id = id, Name = new LocalizedName(zh, en), Dimension = dimension };
}
