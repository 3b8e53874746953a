namespace LaunchStack.Metrics.Storage.Tests.Migration;

/// <summary>Random rows of the old table with everything that it was ever seen to hold. The same seed makes the same ones.</summary>
/// <param name="seed">Makes them.</param>
/// <param name="start">When the first ones are from.</param>
/// <param name="instances">How many instances.</param>
public sealed class LegacyData(int seed, DateTimeOffset start, int instances)
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<Guid, (long In, long Out)> _counters = [];

    public DateTimeOffset Start => start;

    public IReadOnlyList<Guid> Instances { get; } = [.. Enumerable.Range(0, instances).Select(number => IdOf(seed, number))];

    /// <summary>An instance that is in no table of instances.</summary>
    public Guid Gone { get; } = IdOf(seed, -1);

    /// <summary>Rows of some hours, interleaved and out of order.</summary>
    public List<LegacyRow> Rows(double fromHour, double untilHour, TimeSpan step)
    {
        var rows = new List<LegacyRow>();
        foreach (var instance in Instances.Append(Gone))
        {
            for (var moment = start.AddHours(fromHour); moment < start.AddHours(untilHour); moment += step)
            {
                // A gap.
                if (_random.Next(100) == 0)
                {
                    moment += step * _random.Next(1, 100);
                }

                var row = Row(instance, moment.AddTicks(_random.NextInt64(step.Ticks / 10) * 10).UtcDateTime);
                rows.Add(row);
                if (_random.Next(40) == 0)
                {
                    rows.Add(row with { NetworkIn = row.NetworkIn + _random.Next(-1000, 1000), Cpu = _random.Next(3), NetworkOut = _random.Next(2) == 0 ? null : row.NetworkOut });
                }
            }
        }

        rows.Add(new LegacyRow(null, start.UtcDateTime, 1, 2, 3, 4, 5));
        rows.Add(new LegacyRow(Instances[0], null, 1, 2, 3, 4, 5));
        rows.Add(new LegacyRow(Instances[0], new DateTime(1969, 12, 31, 0, 0, 0, DateTimeKind.Utc), 1, 2, 3, 4, 5));
        rows.Add(new LegacyRow(Instances[0], start.AddDays(-400).UtcDateTime, 1, 2, 3, 4, 5));

        // Nearly in the order of time, as writers that overtake each other leave them.
        return [.. rows.OrderBy(row => (row.Timestamp ?? start.UtcDateTime).AddSeconds(_random.Next(600)))];
    }

    private static Guid IdOf(int seed, int number)
    {
        var bytes = new byte[16];
        new Random((seed * 7919) + number).NextBytes(bytes);
        return new Guid(bytes);
    }

    private LegacyRow Row(Guid instance, DateTime moment)
    {
        var (networkIn, networkOut) = _counters.GetValueOrDefault(instance, (_random.Next(1_000_000), _random.Next(1_000_000)));
        (networkIn, networkOut) = _random.Next(60) == 0
            ? (_random.Next(5000), _random.Next(5000))
            : (networkIn + _random.Next(100_000), networkOut + _random.Next(3) * 777);
        _counters[instance] = (networkIn, networkOut);
        return new LegacyRow(
            instance,
            moment,
            Cpu(),
            Sometimes(_random.NextInt64(1L << 40)),
            Sometimes(1L << 41),
            _random.Next(50) == 0 ? -1 : Sometimes(networkIn),
            Sometimes(networkOut),
            _random.Next(30) == 0);
    }

    private double? Cpu() => _random.Next(50) switch
    {
        0 => null,
        1 => double.NaN,
        2 => double.PositiveInfinity,
        3 => -1,
        _ => _random.NextDouble() * 400,
    };

    private long? Sometimes(long value) => _random.Next(50) == 0 ? null : value;
}
