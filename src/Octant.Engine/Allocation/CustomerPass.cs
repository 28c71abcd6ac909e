using System.Collections.Concurrent;

namespace Octant.Engine.Allocation;

/// <summary>What one worker works with while it passes over a block.</summary>
internal sealed class PassScratch(AllocationProblem problem, int blockSize)
{
    public AllocationBlock Block { get; } = new(blockSize, problem.Options.Count, problem.Limits.Count);

    public BestResponse Response { get; } = new(problem);
}

/// <summary>
/// Passes over all customers, block by block, on whatever threads the caller has. Each block leaves its part in a place of its
/// own, and the parts are added in order of the blocks, so that the sum does not depend on who was first.
/// </summary>
internal sealed class CustomerPass(AllocationProblem problem, IAllocationCustomers customers, IBlockRunner runner, CancellationToken cancellation)
{
    private readonly ConcurrentBag<PassScratch> _scratches = [];

    public int Blocks { get; } = (customers.Count + customers.BlockSize - 1) / customers.BlockSize;

    public int BlockSize => customers.BlockSize;

    /// <summary>Runs work on these blocks: each is filled first.</summary>
    /// <param name="numbers">Null for all.</param>
    /// <param name="work">The place of the block in the pass, its number, and what it is done with.</param>
    public void Run(IReadOnlyList<int>? numbers, Action<int, int, PassScratch> work)
    {
        runner.Run(numbers?.Count ?? Blocks, (first, end) =>
        {
            for (var place = first; place < end && !cancellation.IsCancellationRequested; place++)
            {
                Run(place, numbers is null ? place : numbers[place], work);
            }

            return end;
        });
        cancellation.ThrowIfCancellationRequested();
    }

    private void Run(int place, int number, Action<int, int, PassScratch> work)
    {
        if (!_scratches.TryTake(out var scratch))
        {
            scratch = new PassScratch(problem, customers.BlockSize);
        }

        Fill(number, scratch.Block);
        work(place, number, scratch);
        _scratches.Add(scratch);
    }

    private void Fill(int number, AllocationBlock block)
    {
        for (var customer = 0; customer < customers.BlockSize; customer++)
        {
            for (var limit = 0; limit < problem.Limits.Count; limit++)
            {
                block.Headroom[(customer * problem.Limits.Count) + limit] = (byte)problem.Limits[limit].Most;
            }
        }

        block.Count = 0;
        customers.Fill(number, block);
        var expected = Math.Min(customers.BlockSize, customers.Count - (number * customers.BlockSize));
        if (block.Count != expected)
        {
            throw new InvalidOperationException($"Block {number} holds {block.Count} customers; expected {expected}.");
        }
    }
}
