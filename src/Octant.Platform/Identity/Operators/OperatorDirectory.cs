using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.Extensions.Hosting;
using Octant.Platform.Foundation.Documents;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Storage;
using Octant.Platform.Identity.Roles;

namespace Octant.Platform.Identity.Operators;

/// <summary>An operator with what their roles permit, added up.</summary>
public sealed record KnownOperator(Operator Operator, FrozenSet<string> Scopes);

/// <summary>
/// All operators and roles in memory, so that knowing who asks costs a look-up, and a change of either is in force with the answer
/// to whoever made it.
/// </summary>
public sealed class OperatorDirectory(IDocumentStore documents, OperatorStorage storage)
    : ISubscriber<OperatorsChanged>, ISubscriber<RolesChanged>, IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<string, Operator> _operators = new(StringComparer.Ordinal);
    private readonly OneAtATime _loading = new();
    private volatile RoleSet _roles = new(FrozenDictionary<string, Role>.Empty);

    public IReadOnlyDictionary<string, Role> Roles => _roles.ById;

    /// <summary>Null when there is nobody of this number.</summary>
    public KnownOperator? Find(string staffNumber) =>
        _operators.TryGetValue(staffNumber, out var found) ? new KnownOperator(found, _roles.ScopesOf(found.Roles)) : null;

    /// <summary>What these roles permit together; a role that is not there permits nothing.</summary>
    public FrozenSet<string> ScopesOf(IReadOnlyList<string> roles) => _roles.ScopesOf(roles);

    public async ValueTask HandleAsync(OperatorsChanged message, CancellationToken cancellation) => await _loading.RunAsync(
        async () =>
        {
            if (await storage.Operators.ReadAsync(message.StaffNumber, cancellation) is { } stored)
            {
                _operators[message.StaffNumber] = stored.Value;
            }
        },
        cancellation);

    public async ValueTask HandleAsync(RolesChanged message, CancellationToken cancellation) => await LoadRolesAsync(cancellation);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await LoadRolesAsync(cancellationToken);
        foreach (var found in await storage.Operators.ReadAllAsync(cancellationToken))
        {
            _operators[found.StaffNumber] = found;
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _loading.Dispose();

    private Task LoadRolesAsync(CancellationToken cancellation) => _loading.RunAsync(
        async () =>
        {
            var roles = await new DocumentReader<Role>(documents, Role.Kind).ReadAllAsync(cancellation);
            _roles = new RoleSet(roles.ToFrozenDictionary(role => role.Id, StringComparer.Ordinal));
        },
        cancellation);

    private sealed record RoleSet(FrozenDictionary<string, Role> ById)
    {
        private readonly ConcurrentDictionary<string, FrozenSet<string>> _scopes = new(StringComparer.Ordinal);

        public FrozenSet<string> ScopesOf(IReadOnlyList<string> roles) =>
            _scopes.GetOrAdd(
                string.Join(' ', roles),
                _ => roles.SelectMany(id => ById.GetValueOrDefault(id)?.Scopes ?? []).ToFrozenSet(StringComparer.Ordinal));
    }
}
