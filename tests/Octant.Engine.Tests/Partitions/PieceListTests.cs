using Octant.Engine.Partitions;
using Octant.Engine.Tests.Properties;

namespace Octant.Engine.Tests.Partitions;

public sealed class PieceListTests
{
    [Theory]
    [MemberData(nameof(Seeds.All), MemberType = typeof(Seeds))]
    public void It_holds_what_a_list_holds_that_shrinks_at_both_ends(int seed)
    {
        var random = new Random(seed);
        var pieces = new PieceList<long>();
        var reference = new LinkedList<long>();
        for (var step = 0; step < 300; step++)
        {
            // In runs, so that it grows over several pieces, becomes empty, and goes on from wherever it is.
            var (kind, count) = (random.Next(4), random.Next(1_200));
            for (var i = 0; i < count; i++)
            {
                if (kind < 2)
                {
                    var item = random.NextInt64();
                    pieces.Add(item);
                    reference.AddLast(item);
                }
                else if (reference.Count > 0 && kind == 2)
                {
                    Assert.Equal(reference.First!.Value, pieces[pieces.First]);
                    pieces.RemoveFirst();
                    reference.RemoveFirst();
                }
                else if (reference.Count > 0)
                {
                    Assert.Equal(reference.Last!.Value, pieces[pieces.Next - 1]);
                    pieces.RemoveLast();
                    reference.RemoveLast();
                }
            }

            Assert.Equal(reference.Count, pieces.Count);
            var number = pieces.First;
            Assert.All(reference, item => Assert.Equal(item, pieces[number++]));
        }
    }

    [Fact]
    public void Nothing_is_found_outside_its_ends()
    {
        var pieces = new PieceList<int>();
        Assert.Throws<ArgumentOutOfRangeException>(() => pieces[0]);
        Assert.Throws<ArgumentOutOfRangeException>(pieces.RemoveFirst);
        Assert.Throws<ArgumentOutOfRangeException>(pieces.RemoveLast);
        pieces.Add(1);
        pieces.Add(2);
        pieces.RemoveFirst();
        Assert.Throws<ArgumentOutOfRangeException>(() => pieces[0]);
        Assert.Equal(2, pieces[1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => pieces[2]);
    }
}
