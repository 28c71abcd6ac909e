namespace Octant.Engine.Tests;

/// <summary>Every block by itself, on whatever threads there are.</summary>
internal sealed class BlockByBlock : IBlockRunner
{
    public IReadOnlyList<T> Run<T>(int blocks, Func<int, int, T> work)
    {
        var parts = new T[blocks];
        Parallel.For(0, blocks, block => parts[block] = work(block, block + 1));
        return parts;
    }
}
