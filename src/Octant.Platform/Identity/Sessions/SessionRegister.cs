using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Foundation.Units;
using Octant.Platform.Identity.Operators;

namespace Octant.Platform.Identity.Sessions;

/// <summary>
/// All open sessions, in memory and in the back office, so that they outlive a restart. Who asks is looked up with every request: a
/// changed role, a suspension or an ended session is in force at once. Sessions run on the machine's own clock, also in a rehearsal
/// whose clock stands still.
/// </summary>
public sealed class SessionRegister(
    IDocumentStore documents, BackOffice backOffice, OperatorDirectory operators, SessionTimes times, IOrganisationUnits units, TimeProvider time) : ICallerSource, IHostedService
{
    private static readonly Problem Ended = new(ProblemKind.Unauthenticated, "The session has ended; sign in again.");

    private readonly ConcurrentDictionary<string, Session> _open = new(StringComparer.Ordinal);

    private Instant Now => Instant.From(time.GetUtcNow());

    public ValueTask<Result<Caller>?> FindAsync(HttpContext context)
    {
        if (SessionCookie.Read(context.Request) is not { } token)
        {
            return default;
        }

        if (!_open.TryGetValue(Session.IdOf(token), out var session)
            || session.IsOver(Now, times)
            || operators.Find(session.StaffNumber) is not { Operator.State: OperatorState.Active } known)
        {
            return new((Result<Caller>)Ended);
        }

        if (SessionCookie.RefuseForgery(context.Request) is { } forged)
        {
            return new((Result<Caller>)forged);
        }

        var caller = CallerOf(known, session);
        return SessionCookie.IsBackground(context.Request) || Now - session.SeenAt < times.Grain ? new((Result<Caller>)caller) : SeeAsync(session, caller);
    }

    /// <summary>Null when the operator is not let in any more.</summary>
    public Caller? CallerOf(Session session) =>
        operators.Find(session.StaffNumber) is { Operator.State: OperatorState.Active } known ? CallerOf(known, session) : null;

    public Session? Find(string? id) => id is not null && _open.TryGetValue(id, out var session) ? session : null;

    public IReadOnlyList<Session> Of(string staffNumber)
    {
        var now = Now;
        return [.. _open.Values.Where(session => session.StaffNumber == staffNumber && !session.IsOver(now, times)).OrderBy(session => session.StartedAt)];
    }

    /// <summary>Opens a session and answers its token for the cookie.</summary>
    public async ValueTask<Result<(string Token, Session Session)>> OpenAsync(
        string staffNumber, SignInMethod method, bool mustChangePassword, CancellationToken cancellation)
    {
        await ForgetOverAsync(cancellation);
        var token = Session.NewToken();
        var session = new Session
        {
            Id = Session.IdOf(token),
            StaffNumber = staffNumber,
            Method = method,
            StartedAt = Now,
            SeenAt = Now,
            MustChangePassword = mustChangePassword,
        };
        var actor = new Caller(Operator.ActorOf(staffNumber), FrozenSet<string>.Empty, Organisation: null);
        var committed = await backOffice.CommitAsync(
            new DocumentChanges
            {
                Puts = [PutOf(session)],
                Audit = [backOffice.Audit(actor, "signed in", Operator.Kind, staffNumber, method == SignInMethod.Password ? "by password" : "by the identity provider")],
            },
            cancellation);
        if (committed.Problem is { } problem)
        {
            return problem;
        }

        _open[session.Id] = session;
        return (token, session);
    }

    /// <summary>The operator has a password of their own now; every other session of theirs ends.</summary>
    public async ValueTask PasswordChangedAsync(Session session, CancellationToken cancellation)
    {
        var changed = session with { MustChangePassword = false };
        await documents.CommitAsync(new DocumentChanges { Puts = [PutOf(changed)] }, Now, cancellation);
        _open[session.Id] = changed;
        await EndAllAsync(session.StaffNumber, except: session.Id, cancellation);
    }

    /// <summary>False when it is not open any more.</summary>
    public async ValueTask<bool> EndAsync(string id, CancellationToken cancellation)
    {
        if (!_open.TryRemove(id, out _))
        {
            return false;
        }

        await DeleteAsync([id], cancellation);
        return true;
    }

    /// <summary>Ends all sessions of one operator but this one, and answers how many.</summary>
    public async ValueTask<int> EndAllAsync(string staffNumber, string? except, CancellationToken cancellation)
    {
        var ids = _open.Values.Where(session => session.StaffNumber == staffNumber && session.Id != except).Select(session => session.Id).ToList();
        ids.RemoveAll(id => !_open.TryRemove(id, out _));
        await DeleteAsync(ids, cancellation);
        return ids.Count;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var session in await new DocumentReader<Session>(documents, Session.Kind).ReadAllAsync(cancellationToken))
        {
            _open[session.Id] = session;
        }

        await ForgetOverAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Bound to the only unit at the top is bound to nothing.</summary>
    private Caller CallerOf(KnownOperator known, Session session) =>
        new(
            Operator.ActorOf(known.Operator.StaffNumber),
            known.Scopes,
            known.Operator.Organisation is { } path && units.IsWhole(path) ? null : known.Operator.Organisation)
        {
            StaffNumber = known.Operator.StaffNumber,
            Roles = known.Operator.Roles,
            SessionId = session.Id,
            MustChangePassword = session.MustChangePassword,
        };

    private static DocumentPut PutOf(Session session) => new(Session.Kind, session.Id, DocumentReader<Session>.Write(session), ExpectedVersion: null);

    private async ValueTask<Result<Caller>?> SeeAsync(Session session, Caller caller)
    {
        var seen = session with { SeenAt = Now };

        // Whoever loses the race to write it, or to end it, leaves it as the winner wrote it.
        if (_open.TryUpdate(session.Id, seen, session))
        {
            await documents.CommitAsync(new DocumentChanges { Puts = [PutOf(seen)] }, Now, CancellationToken.None);
            if (!_open.ContainsKey(session.Id))
            {
                await DeleteAsync([session.Id], CancellationToken.None);
            }
        }

        return caller;
    }

    private async ValueTask ForgetOverAsync(CancellationToken cancellation)
    {
        var now = Now;
        var over = _open.Values.Where(session => session.IsOver(now, times)).Select(session => session.Id).ToList();
        over.RemoveAll(id => !_open.TryRemove(id, out _));
        await DeleteAsync(over, cancellation);
    }

    private async ValueTask DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        foreach (var id in ids)
        {
            try
            {
                await documents.CommitAsync(new DocumentChanges { Deletes = [new DocumentDelete(Session.Kind, id, ExpectedVersion: null)] }, Now, cancellation);
            }
            catch (DocumentConflictException)
            {
                // It is gone already.
            }
        }
    }
}
