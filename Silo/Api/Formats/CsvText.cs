using System.Buffers;
using System.Text.Json;
using CsvHelper;
using LaunchStack.Metrics.Json;

namespace LaunchStack.Metrics.Silo.Api.Formats;

/// <summary>Rows under a header of their JSON names, each value as its JSON has it; what is null is empty.</summary>
internal sealed class CsvText<T> : IRowText<T>
{
    private static readonly string[] Header = [.. MetricsJson.Options.GetTypeInfo(typeof(T)).Properties.Select(property => property.Name)];

    private readonly ArrayBufferWriter<byte> _row = new();
    private readonly Utf8JsonWriter _json;
    private readonly CsvWriter _csv;

    /// <summary>Begins with the header.</summary>
    /// <param name="output">Where to.</param>
    public CsvText(MemoryStream output)
    {
        _json = new Utf8JsonWriter(_row, RowText.JsonOptions);
        _csv = CsvWriter.Create(output, new CsvWriterOptions { BufferSize = RowText.HeldBytes }, leaveOpen: true);
        _csv.WriteHeader(Header);
    }

    public void Append(T row)
    {
        _row.ResetWrittenCount();
        JsonSerializer.Serialize(_json, row, MetricsJson.Options);
        _json.Flush();
        _json.Reset();
        WriteFields(_row.WrittenSpan);
        _csv.EndRecord();
    }

    public void Flush() => _csv.Flush();

    public void Dispose()
    {
        _csv.Dispose();
        _json.Dispose();
    }

    private void WriteFields(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.Null:
                    _csv.WriteField((string?)null);
                    break;
                case JsonTokenType.String when reader.ValueIsEscaped:
                    _csv.WriteField(reader.GetString());
                    break;
                case JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                    _csv.WriteField(reader.ValueSpan);
                    break;
            }
        }
    }
}
