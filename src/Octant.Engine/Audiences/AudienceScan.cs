using Octant.Engine.Calendar;
using Octant.Engine.Expressions;

namespace Octant.Engine.Audiences;

/// <summary>A condition prepared for one snapshot at one moment; several threads may ask it for different blocks.</summary>
internal sealed class AudienceScan
{
    /// <summary>Rows on which the parts of a condition are tried, to put them into an order.</summary>
    private const int SampleRows = 2_048;

    private readonly AudienceSnapshot _snapshot;
    private readonly Instant _now;
    private readonly Clause? _clause;

    /// <exception cref="ArgumentException">It is not a condition, or it needs an event or a context.</exception>
    public AudienceScan(AudienceSnapshot snapshot, CompiledExpression expression, Instant now)
    {
        if (expression.Tree.Type.Kind != ExpressionKind.Bool)
        {
            throw new ArgumentException($"The expression is of type {expression.Tree.Type}, not a condition.", nameof(expression));
        }

        if (expression.UsesEvent || expression.UsesContext)
        {
            throw new ArgumentException("An audience has no event and no context.", nameof(expression));
        }

        (_snapshot, _now) = (snapshot, now);
        if (snapshot.Blocks.Length > 0)
        {
            var scan = Begin();
            scan.Block = snapshot.Blocks[snapshot.Blocks.Length / 2];
            _clause = AudiencePlan.Of(expression.Tree, scan);
            var sample = new ulong[BlockBits.Words];
            scan.Block.Live.AsSpan(0, SampleRows / 64).CopyTo(sample);
            _clause.Settle(scan, sample);
        }
    }

    /// <summary>What one thread works on.</summary>
    public BlockScan Begin() => new(_snapshot, _now);

    /// <summary>Fills in the rows of a block for which the condition comes to this.</summary>
    public void Find(BlockScan scan, int block, Truth truth, ulong[] rows)
    {
        scan.Block = _snapshot.Blocks[block];
        var live = scan.Block.Live;
        switch (truth)
        {
            case Truth.True:
                _clause!.True(scan, live, rows);
                break;
            case Truth.False:
                _clause!.False(scan, live, rows);
                break;
            case Truth.Unknown:
                _clause!.Unknown(scan, live, rows);
                break;
            default:
                var others = scan.Rent();
                _clause!.True(scan, live, others);
                BlockBits.Without(live, others, rows);
                _clause.False(scan, live, others);
                BlockBits.Without(rows, others, rows);
                _clause.Unknown(scan, live, others);
                BlockBits.Without(rows, others, rows);
                scan.Return(others);
                break;
        }
    }
}
