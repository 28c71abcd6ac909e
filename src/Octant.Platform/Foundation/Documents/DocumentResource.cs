using Microsoft.Extensions.DependencyInjection;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Units;

namespace Octant.Platform.Foundation.Documents;

/// <summary>A change that is about to be made to one document; <paramref name="Existing"/> is null when it is new.</summary>
public sealed record DocumentChange<T>(Caller Caller, string Id, T Candidate, T? Existing);

/// <summary>
/// A kind of thing that lives in the back office and is put, read, listed and deleted over HTTP in the same way as all
/// others. A capability derives one small class per kind, which holds its rules; <see cref="DocumentRoutes"/> maps the
/// routes, and everything else (preconditions, references, audit, message) is here.
/// </summary>
public abstract class DocumentResource<T>(IDocumentStore documents, BackOffice backOffice, IServiceProvider services)
    : IReferenceHolder, IUnitMember, IDraftCheck<T>
    where T : class
{
    private const int Attempts = 5;

    /// <summary>Kind of the document, in the singular: <c>offering</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Route segment, in the plural: <c>offerings</c>.</summary>
    public abstract string Route { get; }

    /// <summary>One sentence for the API's reference page.</summary>
    public abstract string Summary { get; }

    public abstract string ReadScope { get; }

    public abstract string WriteScope { get; }

    /// <summary>The member that holds the id; taken from the route when the body leaves it out.</summary>
    public virtual string KeyMember => "id";

    /// <summary>How the route takes the id up, where it is more than one segment.</summary>
    public virtual string KeyPattern => KeyMember;

    public virtual bool CanBeDeleted => true;

    /// <summary>Whether every version is kept and can be read (<see cref="DocumentVersions{T}"/>), for what people edit again and again.</summary>
    public virtual bool KeepsVersions => false;

    /// <summary>
    /// Whether its documents belong to parts of the organisation (<see cref="OrganisationOf"/>). A caller who is bound to a part
    /// then sees and changes those of that part only. Where they do not, everybody sees them, and only who is not bound changes them.
    /// </summary>
    public virtual bool BelongsToOrganisation => false;

    /// <summary>Whether what it says holds for everybody; false also where its own rules say whose it is.</summary>
    public virtual bool ConcernsEverybody => !BelongsToOrganisation;

    /// <summary>Whether the unit a document belongs to must be there, where units are kept.</summary>
    protected virtual bool NeedsExistingUnit => true;

    public DocumentReader<T> Reader => new(Documents, Kind);

    protected IDocumentStore Documents { get; } = documents;

    protected Instant Now => backOffice.Clock.Now;

    private DocumentVersions<T> Versions => new(Documents, Kind);

    public async ValueTask<Result<PutOutcome<T>>> PutAsync(
        Caller caller, string id, T candidate, Preconditions preconditions, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var stored = await Documents.ReadAsync(Kind, id, cancellation);
            if (preconditions.Check(Kind, id, stored?.Version) is { } unmet)
            {
                return unmet;
            }

            var existing = stored is null ? null : DocumentReader<T>.Parse(stored.Body);
            candidate = Prepare(caller, candidate, existing);
            var change = new DocumentChange<T>(caller, id, candidate, existing);
            if (await FindProblemAsync(change, cancellation) is { } problem)
            {
                return problem;
            }

            var body = DocumentReader<T>.Write(candidate);
            if (stored is not null && string.Equals(body, DocumentReader<T>.Write(existing!), StringComparison.Ordinal))
            {
                return new PutOutcome<T>(candidate, stored.Version, Created: false);
            }

            var committed = await backOffice.CommitAsync(
                new DocumentChanges
                {
                    Puts =
                    [
                        new DocumentPut(Kind, id, body, stored?.Version ?? 0),
                        .. KeepsVersions ? await Versions.WithChangeAsync(id, candidate, stored, Now, caller.Id, cancellation) : [],
                        .. await FollowUpAsync(change, cancellation),
                    ],
                    Audit = [Audit(caller, stored is null ? "created" : "replaced", id, candidate)],
                    Messages = MessagesOf(id),
                },
                cancellation);
            if (committed.TryGet(out var done, out problem))
            {
                return new PutOutcome<T>(candidate, done.Documents[0].Version, stored is null);
            }

            // Somebody else was faster. Unless the caller named a version, the change is judged again on what is there now.
            if (problem.Kind != ProblemKind.PreconditionFailed || preconditions.Any || attempt == Attempts)
            {
                return problem;
            }
        }
    }

    /// <summary>Null when it was deleted.</summary>
    public async ValueTask<Problem?> DeleteAsync(Caller caller, string id, Preconditions preconditions, CancellationToken cancellation)
    {
        var stored = await Reader.ReadAsync(id, cancellation);
        if (preconditions.Check(Kind, id, stored?.Version) is { } unmet)
        {
            return unmet;
        }

        if (stored is null || !await MaySeeAsync(caller, stored.Value, cancellation))
        {
            return Problem.NotFound(Kind, id);
        }

        if (RefuseChange(caller, stored.Value) is { } refused)
        {
            return refused;
        }

        foreach (var holder in services.GetServices<IReferenceHolder>())
        {
            if (await holder.FindHolderAsync(Kind, id, cancellation) is { } name)
            {
                return Problem.Conflict($"The {Kind} '{id}' is used by {name}; change that first.");
            }
        }

        var deletes = new List<DocumentDelete> { new(Kind, id, stored.Version) };
        if (KeepsVersions)
        {
            deletes.AddRange(await Versions.WithDeletionAsync(id, stored.Version, cancellation));
        }

        foreach (var kind in BelongingKinds)
        {
            if (await Documents.ReadAsync(kind, id, cancellation) is { } belonging)
            {
                deletes.Add(new DocumentDelete(kind, id, belonging.Version));
            }
        }

        var committed = await backOffice.CommitAsync(
            new DocumentChanges
            {
                Deletes = deletes,
                Audit = [Audit(caller, "deleted", id, stored.Value)],
                Messages = MessagesOf(id),
            },
            cancellation);
        return committed.Problem;
    }

    public async ValueTask<string?> FindHolderAsync(string kind, string id, CancellationToken cancellation)
    {
        foreach (var document in await Documents.ReadAllAsync(Kind, cancellation))
        {
            var value = DocumentReader<T>.Parse(document.Body);
            var isHeld = ReferencesOf(value).Any(reference => reference.Kind == kind && reference.Id == id)
                || (BelongsToOrganisation && kind == IOrganisationUnits.Kind && OrganisationOf(value) is { } path && UnitPath.IsWithin(path, id));
            if (isHeld && !(kind == Kind && id == document.Id))
            {
                return $"{Kind} '{document.Id}'";
            }
        }

        return null;
    }

    public async ValueTask<Result<UnitMove>> MoveAsync(string from, string to, CancellationToken cancellation)
    {
        if (!BelongsToOrganisation)
        {
            return UnitMove.Nothing;
        }

        var puts = new List<DocumentPut>();
        foreach (var document in await Documents.ReadAllAsync(Kind, cancellation))
        {
            var value = DocumentReader<T>.Parse(document.Body);
            if (OrganisationOf(value) is { } path && UnitPath.IsWithin(path, from) && WithOrganisation(value, UnitPath.Rebase(path, from, to)) is { } moved)
            {
                puts.Add(new DocumentPut(Kind, document.Id, DocumentReader<T>.Write(moved), document.Version));
            }
        }

        return new UnitMove(puts, [.. puts.SelectMany(put => MessagesOf(put.Id))]);
    }

    /// <summary>Whether the caller learns of this thing at all.</summary>
    public virtual bool MaySee(Caller caller, T value) => !BelongsToOrganisation || caller.Covers(OrganisationOf(value));

    /// <inheritdoc cref="MaySee"/>
    public virtual ValueTask<bool> MaySeeAsync(Caller caller, T value, CancellationToken cancellation) => new(MaySee(caller, value));

    /// <summary>A page of what the caller may see.</summary>
    /// <param name="search">Which of them; null for all.</param>
    public async ValueTask<Page<T>> ReadPageAsync(Caller caller, PageRequest page, DocumentSearch? search, CancellationToken cancellation)
    {
        var seesAll = ConcernsEverybody || caller.Organisation is null;
        if (seesAll && search is null)
        {
            return await Reader.ReadPageAsync(page, cancellation);
        }

        var found = new List<T>();
        foreach (var document in await Documents.ReadAllAsync(Kind, cancellation))
        {
            if (search?.Finds(document) != false
                && DocumentReader<T>.Parse(document.Body) is var value
                && (seesAll || await MaySeeAsync(caller, value, cancellation)))
            {
                found.Add(value);
            }
        }

        return new Page<T>([.. found.Skip(page.Offset).Take(page.Limit)], found.Count);
    }

    /// <summary>A page of the versions of one document, the newest first. Only where <see cref="KeepsVersions"/>.</summary>
    public async ValueTask<Result<Page<DocumentVersion<T>>>> ReadVersionsAsync(Caller caller, string id, PageRequest page, CancellationToken cancellation) =>
        await Documents.ReadAsync(Kind, id, cancellation) is { } stored && await MaySeeAsync(caller, DocumentReader<T>.Parse(stored.Body), cancellation)
            ? await Versions.ReadPageAsync(stored, page, cancellation)
            : Problem.NotFound(Kind, id);

    public async ValueTask<Problem?> CheckDraftAsync(Caller caller, string id, T draft, CancellationToken cancellation)
    {
        var change = new DocumentChange<T>(caller, id, draft, (await Reader.ReadAsync(id, cancellation))?.Value);
        return FindWrongFields(change) ?? await FindWrongReferencesAsync(change, cancellation);
    }

    /// <summary>The unit a thing belongs to; null for the whole organisation. Only where <see cref="BelongsToOrganisation"/>.</summary>
    protected virtual string? OrganisationOf(T value) => null;

    /// <summary>The candidate as it shall be stored, where a member is not the caller's to set.</summary>
    protected virtual T Prepare(Caller caller, T candidate, T? existing) => candidate;

    protected virtual void RequireKey(string id, FieldChecks fields) => fields.RequireId(id, KeyMember);

    /// <summary>The same thing belonging to another unit; null where it does not move with its unit.</summary>
    protected virtual T? WithOrganisation(T value, string path) => null;

    /// <summary>Adds every rule of its own that the candidate breaks.</summary>
    protected abstract void Check(T candidate, FieldChecks fields);

    /// <summary>Rules that need more than the candidate, after all fields were found right.</summary>
    protected virtual ValueTask<Problem?> CheckAsync(DocumentChange<T> change, CancellationToken cancellation) => default;

    /// <summary>Whether the caller may touch this thing as it is; asked for what is there and for what shall be.</summary>
    protected virtual Problem? MayChange(Caller caller, T value) => null;

    /// <summary>What must exist, and cannot be deleted while this does.</summary>
    protected virtual IEnumerable<Reference> ReferencesOf(T value) => [];

    /// <summary>The document as it is read, where something is to be told with it that is not part of it.</summary>
    public virtual ValueTask<object> ShowAsync(T value, CancellationToken cancellation) => new(value);

    /// <summary>What must change with this document, in the same transaction.</summary>
    protected virtual ValueTask<IReadOnlyList<DocumentPut>> FollowUpAsync(DocumentChange<T> change, CancellationToken cancellation) => new([]);

    /// <summary>Kinds of documents of the same id that go with this one when it is deleted.</summary>
    protected virtual IReadOnlyList<string> BelongingKinds => [];

    /// <summary>What others are told after any change of this document; null where nobody needs to know.</summary>
    protected virtual OutboxMessage? ChangeMessage(string id) => null;

    private IReadOnlyList<OutboxMessage> MessagesOf(string id) => ChangeMessage(id) is { } message ? [message] : [];

    /// <summary>An entry belongs to the unit of what it is about, where that belongs to one.</summary>
    private AuditEntry Audit(Caller caller, string action, string id, T value)
    {
        var entry = backOffice.Audit(caller, action, Kind, id);
        return BelongsToOrganisation ? entry with { Organisation = OrganisationOf(value) } : entry;
    }

    private Problem? RefuseChange(Caller caller, T value) =>
        (BelongsToOrganisation || ConcernsEverybody ? caller.Refuse(OrganisationOf(value)) : null) ?? MayChange(caller, value);

    private async ValueTask<Problem?> FindProblemAsync(DocumentChange<T> change, CancellationToken cancellation) =>
        FindWrongFields(change)
        ?? RefuseChange(change.Caller, change.Candidate)
        ?? (change.Existing is null ? null : RefuseChange(change.Caller, change.Existing))
        ?? await FindWrongReferencesAsync(change, cancellation);

    private Problem? FindWrongFields(DocumentChange<T> change)
    {
        var fields = new FieldChecks();
        RequireKey(change.Id, fields);
        Check(change.Candidate, fields);
        return fields.ToProblem();
    }

    private async ValueTask<Problem?> FindWrongReferencesAsync(DocumentChange<T> change, CancellationToken cancellation)
    {
        var fields = new FieldChecks();
        foreach (var reference in ReferencesOf(change.Candidate))
        {
            if (reference.Kind == Kind && reference.Id == change.Id)
            {
                fields.Add(reference.Field, $"another {Kind} than itself", reference.Id);
            }
            else if (await Documents.ReadAsync(reference.Kind, reference.Id, cancellation) is null)
            {
                fields.Add(reference.Field, $"the id of an existing {reference.Kind}", reference.Id);
            }
        }

        return fields.ToProblem() ?? await CheckUnitAsync(change.Candidate, cancellation) ?? await CheckAsync(change, cancellation);
    }

    private async ValueTask<Problem?> CheckUnitAsync(T candidate, CancellationToken cancellation)
    {
        return BelongsToOrganisation
            && NeedsExistingUnit
            && OrganisationOf(candidate) is { } path
            && services.GetService<IOrganisationUnits>() is { } units
            && !await units.AllowsAsync(path, cancellation)
                ? Problem.Invalid("organisation", "the path of a unit of the organisation", path)
                : null;
    }
}

public sealed record PutOutcome<T>(T Value, long Version, bool Created);
