namespace LaunchStack.Metrics.Silo.Hosting;

/// <summary>
/// Keeps frameworks from logging what is said better elsewhere. A failed start, each with the same stack trace:
/// <see cref="SiloProgram"/> reports it, in one line where it is the user's to mend. And calls between grains that are on their way out
/// while the silo stops: what counts then is the writer's last word.
/// </summary>
internal sealed class FrameworkLog
{
    private static readonly string[] Starting =
        ["Orleans.Runtime.SiloLifecycleSubject", "Orleans.Runtime.Silo", "Microsoft.Extensions.Hosting.Internal.Host"];

    private const string Messaging = "Orleans.Messaging";
    private const string Membership = "Orleans.Runtime.MembershipService";

    private volatile bool _started;
    private volatile bool _stopping;

    /// <summary>Whether the process was told to stop before it had started; whatever a start then fails with is that and no failure.</summary>
    public bool WasStartCancelled => _stopping && !_started;

    public void AddTo(ILoggingBuilder logging)
    {
        foreach (var category in Starting)
        {
            logging.AddFilter(category, level => _started && level >= LogLevel.Warning);
        }

        logging.AddFilter(Membership, level => !WasStartCancelled && level >= LogLevel.Warning);
        logging.AddFilter(Messaging, level => !_stopping && level >= LogLevel.Warning);
    }

    public void Watch(IHostApplicationLifetime lifetime)
    {
        lifetime.ApplicationStarted.Register(() => _started = true);
        lifetime.ApplicationStopping.Register(() => _stopping = true);
    }
}
