using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsvHelper;
using LaunchStack.Metrics.Json;

namespace LaunchStack.Metrics.Cli.Output;

/// <summary>Prints lists as CSV (RFC 4180): the names and the values of their JSON; what is null is empty.</summary>
internal static class CsvOutput
{
    public static void Write<T>(ParseResult parsed, IReadOnlyList<T> rows)
    {
        using var csv = CsvWriter.Create(parsed.InvocationConfiguration.Output, new CsvWriterOptions(), leaveOpen: true);
        csv.WriteRecord([.. MetricsJson.Options.GetTypeInfo(typeof(T)).Properties.Select(property => property.Name)]);
        foreach (var row in rows)
        {
            csv.WriteRecord([.. JsonSerializer.SerializeToNode(row, MetricsJson.Options)!.AsObject().Select(member => TextOf(member.Value))]);
        }
    }

    private static string TextOf(JsonNode? value) => value is JsonValue text && text.GetValueKind() == JsonValueKind.String ? text.GetValue<string>() : value?.ToJsonString() ?? "";
}
