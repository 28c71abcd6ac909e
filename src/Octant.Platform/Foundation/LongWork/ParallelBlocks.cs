using Octant.Engine;

namespace Octant.Platform.Foundation.LongWork;

/// <summary>Runs the engine's work over blocks on all cores: a few ranges for each, so that none waits long for the last.</summary>
public sealed class ParallelBlocks : IBlockRunner
{
    private const int RangesPerCore = 8;

    public static ParallelBlocks Instance { get; } = new();

    public IReadOnlyList<T> Run<T>(int blocks, Func<int, int, T> work)
    {
        var cores = Environment.ProcessorCount;
        var length = Math.Max(1, blocks / (cores * RangesPerCore));
        var ranges = (blocks + length - 1) / length;
        if (ranges <= 1)
        {
            return [work(0, blocks)];
        }

        var parts = new T[ranges];
        Parallel.For(
            0, ranges, new ParallelOptions { MaxDegreeOfParallelism = cores },
            range => parts[range] = work(range * length, Math.Min(blocks, (range + 1) * length)));
        return parts;
    }
}
