using System.CommandLine;
using System.Text.Json;
using LaunchStack.Metrics.Json;

namespace LaunchStack.Metrics.Cli.Output;

/// <summary>Prints results as JSON, in the HTTP API's shapes.</summary>
internal static class JsonOutput
{
    /// <summary>Prints one value in one line.</summary>
    public static void Write<T>(ParseResult parsed, T value) =>
        parsed.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(value, MetricsJson.Options));
}
