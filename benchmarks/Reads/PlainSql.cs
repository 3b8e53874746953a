using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Testing.Postgres;
using Npgsql;

namespace LaunchStack.Metrics.Benchmarks.Reads;

/// <summary>
/// What a person would write by Npgsql alone, on a pool that is set as the store's is: a statement for a whole answer, and for hours and days the
/// store's own, which looks for late rows, too. Like the store's they are planned each time. Says how many rows were read.
/// </summary>
internal sealed class PlainSql : IAsyncDisposable
{
    private readonly PostgresStatements _statements = new(TierFolders.Of(Tier.Timescale));
    private readonly NpgsqlDataSource _source;

    private PlainSql(NpgsqlDataSource source) => _source = source;

    public static PlainSql Of(PostgresDatabase home) => new(NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(home.ConnectionString) { NoResetOnClose = true, MaxAutoPrepare = 0, Enlist = false }.ConnectionString));

    /// <summary>The newest samples of an instance.</summary>
    public Task<int> RecentAsync(Guid instance, int limit, CancellationToken cancellationToken) =>
        CountAsync(SqlFile.Read("recent"), ReadSample, cancellationToken, Parameter.Uuid(instance), Parameter.Integer(limit));

    /// <summary>Hours or days of an instance.</summary>
    public Task<int> BucketsAsync(string statement, Guid instance, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => CountAsync(
        _statements.Text(statement), ReadBucket, cancellationToken, Parameter.Uuid(instance), Parameter.Time(from), Parameter.Time(TimeBounds.Ceiling(to)));

    /// <summary>The instances that use most CPU.</summary>
    public Task<int> TopAsync(DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken) => CountAsync(
        SqlFile.Read("top"), ReadRank, cancellationToken, Parameter.Time(TimeBounds.Ceiling(from)), Parameter.Time(TimeBounds.Ceiling(to)), Parameter.Integer(limit));

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<int> CountAsync(string text, Action<NpgsqlDataReader> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(text, connection);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = 0;
        for (; await reader.ReadAsync(cancellationToken); rows++)
        {
            read(reader);
        }

        return rows;
    }

    private static void ReadSample(NpgsqlDataReader reader)
    {
        reader.GetGuid(0);
        reader.GetFieldValue<DateTimeOffset>(1);
        reader.GetDouble(2);
        ReadLongs(reader, 3, 4, 5, 6);
    }

    private static void ReadBucket(NpgsqlDataReader reader)
    {
        reader.GetFieldValue<DateTimeOffset>(0);
        ReadDoubles(reader, 1, 2, 3, 8, 9);
        ReadLongs(reader, 4, 7, 11, 12);
        ReadDecimals(reader, 5, 6, 10);
    }

    private static void ReadRank(NpgsqlDataReader reader)
    {
        reader.GetGuid(0);
        reader.GetString(1);
        ReadDoubles(reader, 3, 4, 5);
        ReadLongs(reader, 2, 7, 8, 9);
        ReadDecimals(reader, 6, 10, 11);
    }

    private static void ReadLongs(NpgsqlDataReader reader, params ReadOnlySpan<int> columns)
    {
        foreach (var column in columns)
        {
            reader.GetInt64(column);
        }
    }

    private static void ReadDoubles(NpgsqlDataReader reader, params ReadOnlySpan<int> columns)
    {
        foreach (var column in columns)
        {
            reader.GetDouble(column);
        }
    }

    private static void ReadDecimals(NpgsqlDataReader reader, params ReadOnlySpan<int> columns)
    {
        foreach (var column in columns)
        {
            reader.GetDecimal(column);
        }
    }
}
