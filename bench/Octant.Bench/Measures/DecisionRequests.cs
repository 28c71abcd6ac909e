using System.Globalization;
using System.Text;
using Octant.Bench.Generator;

namespace Octant.Bench.Measures;

/// <summary>Bodies of requests for decisions, one customer after another, numbered on through all loads: one that comes again is answered without deciding.</summary>
internal sealed class DecisionRequests(int customers)
{
    private int _asked;

    /// <summary>May be called by several at a time.</summary>
    public byte[] Next()
    {
        var number = Interlocked.Increment(ref _asked);
        return Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"requestId":"b-{{number}}","customerId":"{{OctantText.CustomerId(number % customers)}}","channel":"{{GeneratedProvince.Channel}}","limit":1}"""));
    }
}
