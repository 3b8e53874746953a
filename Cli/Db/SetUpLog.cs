using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Cli.Db;

/// <summary>What the store says while it sets up its schema: to people as it happens, and the applied scripts for the result.</summary>
/// <param name="progress">Where to tell people.</param>
internal sealed class SetUpLog(TextWriter progress) : ILogger
{
    private const string Script = "Script";

    private readonly List<string> _applied = [];

    /// <summary>The scripts that were applied, in order.</summary>
    public IReadOnlyList<string> Applied => _applied;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (state is IReadOnlyList<KeyValuePair<string, object?>> values && values.FirstOrDefault(value => value.Key == Script).Value is string script)
        {
            _applied.Add(script);
            progress.WriteLine($"applied {script}");
        }
        else if (logLevel >= LogLevel.Warning)
        {
            progress.WriteLine($"note: {formatter(state, exception)}");
        }
    }
}
