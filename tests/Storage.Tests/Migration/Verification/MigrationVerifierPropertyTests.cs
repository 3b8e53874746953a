using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Schema.Migration.Verification;
using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Migration.Verification;

/// <summary>Random sources against a target that was made by the plain words of <see cref="Repair"/>, which have nothing of the statements.</summary>
public sealed class MigrationVerifierPropertyTests(MigrationVerifierPropertyTests.Fixture fixture) : IClassFixture<MigrationVerifierPropertyTests.Fixture>
{
    private static readonly DateTimeOffset Start = Timestamps.Day(TimeProvider.System.GetUtcNow()).AddDays(-6);

    [Theory]
    [InlineData(1, true, NetworkMode.Cumulative)]
    [InlineData(2, true, NetworkMode.Cumulative)]
    [InlineData(3, true, NetworkMode.Delta)]
    [InlineData(4, false, NetworkMode.Cumulative)]
    [InlineData(5, false, NetworkMode.Delta)]
    public async Task What_the_plain_rules_make_of_random_readings_is_found_right_and_a_random_change_of_it_is_found(int seed, bool isLegacy, NetworkMode network)
    {
        var random = new Random(seed);
        Guid[] instances = [.. Enumerable.Range(0, 5).Select(_ => RandomId(random))];
        var readings = Readings(random, [.. instances, RandomId(random)], isLegacy ? instances.Length + 1 : instances.Length, isLegacy);
        await using var place = await MigrationPlace.CreateAsync(await fixture.ReadyPostgresAsync(), isLegacy, network, readings, instances);

        // Spans of hardly a day, so that counters are carried across many borders, and a time that begins amid the rows.
        foreach (var scope in (VerificationScope[])
        [
            place.Scope(network) with { RowsPerTransaction = 1 },
            place.Scope(network) with { Since = Start.AddHours(31.7), Until = Start.AddHours(80.3) },
        ])
        {
            var right = await MigrationPlace.VerifyAsync(scope);
            Assert.Empty(right.Rows.Named);
            Assert.Empty(right.Hours.Named);
            Assert.True(right.IsEqual, string.Join("; ", right.Queries.Select(query => query.Note)));
            Assert.Equal(0, right.Rows.OnlyInTarget);
            Assert.Equal(
                Repair.Rows(readings, instances, network).Count(row => row.Sample.Timestamp >= (scope.Since ?? Start) && row.Sample.Timestamp < (scope.Until ?? Start.AddDays(9))),
                right.Days.Sum(day => day.Target.Rows));
        }

        var whole = await MigrationPlace.VerifyAsync(place.Scope(network));
        Assert.All(whole.Days, day => Assert.Equal((ChecksumOf(day.Day), ChecksumOf(day.Day)), (day.Source.Checksum, day.Target.Checksum)));
        decimal ChecksumOf(DateOnly day) => Repair.Rows(readings, instances, network)
            .Where(row => DateOnly.FromDateTime(row.Sample.Timestamp.UtcDateTime) == day).Sum(row => RowChecksum.Of(row.Sample));

        var spoilt = random.GetItems(Repair.Rows(readings, instances, network).ToArray(), 1)[0];
        var column = random.GetItems(["cpu_usage", "memory_usage", "memory_limit", "network_in", "network_out"], 1)[0];
        await place.Target.ExecuteAsync(
            $"UPDATE resource_usage SET {column} = {column} + 1 WHERE instance_id = $1 AND timestamp = $2", spoilt.InstanceId, spoilt.Sample.Timestamp.UtcDateTime);

        // Neighbours of what is wrong are read too, and found right.
        var wrong = await MigrationPlace.VerifyAsync(place.Scope(network));
        var difference = Assert.Single(wrong.Rows.Named);
        Assert.Equal((spoilt.InstanceId, spoilt.Sample.Timestamp, column), (difference.InstanceId, difference.Timestamp, difference.Column!));
        Assert.False(wrong.IsEqual);
    }

    // Times out of order, gaps, several rows of one time, resets, deleted rows, an instance that is gone, and nulls where the table allows them.
    private static List<SourceReading> Readings(Random random, Guid[] instances, int count, bool isLegacy)
    {
        var readings = new List<SourceReading>();
        foreach (var instance in instances.Take(count))
        {
            var (at, bytesIn, bytesOut) = (Start, random.NextInt64(1L << 40), random.NextInt64(1L << 40));
            while (at < Start.AddDays(5))
            {
                at = at.AddMicroseconds(random.NextInt64(1, (long)TimeSpan.FromMinutes(random.Next(20) == 0 ? 2_000 : 90).TotalMicroseconds));
                bytesIn = random.Next(8) == 0 ? random.Next(1000) : bytesIn + random.Next(1 << 20);
                bytesOut = random.Next(8) == 0 ? random.Next(1000) : bytesOut + random.Next(1 << 20);
                var reading = new SourceReading(instance, at)
                {
                    Cpu = random.Next(20) != 0 ? random.NextDouble() * 400 : isLegacy ? null : random.GetItems([double.NaN, -1, 1e7], 1)[0],
                    Memory = random.Next(20) != 0 ? random.NextInt64(1L << 33) : isLegacy ? null : -5,
                    Limit = 1L << 34,
                    In = isLegacy && random.Next(10) == 0 ? null : bytesIn,
                    Out = random.Next(10) != 0 ? bytesOut : isLegacy ? null : -1,
                    IsDeleted = isLegacy && random.Next(6) == 0,
                };
                readings.Add(reading);
                if (random.Next(10) == 0)
                {
                    readings.Add(reading with { In = bytesIn + random.Next(100), IsDeleted = isLegacy && random.Next(2) == 0 });
                }
            }
        }

        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(readings));
        return readings;
    }

    private static Guid RandomId(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    public sealed class Fixture() : PostgresStoreFixture(Tier.Postgres, TierChoice.Postgres);
}
