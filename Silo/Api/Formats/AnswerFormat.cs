namespace LaunchStack.Metrics.Silo.Api.Formats;

/// <summary>How a list is written.</summary>
internal enum AnswerFormat
{
    /// <summary>One JSON document.</summary>
    Json,

    /// <summary>A JSON object a line.</summary>
    NdJson,

    /// <summary>Comma-separated values under a header (RFC 4180).</summary>
    Csv,
}
