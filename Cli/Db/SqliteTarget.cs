using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Load.Verification;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Cli.Db;

/// <summary>An embedded file.</summary>
/// <param name="Path">The file.</param>
internal sealed record SqliteTarget(string Path) : DatabaseTarget
{
    public override ISampleStore Store(PostgresStoreOptions options, ILogger logger) => options.Tier == TierChoice.Auto
        ? StoreFactory.Sqlite(Path, TimeProvider.System, logger, new SqliteStoreOptions { Lifecycle = options.Lifecycle }).Samples
        : throw new UsageException("--tier is for PostgreSQL: a file has one tier");

    public override IStoreDoctor Doctor() => StoreFactory.SqliteDoctor(Path, new SqliteStoreOptions(), TimeProvider.System);

    public override IStoredRows Rows() => new SqliteRows(Path);

    public override Task<T> ReadDeadLettersAsync<T>(Func<IDeadLetterList, Task<T>> read, CancellationToken cancellationToken) =>
        read(StoreFactory.SqliteDeadLetters(Path, TimeProvider.System));

    // Opening would make the file, which is a typing error here.
    public override Task<ISampleStore> OpenAsync(CancellationToken cancellationToken) =>
        File.Exists(Path) ? base.OpenAsync(cancellationToken) : throw new FailureException($"there is no file {Path}");
}
