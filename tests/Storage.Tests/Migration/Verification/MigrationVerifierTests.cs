using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Schema.Migration.Verification;

namespace LaunchStack.Metrics.Storage.Tests.Migration.Verification;

public sealed class MigrationVerifierTests(VerificationFixture fixture) : IClassFixture<VerificationFixture>
{
    private const int Hours = 72;

    [Fact]
    public async Task A_faultless_migration_differs_in_nothing_and_every_row_hour_and_query_was_compared()
    {
        await fixture.MigratedAsync();
        var report = fixture.Untouched!;

        Assert.Empty(report.Rows.Named);
        Assert.Empty(report.Hours.Named);
        Assert.True(report.IsEqual);
        Assert.Equal(3, report.Days.Count);
        Assert.All(report.Days, day =>
        {
            Assert.Equal((VerificationFixture.Instances - 1, 0), (day.Instances, day.UnequalInstances));
            Assert.Equal((day.Instances * 36, day.Instances * 36), (day.Source.Rows, day.Target.Rows));
            Assert.Equal((day.Source.Checksum, day.Source.First, day.Source.Last), (day.Target.Checksum, day.Target.First, day.Target.Last));
            Assert.NotEqual(0, day.Source.Checksum);
        });
        Assert.Equal((VerificationFixture.Instances - 1) * Hours, report.Hours.Compared);
        Assert.Equal(["recent", "hourly"], report.Queries.Select(query => query.Name).Distinct());
        Assert.All(report.Queries, query =>
        {
            Assert.Equal((QueryOutcome.Same, query.Name == "recent" ? 60 : 24), (query.Outcome, query.TargetRows.Count));
            Assert.True(query.SourceMilliseconds > 0 && query.TargetMilliseconds > 0);
        });
    }

    [Theory]
    [InlineData(0, "memory_usage")]
    [InlineData(1, "memory_limit")]
    [InlineData(2, "network_in")]
    [InlineData(3, "network_out")]
    public async Task A_value_that_is_one_off_is_named_with_both_values(int number, string column)
    {
        var (instance, row) = (VerificationFixture.Instance(number), 5 + number);
        var report = await SpoilAsync(
            $"UPDATE resource_usage SET {column} = {column} + 1 WHERE instance_id = $1 AND timestamp = $2",
            instance,
            VerificationFixture.At(row).UtcDateTime);

        var difference = Assert.Single(Named(report, instance));
        Assert.Equal((RowDifferenceKind.Differing, column, VerificationFixture.At(row)), (difference.Kind, difference.Column, difference.Timestamp));
        Assert.Equal(long.Parse(difference.SourceValue!, null) + 1, long.Parse(difference.TargetValue!, null));
        Assert.Equal(DateOnly.FromDateTime(VerificationFixture.At(row).UtcDateTime), Assert.Single(report.UnequalGroups, group => group.InstanceId == instance).Day);
    }

    [Fact]
    public async Task A_float_that_is_off_by_its_last_bit_is_named()
    {
        var (instance, at) = (VerificationFixture.Instance(4), VerificationFixture.At(80));
        var place = await fixture.MigratedAsync();
        var cpu = (double)(await place.Target.QueryAsync("SELECT cpu_usage FROM resource_usage WHERE instance_id = $1 AND timestamp = $2", instance, at.UtcDateTime))[0][0];
        var report = await SpoilAsync(
            "UPDATE resource_usage SET cpu_usage = $3 WHERE instance_id = $1 AND timestamp = $2", instance, at.UtcDateTime, Math.BitIncrement(cpu));

        var difference = Assert.Single(Named(report, instance));
        Assert.Equal((RowDifferenceKind.Differing, "cpu_usage", at), (difference.Kind, difference.Column, difference.Timestamp));
        Assert.NotEqual(difference.SourceValue, difference.TargetValue);
    }

    [Fact]
    public async Task A_row_that_is_missing_is_named()
    {
        var (instance, at) = (VerificationFixture.Instance(5), VerificationFixture.At(10));
        var report = await SpoilAsync("DELETE FROM resource_usage WHERE instance_id = $1 AND timestamp = $2", instance, at.UtcDateTime);

        var difference = Assert.Single(Named(report, instance));
        Assert.Equal((RowDifferenceKind.Missing, null, at), (difference.Kind, difference.Column, difference.Timestamp));
    }

    [Fact]
    public async Task A_row_that_is_doubled_under_another_time_is_named_with_its_original()
    {
        var (instance, at) = (VerificationFixture.Instance(6), VerificationFixture.At(11));
        var report = await SpoilAsync(
            """
            INSERT INTO resource_usage
            SELECT launchstack_sample_id($1, $3), $1, $3, cpu_usage, memory_usage, memory_limit, network_in, network_out
            FROM resource_usage WHERE instance_id = $1 AND timestamp = $2
            """,
            instance,
            at.UtcDateTime,
            at.AddMinutes(-3).UtcDateTime);

        var difference = Assert.Single(Named(report, instance));
        Assert.Equal((RowDifferenceKind.Doubled, at.AddMinutes(-3)), (difference.Kind, difference.Timestamp));
        Assert.Contains(Json.Rfc3339.Format(at), difference.SourceValue, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_is_there_twice_under_two_ids_is_named()
    {
        var (instance, at) = (VerificationFixture.Instance(7), VerificationFixture.At(12));
        var report = await SpoilAsync(
            "INSERT INTO resource_usage SELECT gen_random_uuid(), r.* FROM (SELECT instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out FROM resource_usage WHERE instance_id = $1 AND timestamp = $2) AS r",
            instance,
            at.UtcDateTime);

        Assert.Contains(Named(report, instance), difference => (difference.Kind, difference.Timestamp) == (RowDifferenceKind.Doubled, at));
    }

    [Fact]
    public async Task An_id_that_a_sample_sent_again_would_not_meet_is_named()
    {
        var (instance, at) = (VerificationFixture.Instance(8), VerificationFixture.At(90));
        var report = await SpoilAsync("UPDATE resource_usage SET id = gen_random_uuid() WHERE instance_id = $1 AND timestamp = $2", instance, at.UtcDateTime);

        var difference = Assert.Single(Named(report, instance));
        Assert.Equal((RowDifferenceKind.Differing, "id", at), (difference.Kind, difference.Column, difference.Timestamp));
        Assert.Equal($"{SampleId.Derive(instance, at)}", difference.SourceValue);
    }

    [Fact]
    public async Task Two_rows_whose_values_are_swapped_are_both_named_though_every_sum_is_right()
    {
        var (instance, first, second) = (VerificationFixture.Instance(9), VerificationFixture.At(13), VerificationFixture.At(14));
        var report = await SpoilAsync(
            """
            UPDATE resource_usage AS one SET memory_usage = other.memory_usage
            FROM (SELECT * FROM resource_usage WHERE instance_id = $1) AS other
            WHERE one.instance_id = $1 AND ((one.timestamp = $2 AND other.timestamp = $3) OR (one.timestamp = $3 AND other.timestamp = $2))
            """,
            instance,
            first.UtcDateTime,
            second.UtcDateTime);

        var differences = Named(report, instance).ToList();
        Assert.Equal([(first, "memory_usage"), (second, "memory_usage")], differences.Select(difference => (difference.Timestamp, difference.Column!)));
        Assert.Equal((differences[0].SourceValue, differences[0].TargetValue), (differences[1].TargetValue, differences[1].SourceValue));
        var group = Assert.Single(report.UnequalGroups, group => group.InstanceId == instance);
        Assert.Equal((group.Source.Rows, group.Source.SumMemory), (group.Target.Rows, group.Target.SumMemory));
    }

    [Fact]
    public async Task A_row_that_is_deleted_in_the_source_and_was_copied_is_named()
    {
        var (instance, at) = (VerificationFixture.Instance(10), VerificationFixture.At(VerificationFixture.Deleted).AddSeconds(1));
        var report = await SpoilAsync("INSERT INTO resource_usage VALUES (launchstack_sample_id($1, $2), $1, $2, 5, 6, 7, 8, 9)", instance, at.UtcDateTime);

        var difference = Assert.Single(Named(report, instance));
        Assert.Equal((RowDifferenceKind.Deleted, at), (difference.Kind, difference.Timestamp));
    }

    [Fact]
    public async Task Bytes_at_a_reset_that_are_one_off_are_named()
    {
        var (instance, at) = (VerificationFixture.Instance(11), VerificationFixture.At(VerificationFixture.Reset));
        var report = await SpoilAsync("UPDATE resource_usage SET network_in = network_in - 1 WHERE instance_id = $1 AND timestamp = $2", instance, at.UtcDateTime);

        var difference = Assert.Single(Named(report, instance));
        Assert.Equal(("network_in", at), (difference.Column, difference.Timestamp));
        Assert.InRange(long.Parse(difference.SourceValue!, null), 50_000, 51_000);
    }

    [Theory]
    [InlineData(12, "sum_cpu", "sum_cpu + 1")]
    [InlineData(13, "max_memory", "max_memory + 1")]
    [InlineData(14, "total_network_in", "total_network_in - 1")]
    public async Task A_wrong_hour_of_the_aggregate_is_named_and_no_row(int number, string column, string value)
    {
        var (instance, hour) = (VerificationFixture.Instance(number), Timestamps.Hour(VerificationFixture.At(30)));
        var place = await fixture.MigratedAsync();
        var table = (string)(await place.Target.QueryAsync("SELECT format('%I.%I', materialization_hypertable_schema, materialization_hypertable_name) FROM timescaledb_information.continuous_aggregates WHERE view_name = 'resource_usage_hourly'"))[0][0];
        var report = await SpoilAsync($"UPDATE {table} SET {column} = {value} WHERE instance_id = $1 AND bucket = $2", instance, hour.UtcDateTime);

        Assert.Empty(Named(report, instance));
        var difference = Assert.Single(report.Hours.Named, difference => difference.InstanceId == instance);
        Assert.Equal((hour, column), (difference.Hour, difference.Column));
        Assert.NotEqual(difference.Expected, difference.Actual);
    }

    [Fact]
    public async Task Rows_that_the_service_stored_itself_are_counted_and_are_no_differences()
    {
        var (instance, at) = (VerificationFixture.Instance(15), VerificationFixture.At(40).AddMinutes(7));
        var place = await fixture.MigratedAsync();
        var newer = VerificationFixture.Start.AddDays(4);
        foreach (var moment in (DateTimeOffset[])[at, newer])
        {
            await place.Target.InsertAsync(new InstanceSample(SampleId.Derive(instance, moment), instance, new Sample(moment, 3, 4, 5, 6, 7)));
        }

        // Late rows are not in the aggregate before its next refresh.
        var stale = await MigrationPlace.VerifyAsync(place.Scope(NetworkMode.Cumulative));
        Assert.DoesNotContain(stale.Hours.Named, hour => hour.InstanceId == instance);
        await place.Target.RefreshAsync(VerificationFixture.Start);
        var report = await MigrationPlace.VerifyAsync(place.Scope(NetworkMode.Cumulative));

        Assert.Empty(Named(report, instance));
        Assert.DoesNotContain(report.UnequalGroups, group => group.InstanceId == instance);
        Assert.DoesNotContain(report.Hours.Named, hour => hour.InstanceId == instance);
        Assert.Equal(2, report.Rows.OnlyInTarget);
        Assert.Equal((1, 0), (report.Days[^1].OnlyInTarget, report.Days[^1].Source.Rows));

        var since = await MigrationPlace.VerifyAsync(place.Scope(NetworkMode.Cumulative) with { ServiceSince = newer });
        var difference = Assert.Single(Named(since, instance));
        Assert.Equal((RowDifferenceKind.Unexpected, at), (difference.Kind, difference.Timestamp));
    }

    [Fact]
    public async Task Ids_that_are_right_count_as_right_in_every_hour_so_that_no_row_need_be_looked_at()
    {
        var place = await fixture.MigratedAsync();
        await using var database = new ReadOnlyDatabase("target", place.Target.ConnectionString, TimeSpan.FromMinutes(1));
        var target = await TargetReader.OpenAsync(database, TestContext.Current.CancellationToken);
        await using var hours = await target.HoursAsync(
            new Span(VerificationFixture.Start, VerificationFixture.Start.AddDays(1), 0), TestContext.Current.CancellationToken);
        var seen = 0;
        await hours.AdvanceAsync(TestContext.Current.CancellationToken);
        while (hours.Current is { } hour)
        {
            seen += hour.Key.InstanceId == VerificationFixture.Instance(0) ? 1 : 0;
            Assert.True(hour.WrongIds == 0 || hour.Key.InstanceId == VerificationFixture.Instance(7));
            await hours.AdvanceAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(24, seen);
    }

    [Fact]
    public async Task A_source_without_pages_of_its_own_such_as_a_view_is_read_the_same()
    {
        var place = await fixture.MigratedAsync();
        await place.Source.ExecuteAsync("CREATE VIEW seen AS SELECT * FROM resource_usages");
        var report = await MigrationPlace.VerifyAsync(place.Scope(NetworkMode.Cumulative) with { SourceTable = "seen" });

        Assert.Equal(
            fixture.Untouched!.Days.Select(day => (day.Day, day.Source.Rows, day.Source.Checksum)),
            report.Days.Where(day => day.Source.Rows > 0).Select(day => (day.Day, day.Source.Rows, day.Source.Checksum)));
    }

    private async Task<VerificationReport> SpoilAsync(string statement, params object[] parameters)
    {
        var place = await fixture.MigratedAsync();
        await place.Target.ExecuteAsync(statement, parameters);
        var report = await MigrationPlace.VerifyAsync(place.Scope(NetworkMode.Cumulative));
        Assert.False(report.IsEqual);
        return report;
    }

    private static IEnumerable<RowDifference> Named(VerificationReport report, Guid instance) =>
        report.Rows.Named.Where(difference => difference.InstanceId == instance);
}
