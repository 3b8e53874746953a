using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Schema.Migration.Source;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Schema.Migration;

// In one database: takes the old table out of its writers' way.
internal sealed partial class MigrationRun
{
    private const int RenameAttempts = 30;
    private static readonly TimeSpan RenamePause = TimeSpan.FromSeconds(1);

    // A run that was stopped after the rename goes on with the renamed table.
    private bool _isRenamed;

    // Before anything is done.
    private async Task CheckRenameAsync(CancellationToken cancellationToken)
    {
        if (!_options.Rename || _isRenamed)
        {
            return;
        }

        if (!Into.InPlace)
        {
            throw new MigrationException("--rename: source and target are different databases; stop what writes to the source instead");
        }

        if (Table.Objects.Count > 0 && !_options.RenameAnyway)
        {
            throw new MigrationException(
                $"--rename: {string.Join(", ", Table.Objects)} would stay with the renamed table: change or drop them, or give --rename-anyway");
        }

        await NewNameAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<(string Name, string Quoted)> NewNameAsync(CancellationToken cancellationToken)
    {
        var (name, quoted, isTaken, mayRename, role) = (await _source.ReadAsync(
            SqlText.Read("migration/source/new-name.sql"),
            reader => (reader.GetString(0), reader.GetString(1), reader.GetBoolean(2), reader.GetBoolean(3), reader.GetString(4)),
            cancellationToken,
            Parameter.Text(Table.Schema),
            Parameter.Text(Table.Name),
            Parameter.Long(Table.Oid)).ConfigureAwait(false))[0];
        return isTaken ? throw new MigrationException($"--rename: the source has a {name} already: drop or rename it")
            : !mayRename ? throw new MigrationException(
                $"--rename: the role {role} may not rename {Table.Qualified}: it must own the table, and may have to be granted CREATE on schema {Table.QuotedSchema}")
            : (name, quoted);
    }

    /// <summary>The source's table; the renamed one where a migration that has begun has renamed it.</summary>
    private async Task<SourceTable> FindTableAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await SourceInspection.RunAsync(_source, _options.Table, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException missing) when (_options.Rename && missing.IsMissingTable)
        {
            var name = (await _source.ReadAsync(
                SqlText.Read("migration/source/renamed.sql"), reader => reader.GetString(0), cancellationToken, Parameter.Text(_options.Table)).ConfigureAwait(false))[0];
            try
            {
                _isRenamed = true;
                return await SourceInspection.RunAsync(_source, name, cancellationToken).ConfigureAwait(false);
            }
            catch (MigrationException exception) when (exception.IsMissingTable)
            {
                throw missing;
            }
        }
    }

    /// <summary>Renames the source's table; returns its new name. Its rows are still read: by what tells it from others, not by name.</summary>
    private async Task<string> RenameAsync(CancellationToken cancellationToken)
    {
        if (_isRenamed)
        {
            return Table.Qualified;
        }

        var (name, quoted) = await NewNameAsync(cancellationToken).ConfigureAwait(false);
        _progress.Begin($"renames {Table.Qualified} to {name}", "", 0);
        for (var attempt = 1; !await TryRenameAsync(quoted, cancellationToken).ConfigureAwait(false); attempt++)
        {
            if (attempt == RenameAttempts)
            {
                throw new MigrationException(
                    $"--rename: {Table.Qualified} is in use all the time, and was not renamed; everything is copied: stop what uses it and run the same command again");
            }

            await Task.Delay(RenamePause, _time, cancellationToken).ConfigureAwait(false);
        }

        var renamed = await SourceInspection.RunAsync(_source, $"{Table.QuotedSchema}.{quoted}", cancellationToken).ConfigureAwait(false);
        Table = renamed;
        return renamed.Qualified;
    }

    // Short: whoever waits for the table waits for no longer than this waits for them.
    private Task<bool> TryRenameAsync(string name, CancellationToken cancellationToken) => _source.RunAsync(
        async connection =>
        {
            try
            {
                using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                await MigrationDatabase.ReadAsync(
                    connection, Into.Statements.Text("limit-locks"), _ => 0, cancellationToken, Parameter.Milliseconds(Into.Lifecycle.LockTimeout)).ConfigureAwait(false);
                await MigrationDatabase.ReadAsync(connection, $"ALTER TABLE {Table.Qualified} RENAME TO {name}", _ => 0, cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (PostgresException refusal) when (refusal.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                return false;
            }
        },
        cancellationToken);
}
