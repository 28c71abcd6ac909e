namespace Octant.Testing;

/// <summary>
/// Bytes that code itself leaves to the collector. What the runtime allocates on the way, compiling a method anew for instance, falls
/// on the thread that happens to run and only ever adds; so the fewest bytes of many single calls are the code's own.
/// </summary>
public static class Allocations
{
    private const int SettledRounds = 50;

    /// <summary>The fewest bytes one call allocates on this thread.</summary>
    public static long Least(Action call) => Least([call])[0];

    /// <summary>
    /// The fewest bytes of each call. They take turns until fifty rounds bring nothing lower, so that code which is compiled better
    /// half-way is so for all of them.
    /// </summary>
    public static long[] Least(params Action[] calls)
    {
        var least = new long[calls.Length];
        Array.Fill(least, long.MaxValue);
        for (var settled = 0; settled < SettledRounds; settled++)
        {
            for (var i = 0; i < calls.Length; i++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                calls[i]();
                var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
                if (bytes < least[i])
                {
                    least[i] = bytes;
                    settled = 0;
                }
            }
        }

        return least;
    }
}
