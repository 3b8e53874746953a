using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Interfaces.Tests.Models;

public sealed class CounterLedgerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 13, 0, 0, TimeSpan.Zero);
    private static readonly CounterKey First = new("c1", Start);
    private static readonly CounterKey Second = new("c1", Start.AddMinutes(1));

    [Fact]
    public void The_first_reading_ever_stands_for_no_bytes()
    {
        var ledger = new CounterLedger([]);
        Assert.Equal((0, 0), Bytes(ledger.Derive(First, Reading(1, 500, 700))));
        Assert.Equal([new CounterBaseline(First, At(1), 500, 700)], ledger.Moved);
    }

    [Fact]
    public void A_later_reading_stands_for_the_bytes_since_the_one_before()
    {
        var ledger = new CounterLedger([new CounterBaseline(First, At(1), 500, 700)]);
        Assert.Equal((5, 0), Bytes(ledger.Derive(First, Reading(2, 505, 700))));
        Assert.Equal((10, 1), Bytes(ledger.Derive(First, Reading(3, 515, 701))));
        Assert.Equal([new CounterBaseline(First, At(3), 515, 701)], ledger.Moved);
    }

    [Fact]
    public void A_smaller_value_is_a_reset_counted_from_zero_each_direction_for_itself()
    {
        var ledger = new CounterLedger([new CounterBaseline(First, At(1), 500, 700)]);
        Assert.Equal((20, 3), Bytes(ledger.Derive(First, Reading(2, 20, 703))));
    }

    [Fact]
    public void New_counters_of_a_known_instance_count_from_zero()
    {
        var ledger = new CounterLedger([new CounterBaseline(First, At(1), 500, 700)]);
        Assert.Equal((40, 50), Bytes(ledger.Derive(Second, Reading(2, 40, 50))));
        Assert.Equal((1, 1), Bytes(ledger.Derive(First, Reading(3, 501, 701))));
        Assert.Equal(2, ledger.Moved.Count());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_reading_that_is_not_newer_stands_for_no_bytes_and_moves_nothing(int second)
    {
        var ledger = new CounterLedger([new CounterBaseline(First, At(1), 500, 700)]);
        Assert.Equal((0, 0), Bytes(ledger.Derive(First, Reading(second, 900, 900))));
        Assert.Empty(ledger.Moved);
        Assert.Equal((5, 5), Bytes(ledger.Derive(First, Reading(2, 505, 705))));
    }

    [Fact]
    public void Counters_that_ran_when_rows_were_migrated_go_on_from_there_and_those_that_started_later_count_from_zero()
    {
        var ledger = new CounterLedger([new CounterBaseline(CounterKey.Migrated, At(2), 500, 700)]);
        Assert.Equal((0, 0), Bytes(ledger.Derive(First, Reading(2, 500, 700))));
        Assert.Equal((5, 3), Bytes(ledger.Derive(First, Reading(3, 505, 703))));
        Assert.Equal((1, 1), Bytes(ledger.Derive(First, Reading(4, 506, 704))));
        Assert.Equal((40, 50), Bytes(ledger.Derive(Second, Reading(90, 40, 50))));
        Assert.Equal((9, 0), Bytes(new CounterLedger([new CounterBaseline(CounterKey.Migrated, At(2), 500, 700)]).Derive(
            new CounterKey("", DateTimeOffset.UnixEpoch), Reading(3, 509, 700))));
    }

    [Fact]
    public void Everything_but_the_network_stays_as_it_was_read()
    {
        var reading = new Sample(At(2), 12.5, 3, 4, 505, 705);
        var derived = new CounterLedger([new CounterBaseline(First, At(1), 500, 700)]).Derive(First, reading);
        Assert.Equal(reading with { NetworkIn = 5, NetworkOut = 5 }, derived);
    }

    [Fact]
    public void The_largest_counter_does_not_overflow()
    {
        var ledger = new CounterLedger([new CounterBaseline(First, At(1), 0, long.MaxValue)]);
        Assert.Equal((long.MaxValue, 0), Bytes(ledger.Derive(First, Reading(2, long.MaxValue, 0))));
    }

    [Fact]
    public void Any_history_in_any_pieces_adds_up_to_what_the_counters_counted()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var expected = 0L;
            var counters = new Dictionary<CounterKey, long>();
            var readings = new List<(CounterKey Key, Sample Reading, long Bytes)>();
            for (var second = 0; second < 60; second++)
            {
                var key = new CounterKey($"c{random.Next(3)}", At(random.Next(3)));
                var reset = random.Next(8) == 0;
                var grown = (long)random.Next(1000);
                var known = counters.TryGetValue(key, out var before);
                // A reset is seen only when the counter has not yet passed its old value.
                var value = known && reset && grown < before ? grown : known ? before + grown : grown;
                var bytes = counters.Count == 0 ? 0 : grown;
                counters[key] = value;
                expected += bytes;
                readings.Add((key, Reading(second, value, 0), bytes));
            }

            var total = 0L;
            var baselines = new Dictionary<CounterKey, CounterBaseline>();
            for (var next = 0; next < readings.Count;)
            {
                var ledger = new CounterLedger(baselines.Values);
                foreach (var (key, reading, bytes) in readings.Skip(next).Take(random.Next(1, 10)))
                {
                    var derived = ledger.Derive(key, reading).NetworkIn;
                    Assert.Equal(bytes, derived);
                    total += derived;
                    next++;
                }

                foreach (var moved in ledger.Moved)
                {
                    baselines[moved.Key] = moved;
                }
            }

            Assert.Equal(expected, total);
        }
    }

    private static DateTimeOffset At(int second) => Start.AddSeconds(second);

    private static Sample Reading(int second, long bytesIn, long bytesOut) => new(At(second), 0, 0, 0, bytesIn, bytesOut);

    private static (long In, long Out) Bytes(Sample sample) => (sample.NetworkIn, sample.NetworkOut);
}
