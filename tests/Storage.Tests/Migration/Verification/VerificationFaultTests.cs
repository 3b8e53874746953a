using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Schema.Migration.Verification;
using LaunchStack.Metrics.Testing;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Migration.Verification;

public sealed class VerificationFaultTests(VerificationFixture fixture) : IClassFixture<VerificationFixture>
{
    [Fact]
    public async Task What_a_side_lacks_is_told_in_one_line_with_the_side_and_its_place()
    {
        var place = await fixture.MigratedAsync();
        var role = $"stranger_{Guid.NewGuid():n}";
        await place.Source.ExecuteAsync("CREATE TABLE few (instance_id UUID, timestamp TIMESTAMPTZ)");
        await place.Source.ExecuteAsync("CREATE TABLE other (LIKE resource_usages); ALTER TABLE other ALTER network_in TYPE TEXT");
        await place.Source.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'hunter2'");
        try
        {
            var scope = place.Scope(NetworkMode.Cumulative);
            var stranger = new NpgsqlConnectionStringBuilder(scope.Source) { Username = role, Password = "hunter2" };
            var nowhere = new NpgsqlConnectionStringBuilder(scope.Source) { Port = FreePorts.Next(), Password = "hunter2" };
            foreach (var (wrong, expected) in ((VerificationScope, string)[])
            [
                (scope with { SourceTable = "nothing" }, "has no table nothing"),
                (scope with { SourceTable = "few" }, "public.few of source "),
                (scope with { SourceTable = "few" }, "has no column cpu_usage"),
                (scope with { SourceTable = "other" }, "is of type text, and must be bigint or integer"),
                (scope with { Target = scope.Source }, "is not set up: run launchstack db setup"),
                (scope with { Source = stranger.ConnectionString }, "42501: permission denied for table resource_usages"),
                (scope with { Source = nowhere.ConnectionString }, "cannot be used: source "),
                (scope with { Target = nowhere.ConnectionString }, "cannot be used: target "),
                (scope with { StatementTimeout = TimeSpan.FromMilliseconds(1), SourceTable = "slow" }, "57014"),
            ])
            {
                if (wrong.SourceTable == "slow")
                {
                    await place.Source.ExecuteAsync("CREATE VIEW slow AS SELECT * FROM resource_usages WHERE pg_sleep(0.1) IS NOT NULL");
                }

                var exception = await Assert.ThrowsAnyAsync<Exception>(() => MigrationPlace.VerifyAsync(wrong));
                Assert.True(exception is StoreSchemaException or StoreUnavailableException, exception.ToString());
                Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
                Assert.DoesNotContain("hunter2", exception.Message, StringComparison.Ordinal);
            }
        }
        finally
        {
            await place.Source.ExecuteAsync($"DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task Of_many_differences_some_are_named_and_all_are_counted()
    {
        var place = await fixture.MigratedAsync();
        var instance = VerificationFixture.Instance(3);
        await place.Target.ExecuteAsync("DELETE FROM resource_usage WHERE instance_id = $1", instance);
        await place.Target.RefreshAsync(VerificationFixture.Start);
        var report = await MigrationPlace.VerifyAsync(place.Scope(NetworkMode.Cumulative) with { MaxNamed = 5 });

        Assert.Equal((108, 5), (report.Rows.Missing, report.Rows.Named.Count));
        Assert.Equal(0, report.Hours.Differing);
        Assert.Equal([1, 1, 1], report.Days.Select(day => (int)day.UnequalInstances));
    }

    [Fact]
    public async Task Progress_goes_through_the_steps_and_a_stopped_verification_stops()
    {
        var place = await fixture.MigratedAsync();
        var seen = new Steps();
        await new MigrationVerifier(TimeProvider.System).VerifyAsync(
            place.Scope(NetworkMode.Cumulative) with { RowsPerTransaction = 1 }, seen, TestContext.Current.CancellationToken);
        Assert.Equal([VerificationStep.Survey, VerificationStep.Days, VerificationStep.Queries], seen.Reported.Select(step => step.Step).Distinct().Where(step => step != VerificationStep.Counters));
        Assert.Equal(3, seen.Reported.Count(step => step is { Step: VerificationStep.Days, Day: not null }));

        using var stop = new CancellationTokenSource();
        var stopping = new Steps(() => stop.Cancel());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new MigrationVerifier(TimeProvider.System).VerifyAsync(place.Scope(NetworkMode.Cumulative), stopping, stop.Token));
    }

    private sealed class Steps(Action? onDays = null) : IProgress<VerificationProgress>
    {
        public List<VerificationProgress> Reported { get; } = [];

        public void Report(VerificationProgress value)
        {
            Reported.Add(value);
            if (value.Step == VerificationStep.Days)
            {
                onDays?.Invoke();
            }
        }
    }
}
