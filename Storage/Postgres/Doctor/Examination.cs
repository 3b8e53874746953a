using System.Data;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Postgres.Doctor;

/// <summary>What the checks of one examination share.</summary>
internal sealed class Examination : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private NpgsqlConnection _connection;

    public Examination(NpgsqlDataSource source, NpgsqlConnection connection, ServerFacts facts)
    {
        (_source, _connection, Facts) = (source, connection, facts);
        Tier = TierFolders.Installed(facts.Journal);
        Folders = Tier is { } tier ? TierFolders.Of(tier) : ["common"];
        Statements = new PostgresStatements(Folders);
    }

    public ServerFacts Facts { get; }

    /// <summary>The tier of the schema; null where there is none.</summary>
    public Tier? Tier { get; }

    /// <summary>The tier's folders of sql/.</summary>
    public string[] Folders { get; }

    public PostgresStatements Statements { get; }

    public required PostgresStoreOptions Options { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>How long one statement may take.</summary>
    public required TimeSpan Limit { get; init; }

    /// <summary>Runs one of the tier's statements, which has no parameters.</summary>
    public Task<List<T>> QueryAsync<T>(string name, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        ReadAsync(Statements.Text(name), read, cancellationToken);

    /// <summary>Runs one statement in a read-only transaction of its own, and reads what it returns.</summary>
    public async Task<List<T>> ReadAsync<T>(string statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await ReopenAsync(cancellationToken).ConfigureAwait(false);
        using var batch = Statements.Bounded(_connection, Limit, statement);
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var scope = reader.ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>A check may have cost the connection: TimescaleDB ends those that meet it without its library.</summary>
    private async Task ReopenAsync(CancellationToken cancellationToken)
    {
        if (_connection.State != ConnectionState.Open)
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
            _connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
