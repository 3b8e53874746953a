using LaunchStack.Metrics.Cli.Load.Verification;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Storage.Postgres;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Cli.Db;

/// <summary>A database that a command is pointed at.</summary>
internal abstract record DatabaseTarget
{
    /// <summary>A store there, not open yet.</summary>
    /// <param name="options">How to use it.</param>
    /// <param name="logger">Where to say what is applied.</param>
    public abstract ISampleStore Store(PostgresStoreOptions options, ILogger logger);

    /// <summary>Who examines it.</summary>
    public abstract IStoreDoctor Doctor();

    /// <summary>Its rows, read past the store.</summary>
    public abstract IStoredRows Rows();
}
