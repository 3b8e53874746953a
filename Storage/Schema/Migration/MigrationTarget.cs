using DbUp;
using DbUp.Postgresql;
using LaunchStack.Metrics.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace LaunchStack.Metrics.Storage.Schema.Migration;

/// <summary>What the target is.</summary>
internal sealed record MigrationTarget
{
    private const string Folder = "migration";

    public required Tier Tier { get; init; }

    public required ServerFacts Facts { get; init; }

    public required Lifecycle Lifecycle { get; init; }

    /// <summary>The tier's statements, and the migration's.</summary>
    public required PostgresStatements Statements { get; init; }

    /// <summary>Whether it has the migration's tables.</summary>
    public required bool HasTables { get; init; }

    /// <summary>Whether the source's table is in the same database.</summary>
    public required bool InPlace { get; init; }

    public required string Description { get; init; }

    /// <exception cref="MigrationException">It is not set up, or this role cannot do what must be done.</exception>
    public static async Task<MigrationTarget> OpenAsync(
        MigrationDatabase target, Source.SourceTable table, bool copies, CancellationToken cancellationToken)
    {
        try
        {
            var (tier, facts, lifecycle) = await target.RunAsync(
                _ => new PostgresSchema(target.DataSource, new PostgresStoreOptions(), NullLogger.Instance).VerifyAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
            var statements = new PostgresStatements([Folder, .. TierFolders.Of(tier)]);
            var (key, oid) = (await target.ReadAsync(
                statements.Text("target"), reader => (reader.GetString(0), reader.GetInt64(1)), cancellationToken).ConfigureAwait(false))[0];
            return copies && !facts.OwnsSchema
                ? throw new MigrationException($"the target: the role {facts.Role} does not own the tables: use the role that has set them up")
                : key == table.DatabaseKey && oid == table.Oid
                ? throw new MigrationException("--from and --to name the same table: migrate from one database or schema into another, or from another table")
                : new MigrationTarget
                {
                    Tier = tier,
                    Facts = facts,
                    Lifecycle = lifecycle,
                    Statements = statements,
                    HasTables = SchemaScripts.Incremental([Folder]).All(facts.Journal.Contains),
                    InPlace = key == table.DatabaseKey,
                    Description = await DescribeAsync(target, tier, facts, cancellationToken).ConfigureAwait(false),
                };
        }
        catch (StoreSchemaException refusal)
        {
            throw new MigrationException($"the target: {refusal.Message}");
        }
    }

    /// <summary>Makes the migration's tables and functions.</summary>
    public async Task PrepareAsync(MigrationDatabase target, CancellationToken cancellationToken)
    {
        var builder = DeployChanges.To
            .PostgresqlDatabase(new PostgresqlConnectionManager(target.DataSource))
            .JournalToPostgresqlTable(Facts.SchemaName, SchemaScripts.JournalTable);
        var result = await SchemaUpgrade.RunAsync(builder, SchemaScripts.Of([Folder], ""), NullLogger.Instance, cancellationToken).ConfigureAwait(false);
        if (!result.Successful)
        {
            throw new MigrationException($"the target: {result.ErrorScript?.Name ?? SchemaScripts.JournalTable} failed: {PostgresErrors.Describe(result.Error)}");
        }
    }

    private static Task<string> DescribeAsync(MigrationDatabase target, Tier tier, ServerFacts facts, CancellationToken cancellationToken) => target.RunAsync(
        connection => Task.FromResult(
            $"{(tier == Tier.Postgres ? "" : $"TimescaleDB {facts.Extension} on ")}PostgreSQL {facts.Version} at {connection.Host}:{connection.Port}/{connection.Database}, tier {TierDecision.NameOf(tier)}"),
        cancellationToken);
}
