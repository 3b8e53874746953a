using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Storage.Postgres;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Cli.Db;

/// <summary>An embedded file.</summary>
/// <param name="Path">The file.</param>
internal sealed record SqliteTarget(string Path) : DatabaseTarget
{
    public override ISampleStore Store(PostgresStoreOptions options, ILogger logger) => options.Tier == TierChoice.Auto
        ? StoreFactory.Sqlite(Path, TimeProvider.System, logger).Samples
        : throw new UsageException("--tier is for PostgreSQL: a file has one tier");

    public override IStoreDoctor Doctor() => StoreFactory.SqliteDoctor(Path, TimeProvider.System);
}
