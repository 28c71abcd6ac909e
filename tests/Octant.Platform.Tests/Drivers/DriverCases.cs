using Octant.Engine.Calendar;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Tests.Drivers;

/// <summary>
/// What a driver must do. Every case is written once; a class per driver at the end of each file runs all of them.
/// </summary>
public abstract class DriverCases(StoreUnderTest store) : IAsyncLifetime
{
    protected static readonly Instant Noon = Instant.From(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));

    protected static CancellationToken None => CancellationToken.None;

    protected StoreUnderTest Store { get; } = store;

    protected IStorage Storage { get; private set; } = null!;

    public async Task InitializeAsync() => Storage = await Store.OpenAsync();

    public async Task DisposeAsync()
    {
        await Storage.DisposeAsync();
        await Store.DisposeAsync();
    }

    protected async Task ReopenAsync()
    {
        await Storage.DisposeAsync();
        Storage = await Store.OpenAsync();
    }

    /// <summary>Runs them at the same time on threads of their own, since a driver may work on the caller's thread.</summary>
    protected static async Task<T[]> TogetherAsync<T>(int count, Func<int, Task<T>> work)
    {
        using var start = new Barrier(count);
        return await Task.WhenAll(Enumerable.Range(0, count).Select(number => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return work(number);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));
    }

    protected static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> source)
    {
        var list = new List<T>();
        await foreach (var item in source)
        {
            list.Add(item);
        }

        return list;
    }
}
