using LaunchStack.Metrics.Storage.Schema;
using Microsoft.Data.Sqlite;

namespace LaunchStack.Metrics.Storage.Sqlite;

/// <summary>Reads and writes the file's lifecycle values.</summary>
/// <param name="database">The file.</param>
/// <param name="options">What to change.</param>
internal sealed class SqliteLifecycle(SqliteDatabase database, SqliteStoreOptions options)
{
    /// <summary>Checks the values that would hold, writes them where asked to, and returns them.</summary>
    public Task<Lifecycle> OpenAsync(bool apply, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            var stored = Read(transaction);
            var lifecycle = stored.With(options.Lifecycle);
            LifecycleCheck.Rules(lifecycle, options.AcceptLate);
            if (apply)
            {
                database.Each(transaction, "lifecycle-write", LifecycleValue.All, value => [value.Column, Microseconds(value.Get(lifecycle))]);
                return lifecycle;
            }

            LifecycleCheck.Unchanged(stored, options.Lifecycle, "set Metrics:ApplySchema=true");
            return stored;
        },
        cancellationToken);

    /// <summary>A row of the statement <c>lifecycle-read</c>.</summary>
    public static (string Column, TimeSpan Value) Row(SqliteDataReader reader) => (reader.GetString(0), TimeSpan.FromMicroseconds(reader.GetInt64(1)));

    private Lifecycle Read(SqliteTransaction transaction) =>
        new Lifecycle().With(LifecycleValue.Known(database.Read(transaction, "lifecycle-read", Row)));

    private static object Microseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
