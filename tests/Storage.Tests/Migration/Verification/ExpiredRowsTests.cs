using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Schema.Migration.Verification;

namespace LaunchStack.Metrics.Storage.Tests.Migration.Verification;

public sealed class ExpiredRowsTests(VerificationFixture fixture) : IClassFixture<VerificationFixture>
{
    private static readonly Guid Instance = VerificationFixture.Instance(0);
    private static readonly DateTimeOffset Old = Timestamps.Day(TimeProvider.System.GetUtcNow()).AddDays(-40);
    private static readonly DateTimeOffset New = Timestamps.Day(TimeProvider.System.GetUtcNow()).AddDays(-5);

    [Fact]
    public async Task Rows_that_the_target_has_dropped_are_proven_by_their_hours_and_otherwise_are_not_there_at_all()
    {
        List<SourceReading> readings =
        [
            .. Enumerable.Range(0, 48).SelectMany(number => new[]
            {
                new SourceReading(Instance, Old.AddMinutes(30 * number)) { Cpu = number / 7.0, In = number * 100 },
                new SourceReading(Instance, New.AddMinutes(30 * number)) { Cpu = number / 9.0, In = 10_000 + (number * 100) },
            }),
        ];
        await using var place = await MigrationPlace.CreateAsync(
            await fixture.ReadyPostgresAsync(), isLegacy: true, NetworkMode.Cumulative, readings, [Instance]);
        await place.Target.ExecuteAsync("SELECT count(*) FROM drop_chunks('resource_usage', $1::timestamptz)", New.UtcDateTime);
        var kept = place.Scope(NetworkMode.Cumulative) with { KeepsExpired = true };

        var report = await MigrationPlace.VerifyAsync(kept);
        Assert.Empty(report.Rows.Named);
        Assert.True(report.IsEqual);
        Assert.Equal([(48, 0, 48), (48, 48, 0)], report.Days.Select(day => ((int)day.Source.Rows, (int)day.Target.Rows, (int)day.Expired)));
        Assert.Equal(48, report.Hours.Compared);

        // Left out, the old rows leave no counter from which the first new one could be counted.
        var left = await MigrationPlace.VerifyAsync(place.Scope(NetworkMode.Cumulative));
        var first = Assert.Single(left.Rows.Named);
        Assert.Equal((New, "network_in", "0", "5300"), (first.Timestamp, first.Column, first.SourceValue, first.TargetValue));
        Assert.Equal(48, Assert.Single(left.Days).Source.Rows);

        // Looked at from the second day on only, they still do.
        var since = await MigrationPlace.VerifyAsync(kept with { Since = New });
        Assert.True(since.IsEqual);
        Assert.Equal(48, Assert.Single(since.Days).Source.Rows);

        var table = (string)(await place.Target.QueryAsync("SELECT format('%I.%I', materialization_hypertable_schema, materialization_hypertable_name) FROM timescaledb_information.continuous_aggregates WHERE view_name = 'resource_usage_hourly'"))[0][0];
        await place.Target.ExecuteAsync($"UPDATE {table} SET max_cpu = max_cpu + 1 WHERE bucket = $1", Old.UtcDateTime);
        var wrong = await MigrationPlace.VerifyAsync(kept);
        Assert.Equal([Old, Old.AddMinutes(30)], wrong.Rows.Named.Select(row => row.Timestamp));
        Assert.All(wrong.Rows.Named, row => Assert.Equal(RowDifferenceKind.Missing, row.Kind));
        Assert.Equal(46, wrong.Days[0].Expired);
    }
}
