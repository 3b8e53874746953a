using System.Globalization;
using System.Text.Json;
using LaunchStack.Metrics.Json;
using Microsoft.OpenApi;

namespace LaunchStack.Metrics.Silo.Api.Documentation;

/// <summary>What an endpoint is sent, or answers, for example: made by the code that writes real ones, so that it has their shape.</summary>
/// <param name="Status">The status of the answer; null: the request.</param>
/// <param name="Value">The body.</param>
internal sealed record Example(int? Status, object Value)
{
    public void Apply(OpenApiOperation operation)
    {
        var content = Status is { } status
            ? operation.Responses?.GetValueOrDefault(status.ToString(CultureInfo.InvariantCulture))?.Content
            : operation.RequestBody?.Content;
        foreach (var media in content?.Values ?? [])
        {
            media.Example = JsonSerializer.SerializeToNode(Value, MetricsJson.Options);
        }
    }
}
