using System.Text.Json;
using LaunchStack.Metrics.Json;

namespace LaunchStack.Metrics.Cli.Export;

/// <summary>A JSON object in each line.</summary>
internal sealed class NdjsonExport(TextWriter output) : IExportWriter
{
    public async ValueTask WriteAsync(ExportRow row, CancellationToken cancellationToken)
    {
        await output.WriteAsync(JsonSerializer.Serialize(row, MetricsJson.Options).AsMemory(), cancellationToken);
        await output.WriteAsync("\n".AsMemory(), cancellationToken);
    }

    public async ValueTask DisposeAsync() => await output.FlushAsync();
}
