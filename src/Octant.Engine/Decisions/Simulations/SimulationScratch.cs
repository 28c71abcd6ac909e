using Octant.Engine.Behaviour;
using Octant.Engine.Partitions.Formats;

namespace Octant.Engine.Decisions.Simulations;

/// <summary>Room for preparing one decision, used again for the next. Owned by one thread at a time.</summary>
public sealed class SimulationScratch
{
    private const int MostTables = 512;

    private readonly Dictionary<(int Partition, Strategy Strategy), ObservationTable> _observations = [];

    private readonly RecordReader _reader = new(new TextCache());

    internal DecisionScratch Decision { get; } = new();

    /// <summary>A reader that has begun the record.</summary>
    internal RecordReader Read(ReadOnlyMemory<byte> record)
    {
        _reader.Begin(record);
        return _reader;
    }

    /// <summary>The inputs as a strategy looks at them.</summary>
    internal DecisionInputs Seen(DecisionInputs inputs, Strategy strategy, ISliceSource slices)
    {
        var observations = ObservationsOf(inputs, strategy);
        return ReferenceEquals(observations, inputs.Observations) && ReferenceEquals(slices, inputs.Slices)
            ? inputs
            : inputs with { Slices = slices, Observations = observations };
    }

    /// <summary>A partition observes the same for a long time, so its table is put to a strategy's numbers once.</summary>
    private ObservationTable ObservationsOf(DecisionInputs inputs, Strategy strategy)
    {
        if (inputs.Observations.All.Count == 0)
        {
            return inputs.Observations;
        }

        var key = (inputs.Id.Partition, strategy);
        if (!_observations.TryGetValue(key, out var table) || !HasBeginningsOf(table, inputs.Observations))
        {
            if (_observations.Count >= MostTables)
            {
                _observations.Clear();
            }

            _observations[key] = table = inputs.Observations.For(strategy.Behaviour);
        }

        return table;
    }

    private static bool HasBeginningsOf(ObservationTable table, ObservationTable recorded)
    {
        if (table.All.Count != recorded.All.Count)
        {
            return false;
        }

        for (var i = 0; i < table.All.Count; i++)
        {
            if (table.All[i].Number != recorded.All[i].Number || table.All[i].Since != recorded.All[i].Since)
            {
                return false;
            }
        }

        return true;
    }
}
