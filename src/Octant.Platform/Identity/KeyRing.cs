using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Http;
using Octant.Platform.Foundation.Messages;
using Octant.Platform.Foundation.Outcomes;
using Octant.Platform.Foundation.Time;
using Octant.Platform.Identity.Contracts;

namespace Octant.Platform.Identity;

/// <summary>Keys were made or withdrawn.</summary>
public sealed record KeysChanged : IMessage
{
    public static string Topic => "keys-changed";
}

/// <summary>
/// All keys in memory, so that knowing a caller costs one hash and one look-up, and only one look-up from the second time on.
/// Reloaded when keys change. The bootstrap key of the settings has every scope and is not stored.
/// </summary>
public sealed class KeyRing : ICallerSource, ISubscriber<KeysChanged>, IHostedService, IDisposable
{
    public const string BootstrapSetting = "Octant:BootstrapApiKey";

    private const string Header = "X-Api-Key";
    private const string Bearer = "Bearer ";

    private static readonly Problem NotValid = new(ProblemKind.Unauthenticated, "The key is unknown, withdrawn or expired.");

    private readonly KeyStorage _storage;
    private readonly IClock _clock;
    private readonly Entry? _bootstrap;
    private readonly OneAtATime _loading = new();
    private volatile Ring _ring = new(FrozenDictionary<string, Entry>.Empty);

    public KeyRing(KeyStorage storage, IClock clock, IConfiguration configuration)
    {
        _storage = storage;
        _clock = clock;
        if (configuration[BootstrapSetting] is { Length: > 0 } secret)
        {
            var caller = new Caller("bootstrap", Scopes.All.Keys.ToFrozenSet(StringComparer.Ordinal), Organisation: null);
            _bootstrap = new Entry(ApiKey.HashOf(secret), ExpiresAt: null, caller);
        }
    }

    public ValueTask<Result<Caller>?> FindAsync(HttpContext context)
    {
        var secret = context.Request.Headers[Header].ToString();
        var authorization = context.Request.Headers.Authorization.ToString();
        if (secret.Length == 0 && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            secret = authorization[Bearer.Length..].Trim();
        }

        return new(secret.Length == 0 ? default(Result<Caller>?) : Find(secret));
    }

    public async ValueTask HandleAsync(KeysChanged message, CancellationToken cancellation) => await LoadAsync(cancellation);

    public Task StartAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private Result<Caller> Find(string secret)
    {
        var ring = _ring;
        if (!ring.Met.TryGetValue(secret, out var entry))
        {
            var hash = ApiKey.HashOf(secret);
            entry = _bootstrap is not null && IsSame(_bootstrap.Hash, hash) ? _bootstrap : ring.ByHash.GetValueOrDefault(hash);
            if (entry is null || !IsSame(entry.Hash, hash))
            {
                return NotValid;
            }

            ring.Met.TryAdd(secret, entry);
        }

        return entry.ExpiresAt <= _clock.Now ? NotValid : entry.Caller;
    }

    private static bool IsSame(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(left), Encoding.ASCII.GetBytes(right));

    public void Dispose() => _loading.Dispose();

    private Task LoadAsync(CancellationToken cancellation) => _loading.RunAsync(() => ReadKeysAsync(cancellation), cancellation);

    private async Task ReadKeysAsync(CancellationToken cancellation)
    {
        var keys = await _storage.Keys.ReadAllAsync(cancellation);
        _ring = new Ring(keys.ToFrozenDictionary(
            key => key.Hash,
            key => new Entry(
                key.Hash,
                key.ExpiresAt,
                new Caller($"key/{key.Id}", key.Scopes.ToFrozenSet(StringComparer.Ordinal), key.Organisation)),
            StringComparer.Ordinal));
    }

    /// <param name="ByHash">Every key there is.</param>
    private sealed record Ring(FrozenDictionary<string, Entry> ByHash)
    {
        /// <summary>Valid secrets that were shown since the ring was loaded, in memory only; never more than there are keys.</summary>
        public ConcurrentDictionary<string, Entry> Met { get; } = new(StringComparer.Ordinal);
    }

    private sealed record Entry(string Hash, Instant? ExpiresAt, Caller Caller);
}
