using System.Data.Common;
using LaunchStack.Metrics.Storage.Schema;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Postgres;

/// <summary>What a database is and holds, read at one moment.</summary>
internal sealed record ServerFacts
{
    public required string Version { get; init; }

    public required int VersionNumber { get; init; }

    public required string SchemaName { get; init; }

    /// <summary>The extension's version in this database; null where it is not created.</summary>
    public required string? Extension { get; init; }

    /// <summary>The extension's version on the server; null where it is not installed.</summary>
    public required string? AvailableExtension { get; init; }

    /// <summary>Whether the server has loaded the extension's library at its start.</summary>
    public required bool Preloaded { get; init; }

    /// <summary><c>timescaledb.license</c>; null where the extension is not created.</summary>
    public required string? License { get; init; }

    public required bool HasSamplesTable { get; init; }

    /// <summary>Whether <c>instances</c> is there; with <see cref="InstancesAreOurs"/>, whose it is.</summary>
    public required bool HasInstances { get; init; }

    public required bool InstancesAreOurs { get; init; }

    /// <summary>Whether <c>instances</c> has a unique <c>id</c> of type uuid, which the foreign key needs.</summary>
    public required bool InstancesCanBeReferenced { get; init; }

    public required string Role { get; init; }

    /// <summary>Whether the role may change the samples' table; true where there is none yet.</summary>
    public required bool OwnsSchema { get; init; }

    /// <summary>Whether the role may make tables in the schema.</summary>
    public required bool MayCreate { get; init; }

    /// <summary>Names of the scripts that ran; empty where none did.</summary>
    public required IReadOnlyList<string> Journal { get; init; }

    /// <summary>Reads the facts.</summary>
    public static async Task<ServerFacts> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var facts = await ReadOnceAsync(connection, [], cancellationToken).ConfigureAwait(false);
        var journal = await JournalAsync(connection, cancellationToken).ConfigureAwait(false);
        return facts with { Journal = journal };
    }

    private static async Task<ServerFacts> ReadOnceAsync(
        NpgsqlConnection connection, IReadOnlyList<string> journal, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(SqlText.Read("common/detect/server.sql"), connection);
        using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return new ServerFacts
        {
            Version = reader.GetString(0).Split(' ')[0],
            VersionNumber = reader.GetInt32(1),
            SchemaName = Optional(reader, 2) ?? throw new StoreSchemaException(
                "the connection's search path names no schema that exists; create one or correct the search path"),
            Extension = Optional(reader, 3),
            AvailableExtension = Optional(reader, 4),
            Preloaded = reader.GetBoolean(5),
            License = Optional(reader, 6),
            HasSamplesTable = reader.GetBoolean(7),
            HasInstances = reader.GetBoolean(8),
            InstancesAreOurs = reader.GetBoolean(9),
            InstancesCanBeReferenced = reader.GetBoolean(10),
            Role = reader.GetString(11),
            OwnsSchema = reader.GetBoolean(12),
            MayCreate = reader.GetBoolean(13),
            Journal = journal,
        };
    }

    private static async Task<IReadOnlyList<string>> JournalAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var exists = new NpgsqlCommand($"SELECT to_regclass('{SchemaScripts.JournalTable}') IS NOT NULL", connection);
        if (await exists.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not true)
        {
            return [];
        }

        var names = new List<string>();
        using var command = new NpgsqlCommand($"SELECT scriptname FROM {SchemaScripts.JournalTable}", connection);
        using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private static string? Optional(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
