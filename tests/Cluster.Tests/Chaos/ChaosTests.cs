using System.Globalization;
using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing.Faults;

namespace LaunchStack.Metrics.Cluster.Tests.Chaos;

public sealed class ChaosTests
{
    private const string DurationVariable = "LAUNCHSTACK_CHAOS_DURATION";
    private const int Rate = 400;

    // The short form waits for a silo to be taken for dead, too.
    private static readonly Dictionary<string, string?> Short = new() { ["Cluster__DeadAfter"] = "00:00:05" };

    /// <summary>
    /// Two loads go on: <c>launchstack load --verify</c>, which waits for commits and finds gateways in the database, and one of readings of counters by a
    /// client that only waits for acceptance. Both go on from before the first fault until after the last one, and are compared with the database, row by row.
    /// </summary>
    [Fact]
    public async Task Nothing_is_missing_and_nothing_doubled_and_counters_are_exact_whatever_befalls_three_silos_and_their_database()
    {
        var duration = Environment.GetEnvironmentVariable(DurationVariable) is { Length: > 0 } text ? Parse(text) : (TimeSpan?)null;
        var faults = FaultSchedule.OfThisTest();
        var started = TimeProvider.System.GetTimestamp();
        await using var cluster = await ChaosCluster.StartAsync(faults, duration is null ? Short : []);
        await using var command = await ChaosCommand.StartAsync(faults, cluster, Rate / 2);
        await using var load = await FaultLoad.StartAsync(
            faults, cluster.Database, cluster.Id, NetworkMode.Cumulative, Acknowledgement.Accepted, Rate, [.. cluster.Silos.Select(silo => silo.Gateway)]);
        var run = new ChaosRun(faults, cluster, load, isLong: duration is not null);
        var rounds = 0;
        do
        {
            await run.StrikeWithEachAsync();
            faults.Note(string.Create(CultureInfo.InvariantCulture, $"round {++rounds} ends after {TimeProvider.System.GetElapsedTime(started):c}"));
        }
        while (TimeProvider.System.GetElapsedTime(started) < duration);

        await load.FinishAsync();
        await command.FinishAsync();
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
