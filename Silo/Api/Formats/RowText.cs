using System.Text.Json;
using LaunchStack.Metrics.Json;

namespace LaunchStack.Metrics.Silo.Api.Formats;

/// <summary>Writes rows in a format that has rows.</summary>
internal static class RowText
{
    /// <summary>How much is gathered before it is sent: few writes, and little memory.</summary>
    public const int HeldBytes = 16 * 1024;

    /// <summary>How the API writes JSON.</summary>
    public static JsonWriterOptions JsonOptions { get; } = new() { Encoder = MetricsJson.Options.Encoder, SkipValidation = true };

    /// <summary>A text to append to.</summary>
    public static IRowText<T> To<T>(MemoryStream output, AnswerFormat format) => format == AnswerFormat.Csv ? new CsvText<T>(output) : new NdJsonText<T>(output);

    /// <summary>All rows as bytes.</summary>
    public static byte[] Of<T>(IEnumerable<T> rows, AnswerFormat format)
    {
        using var output = new MemoryStream();
        using var text = To<T>(output, format);
        foreach (var row in rows)
        {
            text.Append(row);
        }

        text.Flush();
        return output.ToArray();
    }
}
