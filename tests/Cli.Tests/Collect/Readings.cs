using LaunchStack.Metrics.Cli.Collect;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Tests.Collect;

/// <summary>Readings for tests that do not care what they say.</summary>
internal static class Readings
{
    public static readonly Guid Shop = new("6f9619ff-8b86-4d01-b42d-00cf4fc964ff");
    public static readonly Guid Blog = new("2ed6657d-e927-568b-95e1-2665a8aea6a2");
    public static readonly DateTimeOffset Started = new(2026, 11, 24, 3, 0, 0, TimeSpan.Zero);

    public static ContainerReading At(int second, Guid? instance = null, string source = "c1", DateTimeOffset? startedAt = null) => new(
        instance ?? Shop, "web", source, startedAt ?? Started, new Sample(Started.AddSeconds(second), 1, 2, 3, second, second));
}
