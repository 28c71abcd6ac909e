namespace Octant.Engine;

/// <summary>
/// Whoever has threads runs work over ranges of blocks on them; the engine has none.
/// </summary>
public interface IBlockRunner
{
    /// <summary>
    /// Calls the work for ranges (first, end) that together are all blocks, each once, on any thread, several at a time; gives
    /// the parts in the order of blocks.
    /// </summary>
    IReadOnlyList<T> Run<T>(int blocks, Func<int, int, T> work);
}

/// <summary>All blocks one after another, on the calling thread.</summary>
public sealed class OneAfterAnother : IBlockRunner
{
    public static OneAfterAnother Instance { get; } = new();

    public IReadOnlyList<T> Run<T>(int blocks, Func<int, int, T> work) => [work(0, blocks)];
}
