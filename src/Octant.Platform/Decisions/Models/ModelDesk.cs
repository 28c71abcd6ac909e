using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Octant.Engine.Learning;
using Octant.Engine.Partitions;
using Octant.Platform.Decisions.Contracts;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Time;

namespace Octant.Platform.Decisions.Models;

/// <summary>
/// Keeps the response model: learns from the journals when it is time or when asked, publishes what was learnt (durable first, then
/// journalled by every partition, then answered), freezes, and goes back to an earlier version.
/// </summary>
/// <remarks>
/// A version holds the whole knowledge of its trainer and the cut up to which it has read, so that a trainer that was cut off
/// begins again from the last version and comes to the same bytes. The head document is the fence: whoever finds it changed has
/// stored nothing.
/// </remarks>
public sealed partial class ModelDesk(
    ModelArchive archive,
    JournalStretch journals,
    IPartitions partitions,
    BackOffice backOffice,
    IDocumentStore documents,
    IPolicies policies,
    IClock clock,
    ILogger<ModelDesk> logger) : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(20);
    private static readonly Caller Trainer = new("trainer", new HashSet<string>(StringComparer.Ordinal), null);

    private readonly SemaphoreSlim _working = new(1, 1);

    /// <summary>After the partitions are served: the last version, where a crash cut it off on its way to them.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var (head, _) = await archive.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
        if (head.Version > 0)
        {
            await ApplyAsync(await archive.ReadAsync(head.Version, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }

        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        _working.Dispose();
        base.Dispose();
    }

    /// <summary>Learns from everything up to now and publishes what came of it. Conflict while learning is frozen.</summary>
    public Task<Result<ModelVersion>> TrainAsync(Caller caller, CancellationToken cancellation) =>
        AloneAsync(
            async (head, documentVersion) =>
            {
                if (head.Frozen)
                {
                    return Problem.Conflict("Learning is frozen; thaw it first.");
                }

                var trainer = await ResumeAsync(head, cancellation).ConfigureAwait(false);
                var read = await journals.ReadAsync(trainer, head.Cut, await journals.ReadEndAsync(cancellation).ConfigureAwait(false), cancellation)
                    .ConfigureAwait(false);
                LogLearnt(read.Learnt, read.Forgotten);
                var knowledge = new ModelKnowledge(LearnerFormat.Encode(trainer.Learner), trainer.Gatherer.Encode());
                var model = new ModelVersion(
                    head.Version + 1, clock.Now, trainer.Learner.Outcomes, trainer.Learner.Accepted, read.Cut, null, knowledge.Fingerprint);
                return await PublishAsync(
                    model, knowledge, documentVersion, backOffice.Audit(caller, "train", ModelArchive.Kind, $"{model.Version}", $"{read.Learnt} outcomes")).ConfigureAwait(false);
            },
            cancellation);

    /// <summary>
    /// Publishes an earlier version's knowledge again as a new version, bit for bit. What was learnt since is not learnt a second time:
    /// learning goes on from here.
    /// </summary>
    public Task<Result<ModelVersion>> RestoreAsync(Caller caller, long version, CancellationToken cancellation) =>
        AloneAsync(
            async (head, documentVersion) =>
            {
                if (await archive.FindVersionAsync(version, cancellation).ConfigureAwait(false) is not { } earlier
                    || await archive.FindKnowledgeAsync(version, cancellation).ConfigureAwait(false) is not { } knowledge)
                {
                    return Problem.NotFound(ModelArchive.Kind, $"{version}");
                }

                var model = earlier with
                {
                    Version = head.Version + 1,
                    PublishedAt = clock.Now,
                    Cut = await journals.ReadEndAsync(cancellation).ConfigureAwait(false),
                    RestoredFrom = version,
                };
                return await PublishAsync(
                    model,
                    knowledge with { Open = new OutcomeGatherer().Encode() },
                    documentVersion,
                    backOffice.Audit(caller, "restore", ModelArchive.Kind, $"{version}", $"as version {model.Version}"), head.Frozen).ConfigureAwait(false);
            },
            cancellation);

    /// <summary>Stops learning, or lets it go on from now: what came in between is left out for good.</summary>
    public Task<Result<ModelHead>> FreezeAsync(Caller caller, bool frozen, CancellationToken cancellation) =>
        AloneAsync<ModelHead>(
            async (head, documentVersion) =>
            {
                if (head.Frozen == frozen)
                {
                    return head;
                }

                var after = frozen
                    ? head with { Frozen = true }
                    : head with { Frozen = false, Cut = await journals.ReadEndAsync(cancellation).ConfigureAwait(false) };
                var stored = await backOffice.CommitAsync(
                    new DocumentChanges
                    {
                        Puts = [ModelArchive.PutOf(after, documentVersion)],
                        Audit = [backOffice.Audit(caller, frozen ? "freeze" : "thaw", ModelArchive.HeadKind, ModelArchive.HeadId)],
                    },
                    cancellation).ConfigureAwait(false);
                return stored.Problem is { } problem ? problem : after;
            },
            cancellation);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Round);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                if (await IsDueAsync(stoppingToken).ConfigureAwait(false))
                {
                    await TrainAsync(Trainer, stoppingToken).ConfigureAwait(false);
                }

                await ForgetAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is not (OutOfMemoryException or OperationCanceledException))
            {
                LogFailed(error);
            }
        }
    }

    /// <summary>Whether there is something to learn and it is time again.</summary>
    private async ValueTask<bool> IsDueAsync(CancellationToken cancellation)
    {
        var (head, _) = await archive.ReadHeadAsync(cancellation).ConfigureAwait(false);
        return !head.Frozen
            && (await policies.ReadSettingsAsync(cancellation).ConfigureAwait(false)).ModelInterval is { } interval
            && (head.Version == 0 || head.PublishedAt + interval <= clock.Now);
    }

    /// <summary>Versions no kept decision can have been made by are let go of, oldest first.</summary>
    private async ValueTask ForgetAsync(CancellationToken cancellation)
    {
        var before = clock.Now - (await policies.ReadSettingsAsync(cancellation).ConfigureAwait(false)).DecisionRetention;
        while ((await documents.ListAsync(ModelArchive.Kind, 0, 2, cancellation).ConfigureAwait(false)).Items is [var oldest, var next] && next.UpdatedAt < before)
        {
            await documents.CommitAsync(
                new DocumentChanges
                {
                    Deletes = [new DocumentDelete(ModelArchive.Kind, oldest.Id, null), new DocumentDelete(ModelArchive.KnowledgeKind, oldest.Id, null)],
                },
                clock.Now,
                cancellation).ConfigureAwait(false);
        }
    }

    private async Task<Result<T>> AloneAsync<T>(Func<ModelHead, long, Task<Result<T>>> work, CancellationToken cancellation)
    {
        await _working.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var (head, documentVersion) = await archive.ReadHeadAsync(cancellation).ConfigureAwait(false);
            return await work(head, documentVersion).ConfigureAwait(false);
        }
        finally
        {
            _working.Release();
        }
    }

    /// <summary>The trainer as the last version left it; what had been open is only known where nothing was left out since.</summary>
    private async ValueTask<ResponseTrainer> ResumeAsync(ModelHead head, CancellationToken cancellation)
    {
        if (head.Version == 0)
        {
            return new ResponseTrainer();
        }

        var last = await archive.FindVersionAsync(head.Version, cancellation).ConfigureAwait(false);
        var knowledge = await archive.FindKnowledgeAsync(head.Version, cancellation).ConfigureAwait(false);
        return last is null || knowledge is null
            ? throw new InvalidOperationException($"Response model {head.Version} is not in the archive.")
            : new ResponseTrainer(
                LearnerFormat.Decode(knowledge.Learner), last.Cut.SequenceEqual(head.Cut) ? OutcomeGatherer.Decode(knowledge.Open) : new OutcomeGatherer());
    }

    private async Task<Result<ModelVersion>> PublishAsync(ModelVersion model, ModelKnowledge knowledge, long documentVersion, AuditEntry audit, bool frozen = false)
    {
        var stored = await backOffice.CommitAsync(
            new DocumentChanges
            {
                Puts =
                [
                    .. ModelArchive.PutsOf(model, knowledge),
                    ModelArchive.PutOf(new ModelHead(model.Version, frozen, model.Cut) { PublishedAt = model.PublishedAt }, documentVersion),
                ],
                Audit = [audit],
            },
            CancellationToken.None).ConfigureAwait(false);
        if (stored.Problem is { } problem)
        {
            return problem;
        }

        await ApplyAsync(archive.Add(new ResponseModel(model.Version, LearnerFormat.Decode(knowledge.Learner)))).ConfigureAwait(false);
        return model;
    }

    private async Task ApplyAsync(ResponseModel model)
    {
        var command = new ChangeModel(model.Version) { Model = model };
        await Task.WhenAll(Enumerable.Range(0, PartitionOptions.PartitionCount)
            .Select(partition => partitions.SubmitAsync(partition, command).AsTask())).ConfigureAwait(false);
        LogInForce(model.Version, model.Outcomes);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Response model {Version} of {Outcomes} outcomes is in force.")]
    private partial void LogInForce(long version, long outcomes);

    [LoggerMessage(Level = LogLevel.Information, Message = "Learnt from {Outcomes} outcomes; of {Forgotten} more the decision is not kept any more.")]
    private partial void LogLearnt(long outcomes, long forgotten);

    [LoggerMessage(Level = LogLevel.Error, Message = "Learning broke off; the next round tries again.")]
    private partial void LogFailed(Exception error);
}
