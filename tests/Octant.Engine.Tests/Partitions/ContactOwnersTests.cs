using Octant.Engine.Partitions;
using Octant.Engine.Tests.Properties;

namespace Octant.Engine.Tests.Partitions;

public sealed class ContactOwnersTests
{
    [Theory]
    [MemberData(nameof(Seeds.All), MemberType = typeof(Seeds))]
    public void It_knows_what_a_dictionary_knows(int seed)
    {
        var random = new Random(seed);
        var owners = new ContactOwners();
        var reference = new Dictionary<(long Sequence, int Index), long>();
        var (sequence, index) = (1L, 0);
        for (var step = 0; step < 20_000; step++)
        {
            switch (random.Next(6))
            {
                case 0:
                    (sequence, index) = (sequence + random.Next(1, 4), 0);
                    break;
                case 1 when reference.Count > 0:
                    // Most often an old one, as they grow old.
                    var gone = random.Next(3) == 0 ? Any() : reference.Keys.Min();
                    owners.Remove(gone.Sequence, gone.Index);
                    reference.Remove(gone);
                    break;
                case 2 when reference.Count > 0:
                    var again = Any();
                    owners.Set(again.Sequence, again.Index, step);
                    reference[again] = step;
                    break;
                default:
                    index++;
                    owners.Set(sequence, index, step);
                    reference[(sequence, index)] = step;
                    break;
            }

            var (asked, at) = (random.NextInt64(sequence + 2), random.Next(index + 2));
            Assert.Equal(reference.TryGetValue((asked, at), out var owner), owners.TryFind(asked, at, out var found));
            Assert.Equal(owner, found);
        }

        (long Sequence, int Index) Any() => reference.Keys.ElementAt(random.Next(Math.Min(reference.Count, 40)));
    }

    [Fact]
    public void One_that_comes_between_others_is_refused()
    {
        var owners = new ContactOwners();
        owners.Set(1, 0, 10);
        owners.Set(3, 0, 30);
        Assert.Throws<InvalidOperationException>(() => owners.Set(2, 0, 20));
    }
}
