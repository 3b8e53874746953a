using LaunchStack.Metrics.Cli.Load.Verification;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Storage.Postgres;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

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

    /// <summary>Reads dead letters, beside whoever uses the database.</summary>
    /// <param name="read">What to read.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public virtual async Task<T> ReadDeadLettersAsync<T>(Func<IDeadLetterList, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var store = await OpenAsync(cancellationToken);
        return await read(store);
    }

    /// <summary>Opens a store on a schema that is there and stays as it is.</summary>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    public virtual async Task<ISampleStore> OpenAsync(CancellationToken cancellationToken)
    {
        var store = Store(new PostgresStoreOptions(), NullLogger.Instance);
        try
        {
            await store.OpenAsync(applySchema: false, cancellationToken);
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }
}
