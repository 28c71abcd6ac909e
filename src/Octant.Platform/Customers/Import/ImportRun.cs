using Octant.Engine.Calendar;
using Octant.Engine.Partitions;
using Octant.Engine.Policies;
using Octant.Platform.Customers.Identities;
using Octant.Platform.Foundation.Partitions;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Customers.Import;

/// <summary>What became of a file, line by line: accepted = created + updated + unchanged.</summary>
/// <param name="Unchanged">Lines that said what was so already, and lines that a later line about the same customer replaces.</param>
/// <param name="Rejects">The first of them.</param>
/// <param name="RejectsTruncated">There were more than are listed.</param>
public sealed record ImportReport(
    long Accepted, long Rejected, long Created, long Updated, long Unchanged, IReadOnlyList<ImportReject> Rejects, bool RejectsTruncated);

/// <summary>
/// The last pass over a file: lines go to their partitions in batches, several of which are under way at once. Within a
/// batch identities come first, then texts, then commands; each line is one command, so it is done whole or not at all.
/// </summary>
/// <param name="at">When the consents of the file count as said.</param>
public sealed class ImportRun(IdentityDirectory directory, IIdentityStore identities, CustomerCommands commands, Instant at)
{
    private const int BatchLines = 2_048;
    private const int BatchesUnderWay = 4;
    private const int MostRejects = 1_000;
    private const string Source = "import";

    private readonly List<ImportReject> _rejects = [];
    private readonly Queue<Task> _underWay = new();
    private long _rejected;
    private long _created;
    private long _updated;
    private long _unchanged;

    /// <param name="lastLines">Of people who are in the file more than once; their other lines change nothing.</param>
    public async Task<ImportReport> RunAsync(
        IImportReader reader, ImportPlan plan, IReadOnlyDictionary<string, long> lastLines, CancellationToken cancellation)
    {
        try
        {
            var batch = new List<PlannedLine>(BatchLines);
            while (reader.Read() is { } line)
            {
                cancellation.ThrowIfCancellationRequested();
                if (!plan.TryRead(line, out var planned, out var reject))
                {
                    Reject(reject);
                }
                else if (lastLines.TryGetValue(planned.CustomerId, out var last) && last != planned.Number)
                {
                    _unchanged++;
                }
                else
                {
                    batch.Add(planned);
                    if (batch.Count == BatchLines)
                    {
                        await BeginAsync(batch);
                        batch = new List<PlannedLine>(BatchLines);
                    }
                }
            }

            await BeginAsync(batch);
        }
        finally
        {
            // What was begun ends, whatever happened: its lines are done whole.
            await Task.WhenAll(_underWay);
        }

        return new ImportReport(
            _created + _updated + _unchanged, _rejected, _created, _updated, _unchanged, _rejects, _rejected > _rejects.Count);
    }

    private void Reject(ImportReject reject)
    {
        _rejected++;
        if (_rejects.Count < MostRejects)
        {
            _rejects.Add(reject);
        }
    }

    private async Task BeginAsync(List<PlannedLine> batch)
    {
        while (_underWay.Count >= BatchesUnderWay)
        {
            await _underWay.Dequeue();
        }

        if (batch.Count > 0)
        {
            _underWay.Enqueue(ApplyAsync(batch));
        }
    }

    private async Task ApplyAsync(List<PlannedLine> batch)
    {
        using var change = directory.BeginChange();
        var keys = await directory.ResolveAsync([.. batch.Select(line => line.CustomerId)], CancellationToken.None);
        var textChanged = await SetTextsAsync(batch, keys);
        var shares = new List<int>?[PartitionOptions.PartitionCount];
        for (var i = 0; i < batch.Count; i++)
        {
            (shares[PartitionOptions.PartitionOf(keys[i])] ??= []).Add(i);
        }

        var begun = new List<(List<int> Lines, Task<Outcome> Answer)>();
        for (var partition = 0; partition < shares.Length; partition++)
        {
            if (shares[partition] is { } lines)
            {
                var changes = new ChangeProfiles(lines.ConvertAll(line => CommandOf(batch[line], keys[line])));
                begun.Add((lines, await commands.BeginAsync(partition, changes)));
            }
        }

        await Task.WhenAll(begun.Select(share => share.Answer));
        foreach (var (lines, answer) in begun)
        {
            var outcomes = ((ProfilesAnswered)await answer).Outcomes;
            for (var i = 0; i < lines.Count; i++)
            {
                Count(outcomes[i], textChanged[lines[i]]);
            }
        }
    }

    private ChangeProfile CommandOf(PlannedLine line, long key) => new(key, line.Attributes, line.Tags, line.Products)
    {
        Consents = line.Consents.Count == 0 ? [] : [.. line.Consents.Select(consent => new Consent(consent.Class, consent.State, Source, at))],
    };

    private void Count(Outcome outcome, bool textChanged)
    {
        switch (outcome)
        {
            case ProfileChanged { Created: true }:
                Interlocked.Increment(ref _created);
                break;
            case ProfileChanged:
                Interlocked.Increment(ref _updated);
                break;
            default:
                Interlocked.Increment(ref textChanged ? ref _updated : ref _unchanged);
                break;
        }
    }

    /// <summary>For each line whether a text of it was new.</summary>
    private async Task<bool[]> SetTextsAsync(List<PlannedLine> batch, IReadOnlyList<long> keys)
    {
        var changed = new bool[batch.Count];
        var texts = new List<IdentityText>();
        var owners = new List<int>();
        for (var i = 0; i < batch.Count; i++)
        {
            foreach (var (attribute, value) in batch[i].Texts)
            {
                texts.Add(new IdentityText(keys[i], attribute, value));
                owners.Add(i);
            }
        }

        if (texts.Count > 0)
        {
            var answers = await identities.SetTextsAsync(texts, CancellationToken.None);
            for (var i = 0; i < answers.Count; i++)
            {
                changed[owners[i]] |= answers[i];
            }
        }

        return changed;
    }
}
