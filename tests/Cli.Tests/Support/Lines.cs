using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Tests.Support;

/// <summary>Lines of input.</summary>
internal static class Lines
{
    private static readonly DateTimeOffset Start = Timestamps.Hour(TimeProvider.System.GetUtcNow()).AddHours(-2);

    public static string Time(int second) => Rfc3339.Format(Start.AddSeconds(second));

    public static string Json(Guid instance, int second, string more = "") =>
        $$"""{"instance_id":"{{instance}}","timestamp":"{{Time(second)}}","cpu_usage":50,"memory_usage":268435456,"memory_limit":1073741824,"network_in":1048576,"network_out":512{{more}}}""";

    public static string Csv(Guid instance, int second) => $"{instance},{Time(second)},50,268435456";
}
