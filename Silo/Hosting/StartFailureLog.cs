namespace LaunchStack.Metrics.Silo.Hosting;

/// <summary>
/// Keeps frameworks from logging a failed start, each with the same stack trace: <see cref="SiloProgram"/> reports it, in one line
/// where it is the user's to mend. Once the service runs they are heard again.
/// </summary>
internal sealed class StartFailureLog
{
    private static readonly string[] Categories =
        ["Orleans.Runtime.SiloLifecycleSubject", "Orleans.Runtime.Silo", "Microsoft.Extensions.Hosting.Internal.Host"];

    private volatile bool _started;

    public void AddTo(ILoggingBuilder logging)
    {
        foreach (var category in Categories)
        {
            logging.AddFilter(category, level => _started && level >= LogLevel.Warning);
        }
    }

    public void Watch(IHostApplicationLifetime lifetime) => lifetime.ApplicationStarted.Register(() => _started = true);
}
