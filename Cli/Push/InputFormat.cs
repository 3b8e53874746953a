namespace LaunchStack.Metrics.Cli.Push;

/// <summary>How the input is written.</summary>
internal enum InputFormat
{
    /// <summary>One JSON object in each line.</summary>
    Ndjson,

    /// <summary>Comma-separated values under a line of column names.</summary>
    Csv,
}
