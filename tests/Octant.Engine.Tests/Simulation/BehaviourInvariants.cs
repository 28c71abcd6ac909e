using Octant.Engine.Behaviour;
using Octant.Engine.Calendar;
using Octant.Engine.Partitions;
using Octant.Engine.Partitions.Formats;

namespace Octant.Engine.Tests.Simulation;

/// <summary>
/// Behaviour as the journal tells it, by a model that keeps every event and counts again: counters hold what was taken
/// while they were observed, and every timer ends once, as it should.
/// </summary>
internal sealed class BehaviourInvariants(Action<string> count)
{
    private readonly Dictionary<(int Partition, long Key), List<(RecordCustomerEvent Event, Instant TakenAt, long Number)>> _events = [];
    private readonly Dictionary<(int Partition, int Measure), (Observation Observation, long From)> _observed = [];
    private readonly Dictionary<(int Partition, UInt128 Id), AbsenceTimer> _timers = [];
    private readonly HashSet<(int Partition, UInt128 Id)> _ended = [];
    private long _entries;

    public void Look(int partition, JournalEntry entry)
    {
        _entries++;
        switch (entry.Outcome)
        {
            case CustomerEventRecorded o:
                Took(partition, (RecordCustomerEvent)entry.Command, o, entry.Now);
                break;
            case CustomerEventsRecorded o:
                var commands = ((RecordCustomerEvents)entry.Command).Events.ToLookup(one => one.MessageId);
                foreach (var recorded in o.Recorded)
                {
                    Took(partition, commands[recorded.MessageId].First(), recorded, entry.Now);
                }

                break;
            case TimePassed o:
                foreach (var name in o.Fired)
                {
                    Fired(partition, name, entry.Now);
                }

                foreach (var name in o.Lapsed)
                {
                    End(partition, name.Id);
                    count("timers lapsed");
                }

                break;
            case StrategyChanged { Observations: { } table }:
                Observed(partition, table);
                break;
            case CustomerErased o:
                _events.Remove((partition, o.Key));
                foreach (var id in _timers.Where(pair => pair.Key.Partition == partition && pair.Value.Key == o.Key).Select(pair => pair.Key.Id).ToList())
                {
                    End(partition, id);
                }

                break;
        }
    }

    /// <summary>What the state answers for one customer is what the model counts.</summary>
    public void Check(PartitionState state, long key)
    {
        if (state.Find(key) is not { } customer)
        {
            return;
        }

        var reader = new BehaviourReader(customer.Behaviour, state.Observations, state.Now);
        var events = _events.GetValueOrDefault((state.Number, key)) ?? [];
        foreach (var observation in state.Observations.All)
        {
            var (known, from) = _observed[(state.Number, observation.Number)];
            Assert.Equal(known, observation);
            var measure = observation.Measure!;
            var own = events.Where(one => one.Number > from && one.Event.Type == measure.EventType).Select(one => one.Event).ToList();
            var first = measure.FirstBucket(state.Now);
            switch (measure.Kind)
            {
                case MeasureKind.Count:
                    Assert.Equal(own.LongCount(one => measure.BucketOf(one.At) >= first), reader.Count(measure).Seen);
                    count("counts compared");
                    break;
                case MeasureKind.Sum:
                    var sum = (double)own.Where(one => measure.BucketOf(one.At) >= first).Sum(one => (decimal)one.Fields[0].Value.Number);
                    Assert.True(!reader.TrySum(measure, out var answer) || answer == sum);
                    break;
                case MeasureKind.Times:
                    Assert.Equal(own.Count > 0, reader.TryLast(measure, out var last));
                    Assert.True(own.Count == 0 || own.Max(one => one.At.Microseconds) == last.Microseconds);
                    break;
            }
        }
    }

    /// <summary>Nobody waits any longer than to the end of the time.</summary>
    public void AtTheEnd(IEnumerable<PartitionState> states)
    {
        foreach (var state in states)
        {
            Assert.All(state.Timers, timer => Assert.True(timer.Due > state.Now || _timers.ContainsKey((state.Number, timer.Id))));
            Assert.Equal(_timers.Count(pair => pair.Key.Partition == state.Number), state.Timers.Count());
            Assert.DoesNotContain(state.Timers, timer => timer.Due <= state.Now);
        }
    }

    private void Took(int partition, RecordCustomerEvent taken, CustomerEventRecorded recorded, Instant now)
    {
        if (!_events.TryGetValue((partition, taken.Key), out var events))
        {
            _events.Add((partition, taken.Key), events = []);
        }

        events.Add((taken, now, _entries));
        foreach (var id in recorded.Cancelled)
        {
            var timer = End(partition, id);
            Assert.Equal(timer.Trigger.Absence!.Absent, taken.Type);
            Assert.True(taken.At >= timer.Trigger.At && taken.At <= timer.Due);
            count("timers cancelled");
        }

        foreach (var timer in recorded.Timers)
        {
            Assert.DoesNotContain((partition, timer.Id), _ended);
            _timers.Add((partition, timer.Id), timer);
            Assert.Empty(Following(partition, timer));
        }
    }

    private void Fired(int partition, TimerName name, Instant now)
    {
        var timer = End(partition, name.Id);
        Assert.True(now >= timer.Due);
        Assert.Empty(Following(partition, timer));
        count("timers fired");
    }

    /// <summary>What was taken that should have silenced it.</summary>
    private IEnumerable<RecordCustomerEvent> Following(int partition, AbsenceTimer timer) =>
        _events[(partition, timer.Key)]
            .Select(one => one.Event)
            .Where(one => one.Type == timer.Trigger.Absence!.Absent && one.At >= timer.Trigger.At && one.At <= timer.Due);

    private AbsenceTimer End(int partition, UInt128 id)
    {
        Assert.True(_timers.Remove((partition, id), out var timer), "A timer ended that was not waiting.");
        Assert.True(_ended.Add((partition, id)), "A timer ended twice.");
        return timer;
    }

    private void Observed(int partition, ObservationTable table)
    {
        foreach (var gone in _observed.Keys.Where(key => key.Partition == partition && table.Find(key.Measure) is null).ToList())
        {
            _observed.Remove(gone);
            count("measures dropped");
        }

        foreach (var observation in table.All)
        {
            if (!_observed.TryGetValue((partition, observation.Number), out var known) || known.Observation != observation)
            {
                _observed[(partition, observation.Number)] = (observation, _entries);
            }
        }
    }
}
