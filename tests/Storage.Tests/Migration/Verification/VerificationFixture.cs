using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Schema.Migration.Verification;
using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Migration.Verification;

/// <summary>
/// A legacy source of counters, and a target that was migrated without a fault and is compressed in part. A test that spoils something takes an
/// instance of its own.
/// </summary>
public sealed class VerificationFixture() : PostgresStoreFixture(Tier.Timescale, TierChoice.Timescale)
{
    public const int Instances = 20;
    private const int Days = 3;
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(40);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private MigrationPlace? _place;

    /// <summary>The first day.</summary>
    public static DateTimeOffset Start { get; } = Timestamps.Day(TimeProvider.System.GetUtcNow()).AddDays(-9);

    /// <summary>An instance by its number; the last one is gone.</summary>
    public static Guid Instance(int number) => new(number + 1, 7, 7, [1, 2, 3, 4, 5, 6, 7, 8]);

    /// <summary>A moment at which each instance has a row.</summary>
    public static DateTimeOffset At(int number) => Start + (Step * number);

    /// <summary>The number of the row at which counters begin again.</summary>
    public const int Reset = 50;

    /// <summary>The number of the row beside which there is a deleted one, a second later.</summary>
    public const int Deleted = 20;

    /// <summary>What was found before anything was spoilt.</summary>
    public VerificationReport? Untouched { get; private set; }

    /// <summary>Both sides.</summary>
    public async Task<MigrationPlace> MigratedAsync()
    {
        await _gate.WaitAsync();
        try
        {
            return _place ??= await MakeAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<MigrationPlace> MakeAsync()
    {
        var place = await MigrationPlace.CreateAsync(
            await ReadyPostgresAsync(),
            isLegacy: true,
            NetworkMode.Cumulative,
            Readings(),
            [.. Enumerable.Range(0, Instances - 1).Select(Instance)]);
        await place.Target.ExecuteAsync("SELECT count(compress_chunk(c)) FROM show_chunks('resource_usage', older_than => $1) AS c", Start.AddDays(2).UtcDateTime);
        Untouched = await MigrationPlace.VerifyAsync(place.Scope(NetworkMode.Cumulative));
        return place;
    }

    private static List<SourceReading> Readings()
    {
        var random = new Random(7);
        var readings = new List<SourceReading>();
        for (var number = 0; At(number) < Start.AddDays(Days); number++)
        {
            foreach (var instance in Enumerable.Range(0, Instances).Select(Instance))
            {
                var reading = new SourceReading(instance, At(number))
                {
                    Cpu = random.NextDouble() * 100,
                    Memory = random.NextInt64(1 << 30),
                    In = (number < Reset ? 1_000_000 : 0) + (number * 1000L) + random.Next(1000),
                    Out = (number * 500L) + random.Next(500),
                };
                readings.Add(reading);
                if (number == Deleted)
                {
                    readings.Add(reading with { Timestamp = reading.Timestamp.AddSeconds(1), In = 99_999_999, IsDeleted = true });
                    readings.Add(reading with { In = reading.In - 1 });
                }
            }
        }

        return readings;
    }
}
