using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Storage;

/// <summary>What the stores log.</summary>
internal static partial class StoreLog
{
    [LoggerMessage(1, LogLevel.Debug, "Schema: {Step}")]
    public static partial void SchemaStep(ILogger logger, Exception? exception, string step);

    [LoggerMessage(2, LogLevel.Information, "Schema: applied {Script}")]
    public static partial void SchemaApplied(ILogger logger, string script);

    [LoggerMessage(3, LogLevel.Information, "Store open: {Description}")]
    public static partial void StoreOpen(ILogger logger, string description);

    [LoggerMessage(4, LogLevel.Warning, "TimescaleDB is on the server and is not used: {Reason}")]
    public static partial void ExtensionNotUsed(ILogger logger, string reason);

    [LoggerMessage(5, LogLevel.Debug, "Another writer stored the same sample meanwhile; append attempt {Attempt} starts over")]
    public static partial void AppendStartsOver(ILogger logger, int attempt);

    [LoggerMessage(6, LogLevel.Warning, "The database failed within itself at samples ({Reason}); tried once more before they are refused")]
    public static partial void AppendTriesAgain(ILogger logger, string reason);

    [LoggerMessage(8, LogLevel.Information, "Foreign keys of samples are checked {How}")]
    public static partial void ForeignKey(ILogger logger, string how);

    [LoggerMessage(9, LogLevel.Information, "{Chunk} is decompressed for {Samples} late samples")]
    public static partial void OpenedForLate(ILogger logger, string chunk, int samples);

    [LoggerMessage(10, LogLevel.Information, "Late samples go on without {Statement}: {Reason}")]
    public static partial void LateGaveWay(ILogger logger, string statement, string reason);

    [LoggerMessage(7, LogLevel.Warning, "Maintenance task {Task} gave way and is tried again: {Reason}")]
    public static partial void MaintenanceFailed(ILogger logger, string task, string reason);
}
