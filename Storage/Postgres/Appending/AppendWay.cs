namespace LaunchStack.Metrics.Storage.Postgres.Appending;

/// <summary>How a transaction writes its rows.</summary>
internal enum AppendWay
{
    /// <summary>COPY: fails at the first row that is stored already.</summary>
    Copy,

    /// <summary>INSERT … ON CONFLICT DO NOTHING: half as fast, and leaves such rows out.</summary>
    Insert,
}
