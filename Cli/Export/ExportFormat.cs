namespace LaunchStack.Metrics.Cli.Export;

/// <summary>How exported samples are written; both can be pushed again.</summary>
internal enum ExportFormat
{
    /// <summary>Values under a line of column names.</summary>
    Csv,

    /// <summary>A JSON object in each line.</summary>
    Ndjson,
}
