using System.Globalization;

namespace Octant.Engine.Tests.Properties;

/// <summary>The seeds of a run: one that is always the same and one of the day, or the one in OCTANT_SEED alone.</summary>
internal static class Seeds
{
    public static TheoryData<int> All
    {
        get
        {
            if (int.TryParse(Environment.GetEnvironmentVariable("OCTANT_SEED"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var given))
            {
                return new TheoryData<int> { given };
            }

            return new TheoryData<int> { 20_260_301, Changing };
        }
    }

    /// <summary>One for the whole process, so that discovering and running tests agree on it.</summary>
    private static int Changing { get; } = (int)(DateTime.UtcNow.Ticks / TimeSpan.TicksPerSecond % int.MaxValue);
}
