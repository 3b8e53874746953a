using LaunchStack.Metrics.Storage.Postgres;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Source;

/// <summary>Finds the source's table, and refuses what cannot be migrated.</summary>
internal static class SourceInspection
{
    private static readonly Dictionary<string, string[]> Types = new()
    {
        ["instance_id"] = ["uuid"],
        ["timestamp"] = ["timestamp with time zone"],
        ["cpu_usage"] = ["double precision", "real", "numeric"],
        ["memory_usage"] = ["bigint", "integer", "smallint"],
        ["memory_limit"] = ["bigint", "integer", "smallint"],
        ["network_in"] = ["bigint", "integer", "smallint"],
        ["network_out"] = ["bigint", "integer", "smallint"],
    };

    private static readonly HashSet<string> Legacy = ["id", "memory_percentage", "disk_usage", "created_at", "updated_at", "deleted_at"];

    /// <exception cref="MigrationException">There is no such table, or it cannot be read, or is not one of samples.</exception>
    public static Task<SourceTable> RunAsync(MigrationDatabase database, string table, CancellationToken cancellationToken) => database.RunAsync(
        async connection =>
        {
            var found = await FindAsync(connection, table, cancellationToken).ConfigureAwait(false);
            var oid = Parameter.Long(found.Oid);
            var columns = await MigrationDatabase.ReadAsync(
                connection, Text("columns"), reader => (Name: reader.GetString(0), Type: reader.GetString(1)), cancellationToken, oid).ConfigureAwait(false);
            Check(found.Qualified, columns.ToDictionary(column => column.Name, column => column.Type));
            var objects = await MigrationDatabase.ReadAsync(
                connection, Text("objects"), reader => new SourceObject(reader.GetString(0), reader.GetString(1)), cancellationToken, Parameter.Long(found.Oid)).ConfigureAwait(false);
            return found with
            {
                HasDeletedAt = columns.Exists(column => column.Name == "deleted_at"),
                OtherColumns = [.. columns.Select(column => column.Name).Where(name => !Types.ContainsKey(name) && !Legacy.Contains(name))],
                Objects = objects,
            };
        },
        cancellationToken);

    private static async Task<SourceTable> FindAsync(NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
        var found = await MigrationDatabase.ReadAsync(
            connection,
            Text("table"),
            reader =>
            {
                var qualified = reader.GetString(3);
                return reader.GetString(4) is not ("r" or "p") ? throw new MigrationException($"the source's {qualified} is no table")
                    : !reader.GetBoolean(5) ? throw new MigrationException(
                        $"the source's role {reader.GetString(6)} may not read {qualified}: GRANT SELECT ON {qualified} TO {reader.GetString(6)}")
                    : new SourceTable
                    {
                        Oid = reader.GetInt64(0),
                        Schema = reader.GetString(1),
                        Name = reader.GetString(2),
                        Qualified = qualified,
                        Instances = reader.IsDBNull(14) ? "" : reader.GetString(14),
                        QuotedSchema = reader.GetString(15),
                        DatabaseKey = reader.GetString(7),
                        Key = $"{reader.GetString(7)}/{reader.GetInt64(0)}",
                        Database = reader.GetString(8),
                        Now = reader.GetFieldValue<DateTimeOffset>(9),
                        HasInstances = reader.GetBoolean(10),
                        HasTimescale = reader.GetBoolean(11),
                        Bytes = reader.GetInt64(12),
                        HasTimeIndex = reader.GetBoolean(13),
                        HasDeletedAt = false,
                        OtherColumns = [],
                        Objects = [],
                    };
            },
            cancellationToken,
            Parameter.Text(table)).ConfigureAwait(false);
        return found is [var only] ? only : throw Missing(table);
    }

    public static MigrationException Missing(string table) => new($"--table: the source has no table {table}") { IsMissingTable = true };

    private static void Check(string table, Dictionary<string, string> columns)
    {
        foreach (var (name, types) in Types)
        {
            if (!columns.TryGetValue(name, out var type))
            {
                throw new MigrationException($"the source's {table} has no column {name}: it is no table of samples");
            }

            if (!types.Contains(type))
            {
                throw new MigrationException($"column {name} of the source's {table} is {type}: must be {string.Join(" or ", types)}");
            }
        }
    }

    private static string Text(string name) => SqlText.Read($"migration/source/{name}.sql");
}
