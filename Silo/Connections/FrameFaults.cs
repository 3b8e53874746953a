using Orleans.Runtime.Messaging;

namespace LaunchStack.Metrics.Silo.Connections;

/// <summary>
/// Notes that a connection was ended for a frame that is none or is too large. Orleans tells of it nowhere but in its log, in two entries with
/// stack traces, which are left out: <see cref="RefusedConnections"/> says it in a line.
/// </summary>
/// <param name="inner">What makes the loggers.</param>
internal sealed class FrameFaults(LoggerFactory inner) : ILoggerFactory
{
    private const string Connection = "Orleans.Runtime.Messaging.Connection";

    // Frames that this silo cannot send have the same type of fault, and are no fault of the other side.
    private const string Reading = "Exception reading message";

    private static readonly AsyncLocal<Watched?> Current = new();

    /// <summary>Has faults noted of the connection that the caller runs next.</summary>
    public static Watched Watch() => Current.Value = new Watched();

    public ILogger CreateLogger(string categoryName) =>
        categoryName == Connection ? new ConnectionLogger(inner.CreateLogger(categoryName)) : inner.CreateLogger(categoryName);

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose()
    {
        // The inner one is its maker's.
    }

    /// <summary>A connection.</summary>
    internal sealed class Watched
    {
        /// <summary>What it was ended for.</summary>
        public Exception? Fault { get; set; }
    }

    private sealed class ConnectionLogger(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        // What is left out of the log is counted still; the inner one looks itself at what it takes.
        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error || inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is InvalidMessageFrameException && Current.Value is { } watched)
            {
                if (watched.Fault is null && formatter(state, exception).StartsWith(Reading, StringComparison.Ordinal))
                {
                    watched.Fault = exception;
                }

                if (watched.Fault == exception)
                {
                    return;
                }
            }

            inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
