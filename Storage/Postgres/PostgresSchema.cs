using DbUp;
using DbUp.Postgresql;
using LaunchStack.Metrics.Storage.Postgres.Maintenance;
using LaunchStack.Metrics.Storage.Schema;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Postgres;

/// <summary>Finds the tier and brings the schema to it, or verifies that it is there.</summary>
/// <param name="source">Connections that may change the schema.</param>
/// <param name="options">The tier to use and how long to wait.</param>
/// <param name="logger">Where to say what was applied.</param>
internal sealed class PostgresSchema(NpgsqlDataSource source, PostgresStoreOptions options, ILogger logger)
{
    // "launchst" in ASCII: one lock per database, whoever applies the schema.
    private const long LockKey = 0x6C61756E63687374;

    // A script that has to wait for a long query gives up, so that others do not queue behind it.
    private const string Prologue = "SET LOCAL lock_timeout = '10s';\n";

    /// <summary>Applies what is missing.</summary>
    /// <returns>The tier, and the facts after the schema is there.</returns>
    public async Task<(Tier Tier, ServerFacts Facts, Lifecycle Lifecycle)> ApplyAsync(CancellationToken cancellationToken)
    {
        using var guard = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);

        // A transaction's lock and not the session's: it holds through a transaction pooler too, and goes with its connection.
        using var transaction = await guard.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await LockAsync(guard, cancellationToken).ConfigureAwait(false);
        var facts = await ServerFacts.ReadAsync(guard, cancellationToken).ConfigureAwait(false);
        var tier = TierDecision.Decide(options.Tier, facts);
        if (!facts.OwnsSchema)
        {
            return await VerifyAsync(tier, facts, $"as its owner: the role {facts.Role} may not change the schema", cancellationToken).ConfigureAwait(false);
        }

        // Before anything is changed.
        var wanted = (await StoredLifecycleAsync(guard, facts, cancellationToken).ConfigureAwait(false)).With(options.Lifecycle);
        LifecycleCheck.Rules(wanted, options.AcceptLate);
        tier = await CreateExtensionAsync(tier, facts, cancellationToken).ConfigureAwait(false);
        await UpgradeAsync(tier, facts.SchemaName, cancellationToken).ConfigureAwait(false);
        var lifecycle = await ApplyLifecycleAsync(tier, cancellationToken).ConfigureAwait(false);
        return (tier, await FactsAsync(cancellationToken).ConfigureAwait(false), lifecycle);
    }

    /// <summary>Finds the tier of a schema that is there.</summary>
    public async Task<(Tier Tier, ServerFacts Facts, Lifecycle Lifecycle)> VerifyAsync(CancellationToken cancellationToken)
    {
        var facts = await FactsAsync(cancellationToken).ConfigureAwait(false);
        var tier = TierDecision.Decide(options.Tier, facts);
        return await VerifyAsync(tier, facts, "or set Metrics:ApplySchema=true", cancellationToken).ConfigureAwait(false);
    }

    private static async Task<Lifecycle> StoredLifecycleAsync(NpgsqlConnection connection, ServerFacts facts, CancellationToken cancellationToken) =>
        TierFolders.Installed(facts.Journal) is { } installed && facts.Journal.Contains(LifecycleTable.Script)
            ? await LifecycleTable.ReadAsync(connection, new PostgresStatements(TierFolders.Of(installed)), cancellationToken).ConfigureAwait(false)
            : new Lifecycle();

    private async Task<(Tier Tier, ServerFacts Facts, Lifecycle Lifecycle)> VerifyAsync(
        Tier tier, ServerFacts facts, string remedy, CancellationToken cancellationToken)
    {
        var missing = SchemaScripts.Incremental(TierFolders.Of(tier)).Except(facts.Journal).ToList();
        if (missing.Count > 0)
        {
            throw new StoreSchemaException(
                $"the schema is missing or too old (not applied: {string.Join(", ", missing)}); run `launchstack db setup`, {remedy}");
        }

        using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var stored = await StoredLifecycleAsync(connection, facts, cancellationToken).ConfigureAwait(false);
        LifecycleCheck.Unchanged(stored, options.Lifecycle, $"run `launchstack db setup` with the new value, {remedy}");
        LifecycleCheck.Rules(stored, options.AcceptLate);
        return (tier, facts, stored);
    }

    private async Task<Lifecycle> ApplyLifecycleAsync(Tier tier, CancellationToken cancellationToken)
    {
        var statements = new PostgresStatements(TierFolders.Of(tier));
        using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var stored = await LifecycleTable.ReadAsync(connection, statements, cancellationToken).ConfigureAwait(false);
        var lifecycle = stored.With(options.Lifecycle);
        try
        {
            await LifecycleTable.ApplyAsync(connection, statements, lifecycle, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException refusal) when (refusal.SqlState == PostgresErrorCodes.ObjectNotInPrerequisiteState)
        {
            // What only the rows can tell: these values would lose some.
            throw new StoreSchemaException(refusal.MessageText);
        }

        await MakeAheadAsync(connection, statements, lifecycle, cancellationToken).ConfigureAwait(false);
        return lifecycle;
    }

    /// <summary>One chunk or partition at a time, because making it locks the instances. The maintenance makes what is left.</summary>
    private async Task MakeAheadAsync(
        NpgsqlConnection connection, PostgresStatements statements, Lifecycle lifecycle, CancellationToken cancellationToken)
    {
        try
        {
            while (await MaintenanceStep.RunAsync(
                connection, statements, MaintenanceTask.Ahead.Statement, lifecycle.LockTimeout, cancellationToken).ConfigureAwait(false))
            {
            }
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            StoreLog.MaintenanceFailed(logger, MaintenanceTask.Ahead.Name, exception.MessageText);
        }
    }

    private async Task LockAsync(NpgsqlConnection guard, CancellationToken cancellationToken)
    {
        var milliseconds = ((long)options.SchemaTimeout.TotalMilliseconds).ToString(null, null);
        using var batch = new NpgsqlBatch(guard)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(SqlText.Read("common/detect/lock-limits.sql")) { Parameters = { Parameter.Text(milliseconds) } },
                new NpgsqlBatchCommand(SqlText.Read("common/detect/lock.sql")) { Parameters = { new NpgsqlParameter<long> { TypedValue = LockKey } } },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<ServerFacts> FactsAsync(CancellationToken cancellationToken)
    {
        using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        return await ServerFacts.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Tier> CreateExtensionAsync(Tier tier, ServerFacts facts, CancellationToken cancellationToken)
    {
        if (tier == Tier.Postgres)
        {
            if (facts.AvailableExtension is not null && options.Tier == TierChoice.Auto && TierDecision.Obstacle(facts) is { } obstacle)
            {
                StoreLog.ExtensionNotUsed(logger, obstacle);
            }

            return tier;
        }

        if (facts.Extension is not null)
        {
            return tier;
        }

        try
        {
            using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            using var create = new NpgsqlCommand("CREATE EXTENSION IF NOT EXISTS timescaledb", connection);
            await create.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            if (options.Tier != TierChoice.Auto)
            {
                throw new StoreSchemaException(
                    $"the role may not create the extension ({exception.MessageText}): run CREATE EXTENSION timescaledb as the database's owner, or choose Metrics:Tier=postgres");
            }

            StoreLog.ExtensionNotUsed(logger, exception.MessageText);
            return Tier.Postgres;
        }

        // The licence can only be seen where the extension is.
        var now = await FactsAsync(cancellationToken).ConfigureAwait(false);
        return TierDecision.Decide(options.Tier, now);
    }

    private async Task UpgradeAsync(Tier tier, string schemaName, CancellationToken cancellationToken)
    {
        var builder = DeployChanges.To
            .PostgresqlDatabase(new PostgresqlConnectionManager(source))
            .JournalToPostgresqlTable(schemaName, SchemaScripts.JournalTable);
        var scripts = SchemaScripts.Of(TierFolders.Of(tier), Prologue);
        var result = await SchemaUpgrade.RunAsync(builder, scripts, logger, cancellationToken).ConfigureAwait(false);
        if (result.Successful)
        {
            return;
        }

        throw result.Error is PostgresException { IsTransient: false } refusal
            ? new StoreSchemaException($"{result.ErrorScript?.Name ?? SchemaScripts.JournalTable} failed: {refusal.SqlState}: {refusal.MessageText}")
            : result.Error;
    }
}
