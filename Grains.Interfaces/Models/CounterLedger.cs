using System.Diagnostics.CodeAnalysis;

namespace LaunchStack.Metrics.Models;

/// <summary>
/// Turns one instance's cumulative readings into bytes since the previous reading, exactly and in integers. Feed it the
/// readings by ascending timestamp, starting from the baselines in the store.
/// </summary>
/// <param name="baselines">All baselines of the instance; none for an instance whose counters were never seen.</param>
public sealed class CounterLedger(IEnumerable<CounterBaseline> baselines)
{
    private readonly Dictionary<CounterKey, CounterBaseline> _current = baselines.ToDictionary(baseline => baseline.Key);
    private readonly HashSet<CounterKey> _moved = [];

    /// <summary>The baselines that the readings moved.</summary>
    public IEnumerable<CounterBaseline> Moved => _moved.Select(key => _current[key]);

    /// <summary>The sample that a reading stands for.</summary>
    /// <param name="key">The counters it was read from.</param>
    /// <param name="reading">The reading.</param>
    public Sample Derive(CounterKey key, in Sample reading)
    {
        long bytesIn;
        long bytesOut;
        if (_current.TryGetValue(key, out var baseline) || TryContinue(key, out baseline))
        {
            if (reading.Timestamp <= baseline.Timestamp)
            {
                // A late reading: its bytes are in the row after it already.
                return reading with { NetworkIn = 0, NetworkOut = 0 };
            }

            bytesIn = Since(baseline.NetworkIn, reading.NetworkIn);
            bytesOut = Since(baseline.NetworkOut, reading.NetworkOut);
        }
        else
        {
            // The first counters ever have an unknown past; later ones started at zero within the instance's life.
            (bytesIn, bytesOut) = _current.Count == 0 ? (0, 0) : (reading.NetworkIn, reading.NetworkOut);
        }

        _current[key] = new CounterBaseline(key, reading.Timestamp, reading.NetworkIn, reading.NetworkOut);
        _moved.Add(key);
        return reading with { NetworkIn = bytesIn, NetworkOut = bytesOut };
    }

    // What had started by the last row that was migrated is what that row was read from.
    private bool TryContinue(CounterKey key, [NotNullWhen(true)] out CounterBaseline? baseline) =>
        _current.TryGetValue(CounterKey.Migrated, out baseline) && key.StartedAt <= baseline.Timestamp;

    /// <summary>Bytes between two readings of one counter; a smaller value is a reset, counted from zero.</summary>
    /// <param name="previous">The earlier reading, in bytes.</param>
    /// <param name="current">The later reading, in bytes.</param>
    public static long Since(long previous, long current) => current >= previous ? current - previous : current;
}
