using Octant.Platform.Customers;
using Octant.Platform.Customers.Identities;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Tests.Customers;

public sealed class IdentityDirectoryTests
{
    [Fact]
    public async Task Everybody_keeps_one_key_through_any_sequence_of_resolving_erasing_and_restarting()
    {
        const int Seed = 20;
        var random = new Random(Seed);
        var store = new MemoryIdentityStore();
        var directory = new IdentityDirectory(store);
        var expected = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var step = 0; step < 600; step++)
        {
            if (random.Next(20) == 0)
            {
                directory = new IdentityDirectory(store);
                await directory.StartAsync(default);
            }
            else if (random.Next(3) == 0 && expected.Count > 0)
            {
                var (erased, key) = expected.ElementAt(random.Next(expected.Count));
                await directory.EraseAsync(key, default);
                expected.Remove(erased);
                Assert.False(directory.TryFindKey(erased, out _));
                Assert.False(directory.TryFindCustomer(key, out _));
            }
            else
            {
                var people = Enumerable.Range(0, random.Next(1, 60)).Select(_ => $"客户-{random.Next(2_000)}").ToList();
                var keys = await directory.ResolveAsync(people, default);
                for (var i = 0; i < people.Count; i++)
                {
                    Assert.True(expected.TryAdd(people[i], keys[i]) || expected[people[i]] == keys[i], $"seed {Seed}, step {step}");
                }
            }

            Assert.Equal(expected.Count, directory.Count);
        }

        Assert.Equal(expected.Count, expected.Values.Distinct().Count());
        foreach (var (customerId, key) in expected)
        {
            Assert.True(directory.TryFindKey(customerId, out var found) && found == key);
            Assert.True(directory.TryFindCustomer(key, out var name) && name == customerId);
        }
    }

    [Fact]
    public async Task An_erasure_waits_for_changes_that_had_begun()
    {
        using var directory = new IdentityDirectory(new MemoryIdentityStore());
        var key = (await directory.ResolveAsync(["somebody"], default))[0];
        var change = directory.BeginChange();
        var erasure = directory.EraseAsync(key, default).AsTask();
        Assert.False(directory.TryFindKey("somebody", out _));
        Assert.False(erasure.IsCompleted);
        change.Dispose();
        await erasure;
    }

    [Fact]
    public async Task A_key_held_by_the_store_stands()
    {
        var store = new MemoryIdentityStore();
        await store.AddAsync([new CustomerIdentity(77, "somebody")], default);
        using var directory = new IdentityDirectory(store);
        Assert.Equal([77L, 77], await directory.ResolveAsync(["somebody", "somebody"], default));
    }

    [Theory]
    [InlineData("7590-VHVEG", true)]
    [InlineData("客户 1", true)]
    [InlineData("", false)]
    [InlineData(" x", false)]
    [InlineData("x\u0001y", false)]
    public void An_identifier_is_any_text_without_control_characters(string customerId, bool isValid) =>
        Assert.Equal(isValid, CustomerIds.IsValid(customerId));

    [Fact]
    public void An_identifier_has_256_bytes_at_most()
    {
        Assert.True(CustomerIds.IsValid(new string('x', 256)));
        Assert.False(CustomerIds.IsValid(new string('x', 257)));
        Assert.False(CustomerIds.IsValid(new string('客', 86)));
    }

    private sealed class MemoryIdentityStore : IIdentityStore
    {
        private readonly Dictionary<string, long> _keys = new(StringComparer.Ordinal);

        public async IAsyncEnumerable<CustomerIdentity> ReadAllAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            await Task.CompletedTask;
            foreach (var (customerId, key) in _keys)
            {
                yield return new CustomerIdentity(key, customerId);
            }
        }

        public ValueTask<IReadOnlyList<long>> AddAsync(IReadOnlyList<CustomerIdentity> identities, CancellationToken cancellation)
        {
            foreach (var identity in identities)
            {
                _keys.TryAdd(identity.CustomerId, identity.Key);
            }

            return new([.. identities.Select(identity => _keys[identity.CustomerId])]);
        }

        public ValueTask<IReadOnlyList<bool>> SetTextsAsync(IReadOnlyList<IdentityText> texts, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public ValueTask<IReadOnlyDictionary<string, string>> ReadTextsAsync(long key, CancellationToken cancellation) => throw new NotSupportedException();

        public IAsyncEnumerable<IdentityText> ReadTextsOfAsync(string attribute, CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<IdentityText>> FindTextsAsync(string value, int limit, CancellationToken cancellation) => throw new NotSupportedException();

        public ValueTask<bool> EraseAsync(long key, CancellationToken cancellation) =>
            new(_keys.Where(pair => pair.Value == key).Select(pair => pair.Key).ToList().TrueForAll(_keys.Remove));
    }
}
