using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using CsvHelper;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Push;

/// <summary>Reads comma-separated samples under a header of field names, in constant memory. A line that is wrong costs only itself.</summary>
internal static class CsvLineReader
{
    private const string InstanceId = "instance_id";
    private const string Timestamp = "timestamp";
    private const string LineField = "line";
    private const int MaxLineBytes = NdjsonReader.MaxLineBytes;

    private static readonly string[] Numbers = ["cpu_usage", "memory_usage", "memory_limit", "network_in", "network_out"];

    /// <exception cref="UsageException">The header is wrong.</exception>
    /// <exception cref="FailureException">A line is so long that its end was not looked for.</exception>
    public static async IAsyncEnumerable<InputLine> ReadAsync(
        Stream input, bool withInstance, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var isMalformed = false;
        await using var reader = CsvReader.Create(
            input,
            new CsvReaderOptions
            {
                Separator = ',',
                TrackLineNumbers = true,
                MaxRecordSize = MaxLineBytes,

                // One quote too many must not swallow the lines behind it.
                AllowLineBreaksInQuotes = false,
                OnMalformedRecord = _ => isMalformed = true,
            },
            leaveOpen: true);
        await reader.ReadHeaderAsync(cancellationToken);
        var columns = reader.Headers.ToArray();
        if (columns.Length == 0 && !await ReadRowAsync(reader, cancellationToken))
        {
            // An empty file has nothing to push; its header is not what is wrong with it.
            yield break;
        }

        CheckHeader(columns, withInstance);

        var json = new ArrayBufferWriter<byte>();
        while (await ReadRowAsync(reader, cancellationToken))
        {
            yield return isMalformed
                ? Wrong(reader.LineNumber, "has a quote in the wrong place")
                : Parse(reader, columns, withInstance, json);
            isMalformed = false;
        }
    }

    private static async ValueTask<bool> ReadRowAsync(CsvReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (CsvFormatException)
        {
            throw new FailureException($"the line after line {reader.LineNumber} is longer than {MaxLineBytes} bytes; the rest was not read");
        }
    }

    private static void CheckHeader(string[] columns, bool withInstance)
    {
        foreach (var column in columns)
        {
            if (column == InstanceId && !withInstance)
            {
                throw new UsageException($"the column {InstanceId} and --instance exclude each other");
            }

            if (column is not (InstanceId or Timestamp) && !Numbers.Contains(column))
            {
                throw new UsageException($"unknown column \"{column}\"; columns are {InstanceId}, {Timestamp}, {string.Join(", ", Numbers)}");
            }
        }

        if (columns.Distinct().Count() < columns.Length)
        {
            throw new UsageException("a column is given twice");
        }

        string[] required = withInstance ? [InstanceId, Timestamp] : [Timestamp];
        if (required.FirstOrDefault(column => !columns.Contains(column)) is { } missing)
        {
            throw new UsageException($"the column {missing} is missing" + (missing == InstanceId ? "; it or --instance is needed" : ""));
        }
    }

    private static InputLine Parse(CsvReader reader, string[] columns, bool withInstance, ArrayBufferWriter<byte> json)
    {
        if (reader.FieldCount != columns.Length)
        {
            return Wrong(reader.LineNumber, $"has {reader.FieldCount} values under {columns.Length} columns");
        }

        // One reader knows the rules of a sample: the JSON one.
        json.ResetWrittenCount();
        WriteJson(reader, columns, json);
        using var document = JsonDocument.Parse(json.WrittenMemory);
        var rejected = SampleJson.Read(document.RootElement, withInstance, out var instanceId, out var sample);
        return new InputLine(reader.LineNumber, instanceId, sample, rejected);
    }

    private static void WriteJson(CsvReader reader, string[] columns, ArrayBufferWriter<byte> json)
    {
        using var writer = new Utf8JsonWriter(json);
        writer.WriteStartObject();
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i] is InstanceId or Timestamp)
            {
                writer.WriteString(columns[i], reader.GetString(i));
            }
            else if (!reader.IsEmpty(i))
            {
                writer.WritePropertyName(columns[i]);
                WriteNumber(writer, reader.GetSpan(i));
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> cell)
    {
        try
        {
            writer.WriteRawValue(cell);
        }
        catch (JsonException)
        {
            // Left to the reader of samples, which names the rule that text breaks.
            writer.WriteStringValue(Encoding.UTF8.GetString(cell));
        }
    }

    private static InputLine Wrong(long number, string error) => new(number, Guid.Empty, default, new RejectedSample(0, LineField, error));
}
