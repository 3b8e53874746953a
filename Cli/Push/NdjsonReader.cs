using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Push;

/// <summary>Reads one JSON object a line, in constant memory. A line that is wrong costs only itself.</summary>
internal static class NdjsonReader
{
    /// <summary>The longest line that is looked at, in bytes; a sample needs a few hundred.</summary>
    public const int MaxLineBytes = 64 * 1024;

    private const string LineField = "line";

    public static async IAsyncEnumerable<InputLine> ReadAsync(
        Stream input, bool withInstance, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var reader = PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: MaxLineBytes, leaveOpen: true));
        var number = 0L;
        var isTooLong = false;
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            while (TryTakeLine(ref buffer, result.IsCompleted, out var line))
            {
                number++;
                if (isTooLong || line.Length > MaxLineBytes)
                {
                    isTooLong = false;
                    yield return Wrong(number, $"is longer than {MaxLineBytes} bytes");
                }
                else if (Parse(number, line, withInstance) is { } parsed)
                {
                    yield return parsed;
                }
            }

            if (result.IsCompleted)
            {
                break;
            }

            if (buffer.Length > MaxLineBytes)
            {
                // Forget what was read of the line; its number is reported when its end comes.
                isTooLong = true;
                buffer = buffer.Slice(buffer.End);
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }

        await reader.CompleteAsync();
    }

    private static bool TryTakeLine(ref ReadOnlySequence<byte> buffer, bool isEnd, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return true;
        }

        line = buffer;
        var isLast = isEnd && !buffer.IsEmpty;
        buffer = isLast ? buffer.Slice(buffer.End) : buffer;
        return isLast;
    }

    /// <summary>Null for a blank line.</summary>
    private static InputLine? Parse(long number, ReadOnlySequence<byte> line, bool withInstance)
    {
        var bytes = line.IsSingleSegment ? line.FirstSpan : line.ToArray();
        var text = bytes.StartsWith("\uFEFF"u8) && number == 1 ? bytes["\uFEFF"u8.Length..] : bytes;
        if (text.Trim(" \t\r"u8).IsEmpty)
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(text);
            using var document = JsonDocument.ParseValue(ref reader);
            if (reader.BytesConsumed < text.Length && !text[(int)reader.BytesConsumed..].Trim(" \t\r"u8).IsEmpty)
            {
                return Wrong(number, "has more after its JSON object");
            }

            var rejected = SampleJson.Read(document.RootElement, withInstance, out var instanceId, out var sample);
            return new InputLine(number, instanceId, sample, rejected);
        }
        catch (JsonException exception)
        {
            return Wrong(number, $"is not valid JSON at byte {exception.BytePositionInLine + 1}");
        }
    }

    private static InputLine Wrong(long number, string error) => new(number, Guid.Empty, default, new RejectedSample(0, LineField, error));
}
