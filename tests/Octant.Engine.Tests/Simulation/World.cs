using Octant.Engine.Calendar;
using Octant.Engine.Partitions;

namespace Octant.Engine.Tests.Simulation;

/// <summary>What happens to one attempt to append.</summary>
internal enum Fault
{
    None,
    CrashBefore,

    /// <summary>The process dies while the journal still works on its append, which may be done at any later moment.</summary>
    CrashBeforeButItLandsLater,
    CrashAfter,
    ErrorBefore,
    ErrorButItLandsLater,
    LostReply,
}

/// <summary>
/// Nodes, a journal, clients, a network that loses, repeats, delays and reorders, and clocks that disagree: all drawn from
/// one seed, so that a run that fails can be run again.
/// </summary>
internal sealed class World
{
    public const int PartitionCount = 3;
    private const int NodeCount = 3;
    private const int Steps = 260;

    private readonly SimulatedNode[] _nodes;
    private readonly int[] _directory = new int[PartitionCount];
    private readonly List<(Instant Due, Delivery Delivery, int Node)> _network = [];
    private readonly List<IReadOnlyList<SimulatedRow>> _landingLater = [];
    private readonly Clients _clients;
    private bool _quiet;

    public World(int seed)
    {
        Random = new Random(seed);
        Invariants = new Invariants(PartitionCount);
        Journal = new SimulatedJournal(PartitionCount, Invariants.Appended);
        _nodes = [.. Enumerable.Range(0, NodeCount).Select(number => new SimulatedNode(number, this))];
        _clients = new Clients(this);
    }

    public Random Random { get; }

    public Instant Now { get; private set; } = Partitions.TestStrategy.Start;

    public SimulatedJournal Journal { get; }

    public SimulatedSliceOwner Slices { get; } = new();

    public Invariants Invariants { get; }

    public void Run()
    {
        for (var partition = 0; partition < PartitionCount; partition++)
        {
            TakeOver(partition, Random.Next(NodeCount));
        }

        _clients.Begin();
        Settle();
        for (var step = 0; step < Steps; step++)
        {
            PassTime();
            Misfortune();
            _clients.Act();
            Work();
        }

        _quiet = true;
        Settle();
        Invariants.AtTheEnd(Journal, Slices, _clients);
    }

    /// <summary>Sends towards the node that is believed to own the partition; it may arrive late, twice, elsewhere or never.</summary>
    public void Send(Delivery delivery)
    {
        var copies = _quiet ? 1 : Random.Next(12) switch { 0 => 0, 1 => 2, _ => 1 };
        for (var i = 0; i < copies; i++)
        {
            var delay = _quiet || Random.Next(4) != 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Random.Next(1, 1_800));
            var node = _quiet || Random.Next(10) != 0 ? _directory[delivery.Partition] : Random.Next(NodeCount);
            _network.Add((Now + delay, delivery, node));
        }
    }

    /// <summary>Whether an answer gets through.</summary>
    public bool AnswerArrives() => _quiet || Random.Next(8) != 0;

    public void LandLater(IReadOnlyList<SimulatedRow> rows) => _landingLater.Add(rows);

    public Fault Fault() => _quiet
        ? Simulation.Fault.None
        : Random.Next(40) switch
        {
            0 => Simulation.Fault.CrashBefore,
            1 => Simulation.Fault.CrashBeforeButItLandsLater,
            2 => Simulation.Fault.CrashAfter,
            3 or 4 => Simulation.Fault.ErrorBefore,
            5 or 6 => Simulation.Fault.ErrorButItLandsLater,
            7 or 8 => Simulation.Fault.LostReply,
            _ => Simulation.Fault.None,
        };

    private void PassTime()
    {
        Now += Random.Next(20) switch
        {
            0 => TimeSpan.FromHours(Random.Next(1, 12)),
            < 5 => TimeSpan.FromMinutes(Random.Next(1, 60)),
            _ => TimeSpan.FromMilliseconds(Random.Next(1, 20_000)),
        };
        for (var partition = 0; partition < PartitionCount; partition++)
        {
            if (Random.Next(3) == 0)
            {
                LetTimePass(partition);
            }
        }
    }

    /// <summary>As a node does by itself: unspent units go back to their owner, unless it dies in between.</summary>
    private void LetTimePass(int partition) =>
        _nodes[_directory[partition]].Deliver(new Delivery(partition, new PassTime(), outcome =>
        {
            if (outcome is TimePassed passed && Random.Next(10) != 0)
            {
                Slices.Return(passed.Returned);
            }
        }));

    private void Misfortune()
    {
        var node = Random.Next(NodeCount);
        switch (Random.Next(30))
        {
            case 0:
                _nodes[node].Crash();
                break;
            case 1 or 2:
                TakeOver(Random.Next(PartitionCount), node);
                break;
            case 3:
                _nodes[node].Skew = TimeSpan.FromSeconds(Random.Next(-100, 100));
                break;
            case 4 or 5:
                _nodes[node].Checkpoint(Random.Next(PartitionCount));
                break;
            case 6 when _landingLater.Count > 0:
                Land(Random.Next(_landingLater.Count));
                break;
            case 7:
                var number = Random.Next(PartitionCount);
                var (recovered, epoch) = Journal.Recover(number);
                Invariants.Recovered(recovered);
                Journal.SaveCheckpoint(number, recovered.State.Sequence, epoch, recovered.TakeCheckpoint());
                break;
            default:
                break;
        }

        // A partition without an owner finds one sooner or later.
        var orphan = Random.Next(PartitionCount);
        if (!_nodes[_directory[orphan]].Partitions.Contains(orphan) && Random.Next(3) == 0)
        {
            TakeOver(orphan, Random.Next(NodeCount));
        }
    }

    private void TakeOver(int partition, int node)
    {
        _nodes[node].TakeOver(partition);
        _directory[partition] = node;
    }

    private void Land(int index)
    {
        var rows = _landingLater[index];
        _landingLater.RemoveAt(index);
        try
        {
            Journal.Append(rows);
        }
        catch (FenceException)
        {
            // Written meanwhile, by the same node or by the next owner.
        }
    }

    private void Work()
    {
        foreach (var item in _network.Where(item => item.Due <= Now).OrderBy(_ => Random.Next()).ToList())
        {
            _network.Remove(item);
            _nodes[item.Node].Deliver(item.Delivery);
        }

        foreach (var node in _nodes)
        {
            var batches = _quiet ? 1 : Random.Next(3);
            for (var i = 0; i < batches; i++)
            {
                node.Apply(_quiet ? int.MaxValue : Random.Next(1, 8));
            }

            if (batches > 0)
            {
                node.Commit();
            }
        }
    }

    /// <summary>All is well for a while: every partition has a living owner and everything sent arrives.</summary>
    private void Settle()
    {
        var before = _quiet;
        _quiet = true;
        while (_landingLater.Count > 0)
        {
            Land(0);
        }

        for (var i = 0; i < 60; i++)
        {
            for (var partition = 0; partition < PartitionCount; partition++)
            {
                if (!_nodes[_directory[partition]].Partitions.Contains(partition))
                {
                    TakeOver(partition, _directory[partition]);
                }

                LetTimePass(partition);
            }

            _clients.Retry();
            Work();
            Now += TimeSpan.FromSeconds(20);
        }

        _quiet = before;
    }
}
