using System.Text;
using Octant.Platform.Foundation.Storage;

namespace Octant.Platform.Tests.Drivers;

public abstract class IdentityCases(StoreUnderTest store) : DriverCases(store)
{
    protected IIdentityStore Identities => Storage.Identities;

    [Fact]
    public async Task Added_people_are_read_back()
    {
        CustomerIdentity[] people = [new(long.MinValue, "7590-VHVEG"), new(-1, "客户-一"), new(0, " spaced "), new(long.MaxValue, "13800138000")];
        Assert.Equal(people.Select(person => person.Key), await Identities.AddAsync(people, None));
        await ReopenAsync();
        Assert.Equal(people.ToHashSet(), (await ListAsync(Identities.ReadAllAsync(None))).ToHashSet());
    }

    [Fact]
    public async Task A_person_who_is_there_already_keeps_the_key()
    {
        await Identities.AddAsync([new(1, "a"), new(2, "b")], None);
        Assert.Equal([30, 2, 40, 1, 40], await Identities.AddAsync([new(30, "c"), new(31, "b"), new(40, "d"), new(41, "a"), new(42, "d")], None));
        Assert.Equal(
            [new(1, "a"), new(2, "b"), new(30, "c"), new(40, "d")],
            (await ListAsync(Identities.ReadAllAsync(None))).OrderBy(person => person.Key));
    }

    [Fact]
    public async Task Identifiers_that_differ_in_case_only_are_different_people()
    {
        Assert.Equal([1, 2], await Identities.AddAsync([new(1, "ab"), new(2, "AB")], None));
    }

    [Fact]
    public async Task A_key_that_is_taken_adds_nobody()
    {
        await Identities.AddAsync([new(1, "a")], None);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(async () => await Identities.AddAsync([new(2, "b"), new(1, "c")], None));
        Assert.Equal([new(1, "a")], await ListAsync(Identities.ReadAllAsync(None)));
    }

    [Fact]
    public async Task Importers_of_the_same_people_at_the_same_time_agree_on_the_keys()
    {
        var keys = await TogetherAsync(6, async number =>
        {
            var people = Enumerable.Range(0, 300).Select(person => new CustomerIdentity((number * 1_000) + person, $"c{person}")).ToArray();
            new Random(number).Shuffle(people);
            var mine = await Identities.AddAsync(people, None);
            return people.Zip(mine).ToDictionary(pair => pair.First.CustomerId, pair => pair.Second);
        });

        var stored = (await ListAsync(Identities.ReadAllAsync(None))).ToDictionary(person => person.CustomerId, person => person.Key);
        Assert.Equal(300, stored.Count);
        Assert.All(keys, mine => Assert.Equal(stored, mine));
    }

    [Fact]
    public async Task Texts_of_one_attribute_are_read_of_everybody_in_order_of_key_however_many_there_are()
    {
        const int People = 25_000;
        long[] keys = [long.MinValue, .. Enumerable.Range(1, People).Select(number => (long)number), long.MaxValue];
        await Identities.AddAsync([.. keys.Select(key => new CustomerIdentity(key, $"c{key}"))], None);
        await Identities.SetTextsAsync([.. keys.Select(key => new IdentityText(key, "phone", $"n{key}")), new IdentityText(1, "name", "Lan")], None);

        var read = await ListAsync(Identities.ReadTextsOfAsync("phone", None));

        Assert.Equal(keys, read.Select(text => text.Key));
        Assert.All(read, text => Assert.Equal(("phone", $"n{text.Key}"), (text.Attribute, text.Value)));
    }

    [Fact]
    public async Task People_are_found_by_exactly_a_text_however_long()
    {
        var address = new string('x', 5_000);
        await Identities.AddAsync([new(1, "a"), new(2, "b"), new(3, "c")], None);
        await Identities.SetTextsAsync([new(1, "phone", "138"), new(2, "mobile", "138"), new(3, "phone", "1380"), new(3, "address", address), new(2, "address", address + "y")], None);

        Assert.Equal([new(1, "phone", "138"), new(2, "mobile", "138")], await Identities.FindTextsAsync("138", 10, None));
        Assert.Equal([new(1, "phone", "138")], await Identities.FindTextsAsync("138", 1, None));
        Assert.Equal([new(3, "address", address)], await Identities.FindTextsAsync(address, 10, None));
        await Identities.EraseAsync(1, None);
        Assert.Equal([new(2, "mobile", "138")], await Identities.FindTextsAsync("138", 10, None));
        Assert.Empty(await Identities.FindTextsAsync("13", 10, None));
    }

    [Fact]
    public async Task More_people_than_a_page_are_all_read()
    {
        var people = Enumerable.Range(0, 25_000).Select(number => new CustomerIdentity(number * 7_919L, $"customer-{number}")).ToArray();
        await Identities.AddAsync(people, None);
        Assert.Equal(people.ToHashSet(), (await ListAsync(Identities.ReadAllAsync(None))).ToHashSet());
    }

    [Fact]
    public async Task Setting_texts_tells_which_changed()
    {
        await Identities.AddAsync([new(1, "a"), new(2, "b")], None);
        Assert.Equal(
            [true, true, true, false],
            await Identities.SetTextsAsync([new(1, "name", "张伟"), new(1, "phone", "1"), new(2, "name", ""), new(2, "phone", null)], None));
        Assert.Equal(
            [false, true, true, false],
            await Identities.SetTextsAsync([new(1, "name", "张伟"), new(1, "phone", "2"), new(2, "name", null), new(2, "name", null)], None));
        await ReopenAsync();
        Assert.Equal(
            new Dictionary<string, string> { ["name"] = "张伟", ["phone"] = "2" }, await Identities.ReadTextsAsync(1, None));
        Assert.Empty(await Identities.ReadTextsAsync(2, None));
    }

    [Fact]
    public async Task A_text_of_nobody_is_not_kept()
    {
        await Identities.AddAsync([new(1, "a")], None);
        Assert.Equal([false, true], await Identities.SetTextsAsync([new(9, "name", "x"), new(1, "name", "y")], None));
        Assert.Empty(await Identities.ReadTextsAsync(9, None));
    }

    [Fact]
    public async Task Erasing_removes_the_person_with_their_texts_and_nobody_else()
    {
        await Identities.AddAsync([new(1, "a"), new(2, "b")], None);
        await Identities.SetTextsAsync([new(1, "name", "x"), new(2, "name", "y")], None);
        Assert.True(await Identities.EraseAsync(1, None));
        Assert.False(await Identities.EraseAsync(1, None));
        Assert.Equal([new(2, "b")], await ListAsync(Identities.ReadAllAsync(None)));
        Assert.Empty(await Identities.ReadTextsAsync(1, None));
        Assert.Single(await Identities.ReadTextsAsync(2, None));

        // The same identifier later is a new person.
        Assert.Equal([3], await Identities.AddAsync([new(3, "a")], None));
        Assert.Empty(await Identities.ReadTextsAsync(3, None));
    }
}

public sealed class SqliteIdentities() : IdentityCases(new SqliteUnderTest())
{
    [Fact]
    public async Task An_erased_person_is_gone_from_the_bytes_of_the_files()
    {
        // Texts of many lengths, changed often, make pages split and merge, and that leaves copies in their free space.
        const int Seed = 11;
        const int LivePlaces = 3;
        var random = new Random(Seed);
        var people = Enumerable.Range(0, 20_000).Select(number => new CustomerIdentity(random.NextInt64(), $"customer-{number:D6}")).ToArray();
        for (var round = 0; round < 3; round++)
        {
            random.Shuffle(people);
            foreach (var some in people.Chunk(500))
            {
                await Identities.AddAsync(some, None);
                await Identities.SetTextsAsync(
                    [.. some.Select(person => new IdentityText(
                        person.Key, "address", $"of {person.CustomerId} {new string('x', random.Next(300))}"))],
                    None);
            }
        }

        await ReopenAsync();
        var copied = CountCustomersOnDisk().OrderByDescending(pair => pair.Value).Take(15).ToArray();
        Assert.True(copied[^1].Value > LivePlaces, "Nobody has a stray copy, so this test would prove nothing.");
        var keys = people.ToDictionary(person => person.CustomerId, person => person.Key);
        foreach (var (customerId, _) in copied.Append(new(people[0].CustomerId, LivePlaces)))
        {
            Assert.True(await Identities.EraseAsync(keys[customerId], None));
            Assert.False(CountCustomersOnDisk().ContainsKey(customerId), $"{customerId} is still on disk, seed {Seed}.");
        }

        Assert.Equal(20_000 - copied.Length - 1, (await ListAsync(Identities.ReadAllAsync(None))).Count);
    }

    [Fact]
    public async Task An_erasure_that_a_crash_cut_short_is_finished_at_the_next_opening()
    {
        await Identities.AddAsync([new(1, "customer-000001"), new(2, "customer-000002")], None);

        // As a crash leaves it: deleted and marked, and the bytes still in the free space.
        await Store.TamperAsync("identity", "pragma secure_delete = off; delete from identity where key = 1; pragma user_version = 1");
        Assert.True(CountCustomersOnDisk().ContainsKey("customer-000001"));
        await ReopenAsync();
        Assert.Equal(["customer-000002"], CountCustomersOnDisk().Keys);
    }

    /// <summary>How often each <c>customer-nnnnnn</c> stands anywhere in the files of the folder.</summary>
    private Dictionary<string, int> CountCustomersOnDisk()
    {
        const int Length = 15;
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(((SqliteUnderTest)Store).Folder, "*.db*"))
        {
            var bytes = ReadShared(file).AsSpan();
            for (int at; (at = bytes.IndexOf("customer-"u8)) >= 0; bytes = bytes[(at + 1)..])
            {
                var name = Encoding.Latin1.GetString(bytes[at..Math.Min(at + Length, bytes.Length)]);
                counts[name] = counts.GetValueOrDefault(name) + 1;
            }
        }

        return counts;
    }

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

public sealed class PostgresIdentities() : IdentityCases(new PostgresUnderTest());
