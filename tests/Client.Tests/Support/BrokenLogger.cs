using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Client.Tests.Support;

/// <summary>An app's logger that throws, as one does whose disk is full.</summary>
internal sealed class BrokenLogger : ILogger<MetricsClient>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        throw new IOException("the disk is full");
}
