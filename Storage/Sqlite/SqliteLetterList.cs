using LaunchStack.Metrics.Storage.Schema;
using Microsoft.Data.Sqlite;

namespace LaunchStack.Metrics.Storage.Sqlite;

/// <summary>Reads the dead letters of a file beside the silo that has it open, or without one; changes nothing.</summary>
/// <param name="path">The file.</param>
/// <param name="time">Tells what is too late.</param>
internal sealed class SqliteLetterList(string path, TimeProvider time) : IDeadLetterList
{
    private static readonly Dictionary<string, string> Statements = SqlText.Queries(SqliteSchema.Folders);

    private readonly string _path = Path.GetFullPath(path);

    public async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(
        DeadLetterSelection selection, int limit, long? after, CancellationToken cancellationToken) =>
        await ReadAsync("dead-letters", SqliteLetter.Read, SqliteLetter.Page(selection, limit, after, time.GetUtcNow()), cancellationToken).ConfigureAwait(false);

    public async Task<long> CountDeadLettersAsync(DeadLetterSelection selection, CancellationToken cancellationToken) =>
        (await ReadAsync("dead-letters-count", reader => reader.GetInt64(0), SqliteLetter.Selecting(selection), cancellationToken).ConfigureAwait(false))[0];

    private Task<List<T>> ReadAsync<T>(string statement, Func<SqliteDataReader, T> read, object[] parameters, CancellationToken cancellationToken) =>
        // SQLite blocks its thread.
        Task.Run(() => Read(statement, read, parameters), cancellationToken);

    private List<T> Read<T>(string statement, Func<SqliteDataReader, T> read, object[] parameters)
    {
        if (!File.Exists(_path))
        {
            throw new StoreSchemaException($"there is no file {_path}");
        }

        try
        {
            using var connection = new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = _path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
            connection.Open();
            SqliteSchema.Verify(connection);
            using var command = new SqliteCommand(Statements[statement], connection);
            for (var index = 0; index < parameters.Length; index++)
            {
                command.Parameters.AddWithValue($"?{index + 1}", parameters[index]);
            }

            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read())
            {
                rows.Add(read(reader));
            }

            return rows;
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.IsNoDatabase(exception) ? new StoreSchemaException($"{_path} is not an SQLite database") : SqliteErrors.Translate(exception);
        }
    }
}
