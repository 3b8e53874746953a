using DbUp.Engine.Output;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Storage.Schema;

/// <summary>DbUp's log as ours. Errors come back as exceptions too, so here they are details like the rest.</summary>
internal sealed class UpgradeLog(ILogger logger) : IUpgradeLog
{
    public void LogTrace(string format, params object[] args) => Write(null, format, args);

    public void LogDebug(string format, params object[] args) => Write(null, format, args);

    public void LogInformation(string format, params object[] args) => Write(null, format, args);

    public void LogWarning(string format, params object[] args) => Write(null, format, args);

    public void LogError(string format, params object[] args) => Write(null, format, args);

    public void LogError(Exception ex, string format, params object[] args) => Write(ex, format, args);

    private void Write(Exception? exception, string format, object[] args)
    {
        if (logger.IsEnabled(LogLevel.Debug))
        {
            StoreLog.SchemaStep(logger, exception, args.Length == 0 ? format : string.Format(null, format, args));
        }
    }
}
