using LaunchStack.Metrics.Cli.Load.Verification;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Storage.Postgres;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Cli.Db;

/// <summary>A PostgreSQL database.</summary>
/// <param name="ConnectionString">Where, as an Npgsql connection string.</param>
internal sealed record PostgresTarget(string ConnectionString) : DatabaseTarget
{
    public override ISampleStore Store(PostgresStoreOptions options, ILogger logger) => StoreFactory.Postgres(ConnectionString, options, logger);

    public override IStoreDoctor Doctor() => StoreFactory.PostgresDoctor(
        ConnectionString, new PostgresStoreOptions { AcceptLate = LifecycleRules.StandardAcceptLate }, TimeProvider.System);

    public override IStoredRows Rows() => new PostgresRows(ConnectionString);
}
