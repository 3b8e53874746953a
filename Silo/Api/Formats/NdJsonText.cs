using System.Text.Json;
using LaunchStack.Metrics.Json;

namespace LaunchStack.Metrics.Silo.Api.Formats;

/// <summary>Rows as JSON objects, one a line.</summary>
/// <param name="output">Where to.</param>
internal sealed class NdJsonText<T>(MemoryStream output) : IRowText<T>
{
    private readonly Utf8JsonWriter _json = new(output, RowText.JsonOptions);

    public void Append(T row)
    {
        JsonSerializer.Serialize(_json, row, MetricsJson.Options);
        _json.Flush();
        _json.Reset();
        output.WriteByte((byte)'\n');
    }

    public void Flush()
    {
    }

    public void Dispose() => _json.Dispose();
}
