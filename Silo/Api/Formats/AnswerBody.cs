using System.Text.Json;
using LaunchStack.Metrics.Json;

namespace LaunchStack.Metrics.Silo.Api.Formats;

/// <summary>A list of bounded length.</summary>
/// <param name="whole">What is answered as JSON.</param>
/// <param name="rows">What is answered row by row, each of them flat.</param>
internal sealed class AnswerBody<T>(object whole, IEnumerable<T> rows) : IAnswerBody, IResult
{
    public byte[] Write(AnswerFormat format) => format == AnswerFormat.Json
        ? JsonSerializer.SerializeToUtf8Bytes(whole, MetricsJson.Options)
        : RowText.Of(rows, format);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var format = Negotiation.FormatOf(httpContext);
        return AnswerBytes.WriteAsync(httpContext, format, Write(format));
    }
}
