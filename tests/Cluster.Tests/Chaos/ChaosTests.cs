using System.Globalization;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing.Faults;

namespace LaunchStack.Metrics.Cluster.Tests.Chaos;

public sealed class ChaosTests
{
    private const string DurationVariable = "LAUNCHSTACK_CHAOS_DURATION";
    private const string Usual = "30s";
    private const int Rate = 400;

    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(3);

    /// <summary>
    /// Two loads go on: <c>launchstack load --verify</c>, which waits for commits and finds gateways in the database, and one of readings of counters by a
    /// client that only waits for acceptance. Both are compared with the database, row by row.
    /// </summary>
    [Fact]
    public async Task Nothing_is_missing_and_nothing_doubled_and_counters_are_exact_whatever_befalls_three_silos_and_their_database()
    {
        var given = Environment.GetEnvironmentVariable(DurationVariable) is { Length: > 0 } text ? text : null;
        var duration = Parse(given ?? Usual);
        var faults = FaultSchedule.OfThisTest();
        var started = TimeProvider.System.GetTimestamp();
        await using var cluster = await ChaosCluster.StartAsync(faults);
        await using var command = LoadProcess.Start(
            "load", "--instances", "50", "--batch", "5", "--rate", $"{Rate / 2}", "--duration", given ?? Usual, "--ack", "durable",
            "--seed", $"{faults.Between(0, 1_000_000)}", "--verify", "--json",
            "--database", cluster.Database.Url, "--cluster-id", cluster.Id, "--service-id", cluster.Id);
        await using var load = await FaultLoad.StartAsync(
            faults, cluster.Database, cluster.Id, NetworkMode.Cumulative, Acknowledgement.Accepted, Rate, [.. cluster.Silos.Select(silo => silo.Gateway)]);
        var run = new ChaosRun(faults, cluster, load, isLong: given is not null);
        var rounds = 0;
        do
        {
            await run.StrikeWithEachAsync();
            faults.Note(string.Create(CultureInfo.InvariantCulture, $"round {++rounds} ends after {TimeProvider.System.GetElapsedTime(started):c}"));
        }
        while (TimeProvider.System.GetElapsedTime(started) < duration);

        await load.FinishAsync();
        Assert.True(await command.WaitForExitAsync(duration + Settling) == 0, $"seed {FaultSchedule.Seed}: {command.Describe()}");
        faults.Note(string.Concat(command.Output));
    }

    private static TimeSpan Parse(string text)
    {
        var number = int.Parse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture);
        return text[^1] switch
        {
            'h' => TimeSpan.FromHours(number),
            'm' => TimeSpan.FromMinutes(number),
            's' => TimeSpan.FromSeconds(number),
            _ => throw new FormatException($"{DurationVariable} is '{text}': must be a whole number of h, m or s, such as 1h"),
        };
    }
}
