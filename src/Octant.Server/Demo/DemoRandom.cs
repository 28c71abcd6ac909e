using Octant.Engine;

namespace Octant.Server.Demo;

/// <summary>Chance from a seed: the same seed gives the same numbers on every machine and by every version of the runtime.</summary>
internal sealed class DemoRandom(ulong seed)
{
    private ulong _state = StableHash.Mix(seed);

    /// <summary>From 0 to below 1.</summary>
    public double Next() => StableHash.ToUnit(_state = StableHash.Mix(_state));

    /// <summary>From <paramref name="least"/> to below <paramref name="end"/>.</summary>
    public int Next(int least, int end) => least + (int)(Next() * (end - least));

    public bool Chance(double share) => Next() < share;

    public T Pick<T>(IReadOnlyList<T> items) => items[Next(0, items.Count)];

    /// <summary>One of several by weight.</summary>
    public T Pick<T>(IReadOnlyList<(T Item, double Weight)> items)
    {
        var left = Next() * items.Sum(item => item.Weight);
        foreach (var (item, weight) in items)
        {
            left -= weight;
            if (left < 0)
            {
                return item;
            }
        }

        return items[^1].Item;
    }

    /// <summary>Around 1, mostly between a half and two, with a long tail: how spending and use are spread.</summary>
    public double Skewed()
    {
        var sum = 0.0;
        for (var i = 0; i < 6; i++)
        {
            sum += Next();
        }

        var centred = (sum - 3.0) / 1.5;
        return centred >= 0 ? 1.0 + centred + (centred * centred) : 1.0 / (1.0 - centred + (centred * centred));
    }
}
