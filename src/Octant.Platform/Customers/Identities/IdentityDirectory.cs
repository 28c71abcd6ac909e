using System.Buffers.Binary;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Octant.Platform.Customers.Contracts;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Customers.Identities;

/// <summary>
/// All identifiers with their keys in memory, as the identity store holds them. A key is durable before anybody gets it,
/// so nothing is ever recorded under a key that nobody can resolve.
/// </summary>
/// <remarks>It is read from the store while the partitions are recovered; whoever asks before it is whole waits for it.</remarks>
public sealed partial class IdentityDirectory(IIdentityStore store, ILogger<IdentityDirectory>? logger = null)
    : ICustomerDirectory, IHostedLifecycleService, IDisposable
{
    private readonly ILogger<IdentityDirectory> _logger = logger ?? NullLogger<IdentityDirectory>.Instance;
    private readonly IdentityTable _table = new();
    private readonly Lock _lock = new();

    /// <summary>Adding and erasing happen one at a time, so that memory and store cannot come apart.</summary>
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly HashSet<Task> _changes = [];
    private Task _reading = Task.CompletedTask;

    public int Count
    {
        get
        {
            WaitUntilRead();
            lock (_lock)
            {
                return _table.Count;
            }
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _reading = Task.Run(() => ReadAllAsync(cancellationToken), cancellationToken);
        return Task.CompletedTask;
    }

    /// <summary>After everything else has started: what went wrong with reading ends the start.</summary>
    public Task StartedAsync(CancellationToken cancellationToken) => _reading;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public bool TryFindKey(string customerId, out long key)
    {
        key = 0;
        if (!CustomerIds.IsValid(customerId))
        {
            return false;
        }

        WaitUntilRead();
        lock (_lock)
        {
            return _table.TryFindKey(customerId, out key);
        }
    }

    public bool TryFindKey(ReadOnlySpan<byte> customerId, out long key)
    {
        WaitUntilRead();
        lock (_lock)
        {
            return _table.TryFindKey(customerId, out key);
        }
    }

    public bool TryFindCustomer(long key, [NotNullWhen(true)] out string? customerId)
    {
        WaitUntilRead();
        lock (_lock)
        {
            customerId = _table.FindIdentifier(key);
            return customerId is not null;
        }
    }

    /// <summary>
    /// The keys of these people, in order; who is not known gets a random one, durably. All identifiers must be valid.
    /// </summary>
    public async ValueTask<IReadOnlyList<long>> ResolveAsync(IReadOnlyList<string> customerIds, CancellationToken cancellation)
    {
        await _reading;
        var keys = new long[customerIds.Count];
        if (FindAll(customerIds, keys).Count == 0)
        {
            return keys;
        }

        await _writing.WaitAsync(cancellation);
        try
        {
            // Some may have become known, or been erased, while this waited.
            var unknown = FindAll(customerIds, keys);
            CustomerIdentity[] added = [.. unknown.Select(pair => new CustomerIdentity(pair.Value, pair.Key))];
            var held = await store.AddAsync(added, cancellation);
            for (var i = 0; i < added.Length; i++)
            {
                Learn(added[i] with { Key = held[i] });
                unknown[added[i].CustomerId] = held[i];
            }

            for (var i = 0; i < keys.Length; i++)
            {
                if (unknown.TryGetValue(customerIds[i], out var key))
                {
                    keys[i] = key;
                }
            }

            return keys;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>
    /// Announces a change of customers that goes on until the result is disposed. Whoever erases a person waits for those
    /// that had begun, because they may hold the person's key.
    /// </summary>
    public IDisposable BeginChange()
    {
        var change = new Change(this);
        lock (_lock)
        {
            _changes.Add(change.Ended.Task);
        }

        return change;
    }

    /// <summary>Forgets a person, in the store first, and answers when nobody who knew the key is still at work with it.</summary>
    public async ValueTask EraseAsync(long key, CancellationToken cancellation)
    {
        await _reading;
        await _writing.WaitAsync(cancellation);
        Task[] begun;
        try
        {
            await store.EraseAsync(key, CancellationToken.None);
            lock (_lock)
            {
                _table.Remove(key);
                begun = [.. _changes];
            }
        }
        finally
        {
            _writing.Release();
        }

        await Task.WhenAll(begun);
    }

    public void Dispose() => _writing.Dispose();

    /// <summary>Fills in the keys that are known; answers the others with a new key each.</summary>
    private Dictionary<string, long> FindAll(IReadOnlyList<string> customerIds, long[] keys)
    {
        var unknown = new Dictionary<string, long>(StringComparer.Ordinal);
        lock (_lock)
        {
            for (var i = 0; i < keys.Length; i++)
            {
                if (!_table.TryFindKey(customerIds[i], out keys[i]) && !unknown.ContainsKey(customerIds[i]))
                {
                    unknown.Add(customerIds[i], NewKey());
                }
            }
        }

        return unknown;
    }

    private async Task ReadAllAsync(CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        await foreach (var identity in store.ReadAllAsync(cancellation))
        {
            Learn(identity);
        }

        LogRead(watch.ElapsedMilliseconds);
    }

    private void WaitUntilRead()
    {
        if (!_reading.IsCompletedSuccessfully)
        {
            _reading.GetAwaiter().GetResult();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Recovery: identities took {Milliseconds} ms.")]
    private partial void LogRead(long milliseconds);

    private void Learn(CustomerIdentity identity)
    {
        lock (_lock)
        {
            if (!_table.TryFindKey(identity.CustomerId, out _))
            {
                _table.Add(identity.Key, identity.CustomerId);
            }
        }
    }

    /// <summary>Zero is left out, so that a key that was never set cannot be somebody's.</summary>
    private long NewKey()
    {
        Span<byte> random = stackalloc byte[sizeof(long)];
        while (true)
        {
            RandomNumberGenerator.Fill(random);
            var key = BinaryPrimitives.ReadInt64LittleEndian(random);
            if (key != 0 && !_table.HasKey(key))
            {
                return key;
            }
        }
    }

    private sealed class Change(IdentityDirectory directory) : IDisposable
    {
        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Dispose()
        {
            lock (directory._lock)
            {
                directory._changes.Remove(Ended.Task);
            }

            Ended.TrySetResult();
        }
    }
}
