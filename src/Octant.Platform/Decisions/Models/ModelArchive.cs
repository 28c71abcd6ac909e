using System.Globalization;
using System.Text.Json;
using Octant.Engine;
using Octant.Engine.Calendar;
using Octant.Engine.Learning;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Json;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Decisions.Models;

/// <summary>Which model is in force, and from where on its trainer reads the journals.</summary>
/// <param name="Version">0 before there is one.</param>
/// <param name="Cut">By partition the last row that was read, or is left out because it came while learning was frozen.</param>
public sealed record ModelHead(long Version, bool Frozen, IReadOnlyList<long> Cut)
{
    /// <summary>Of the version in force; the beginning of time before there is one.</summary>
    public Instant PublishedAt { get; init; } = Instant.MinValue;
}

/// <summary>One version of the response model, as it is stored.</summary>
/// <param name="Cut">By partition the last journal row it has learnt from.</param>
/// <param name="RestoredFrom">The version whose knowledge it is; null when it was learnt.</param>
/// <param name="Fingerprint">Of the knowledge: the same for a version and for one restored from it.</param>
public sealed record ModelVersion(
    long Version, Instant PublishedAt, long Outcomes, long Accepted, IReadOnlyList<long> Cut, long? RestoredFrom, string Fingerprint);

/// <summary>What a version knows, stored beside it.</summary>
/// <param name="Learner">Encoded by <see cref="LearnerFormat"/>.</param>
/// <param name="Open">Contacts that were clicked on and are not settled, encoded by <see cref="OutcomeGatherer"/>.</param>
public sealed record ModelKnowledge(byte[] Learner, byte[] Open)
{
    public string Fingerprint => StableHash.Of(Learner).ToString("x16", CultureInfo.InvariantCulture);
}

/// <summary>Every version of the response model that is still kept, ready to be asked.</summary>
public sealed class ModelArchive(IDocumentStore documents) : IModelArchive
{
    public const string Kind = "model";
    public const string KnowledgeKind = "model-knowledge";
    public const string HeadKind = "model-head";
    public const string HeadId = "current";

    private const int MostReady = 8;

    private readonly Lock _keeping = new();
    private readonly Dictionary<long, ResponseModel> _ready = [];
    private readonly Queue<long> _order = new();

    public async ValueTask<ResponseModel> ReadAsync(long version, CancellationToken cancellation) =>
        await FindAsync(version, cancellation).ConfigureAwait(false)
        ?? throw new InvalidOperationException($"Response model {version} is not in the archive.");

    /// <summary>Null for 0, and for a version that is not kept any more.</summary>
    public async ValueTask<ResponseModel?> FindAsync(long version, CancellationToken cancellation)
    {
        lock (_keeping)
        {
            if (version == 0 || _ready.TryGetValue(version, out _))
            {
                return _ready.GetValueOrDefault(version);
            }
        }

        return await FindKnowledgeAsync(version, cancellation).ConfigureAwait(false) is { } knowledge
            ? Add(new ResponseModel(version, LearnerFormat.Decode(knowledge.Learner)))
            : null;
    }

    public async ValueTask<ModelVersion?> FindVersionAsync(long version, CancellationToken cancellation) =>
        await documents.ReadAsync(Kind, IdOf(version), cancellation).ConfigureAwait(false) is { } document ? Read<ModelVersion>(document) : null;

    public async ValueTask<ModelKnowledge?> FindKnowledgeAsync(long version, CancellationToken cancellation) =>
        await documents.ReadAsync(KnowledgeKind, IdOf(version), cancellation).ConfigureAwait(false) is { } document ? Read<ModelKnowledge>(document) : null;

    public async ValueTask<Page<ModelVersion>> ListAsync(PageRequest page, CancellationToken cancellation)
    {
        var found = await documents.ListAsync(Kind, page.Offset, page.Limit, cancellation).ConfigureAwait(false);
        return new Page<ModelVersion>([.. found.Items.Select(Read<ModelVersion>)], found.Total);
    }

    public async ValueTask<(ModelHead Head, long DocumentVersion)> ReadHeadAsync(CancellationToken cancellation) =>
        await documents.ReadAsync(HeadKind, HeadId, cancellation).ConfigureAwait(false) is { } document
            ? (Read<ModelHead>(document), document.Version)
            : (new ModelHead(0, Frozen: false, new long[PartitionOptions.PartitionCount]), 0);

    /// <summary>For a model just made, so that nobody makes it again.</summary>
    public ResponseModel Add(ResponseModel model)
    {
        lock (_keeping)
        {
            if (_ready.TryAdd(model.Version, model))
            {
                _order.Enqueue(model.Version);
                if (_order.Count > MostReady)
                {
                    _ready.Remove(_order.Dequeue());
                }
            }

            return _ready[model.Version];
        }
    }

    public static IReadOnlyList<DocumentPut> PutsOf(ModelVersion model, ModelKnowledge knowledge) =>
        [new(Kind, IdOf(model.Version), Write(model), 0), new(KnowledgeKind, IdOf(model.Version), Write(knowledge), 0)];

    public static DocumentPut PutOf(ModelHead head, long expectedVersion) => new(HeadKind, HeadId, Write(head), expectedVersion);

    private static string IdOf(long version) => version.ToString("D12", CultureInfo.InvariantCulture);

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, JsonConventions.Options);

    private static T Read<T>(Document document) => JsonSerializer.Deserialize<T>(document.Body, JsonConventions.Options)!;
}
