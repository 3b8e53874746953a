using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Postgres.Doctor;
using LaunchStack.Metrics.Storage.Sqlite;
using LaunchStack.Metrics.Storage.Sqlite.Doctor;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Storage;

/// <summary>Makes stores. Nothing connects before <see cref="ISampleStore.OpenAsync"/>.</summary>
public static class StoreFactory
{
    /// <summary>A store in PostgreSQL, with TimescaleDB or without.</summary>
    /// <param name="connectionString">Where, as an Npgsql connection string.</param>
    /// <param name="options">How the server is used.</param>
    /// <param name="logger">Where the store logs; never a password.</param>
    /// <exception cref="ArgumentException">The connection string is malformed.</exception>
    public static ISampleStore Postgres(string connectionString, PostgresStoreOptions options, ILogger logger) =>
        new PostgresSampleStore(connectionString, options, logger);

    /// <summary>A store in one SQLite file, which it keeps for this process alone while it is open.</summary>
    /// <param name="path">The file; it is created with its folder where it is not there.</param>
    /// <param name="time">Tells when instances are registered and what has expired.</param>
    /// <param name="logger">Where the store logs.</param>
    /// <param name="options">How the file is kept; null: the defaults.</param>
    public static SqliteStores Sqlite(string path, TimeProvider time, ILogger logger, SqliteStoreOptions? options = null)
    {
        options ??= new();
        var database = new SqliteDatabase(path, options.QueryTimeout, logger);
        return new SqliteStores(new SqliteSampleStore(database, options, time, logger), new SqliteGrainStateStore(database));
    }

    /// <summary>Who examines a PostgreSQL database.</summary>
    /// <param name="connectionString">Where, as an Npgsql connection string.</param>
    /// <param name="options">How the store uses it.</param>
    /// <param name="time">This machine's clock, which is compared with the server's.</param>
    public static IStoreDoctor PostgresDoctor(string connectionString, PostgresStoreOptions options, TimeProvider time) =>
        new PostgresDoctor(connectionString, options, time);

    /// <summary>Who examines an SQLite file, whether or not a store has it open.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How the store keeps it.</param>
    /// <param name="time">The clock.</param>
    public static IStoreDoctor SqliteDoctor(string path, SqliteStoreOptions options, TimeProvider time) => new SqliteDoctor(path, options, time);

    /// <summary>Who reads the dead letters of an SQLite file, whether or not a store has it open.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">The clock.</param>
    public static IDeadLetterList SqliteDeadLetters(string path, TimeProvider time) => new SqliteLetterList(path, time);
}
