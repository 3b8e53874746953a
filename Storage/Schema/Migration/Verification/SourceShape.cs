namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>What the source's table is like.</summary>
/// <param name="Table">Its schema and name as SQL writes them.</param>
/// <param name="Pages">How many pages it has; null where rows cannot be read by pages: a view, or a table with parts.</param>
/// <param name="Instances">The table of instances, as SQL writes it; null where there is none.</param>
/// <param name="HasDeletedAt">Whether its rows can be deleted softly.</param>
internal sealed record SourceShape(string Table, long? Pages, string? Instances, bool HasDeletedAt)
{
    private static readonly Dictionary<string, string[]> Expected = new()
    {
        ["instance_id"] = ["uuid"],
        ["timestamp"] = ["timestamp with time zone"],
        ["cpu_usage"] = ["double precision", "real", "numeric"],
        ["memory_usage"] = ["bigint", "integer"],
        ["memory_limit"] = ["bigint", "integer"],
        ["network_in"] = ["bigint", "integer"],
        ["network_out"] = ["bigint", "integer"],
    };

    /// <summary>Reads it.</summary>
    /// <param name="source">The source.</param>
    /// <param name="table">The table's schema and name.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="StoreSchemaException">There is no such table, or it has other columns.</exception>
    public static async Task<SourceShape> ReadAsync(ReadOnlyDatabase source, string table, CancellationToken cancellationToken)
    {
        var found = await source.QueryAsync(
            VerificationSql.Shape,
            reader => (
                Table: reader.GetString(0),
                Pages: reader.IsDBNull(1) ? (long?)null : reader.GetInt64(1),
                Instances: reader.IsDBNull(2) ? null : reader.GetString(2)),
            cancellationToken,
            Postgres.Parameter.Text(table)).ConfigureAwait(false);
        if (found.Count == 0)
        {
            throw new StoreSchemaException($"source {source.Description} has no table {table}");
        }

        var columns = (await source.QueryAsync(
            VerificationSql.Columns,
            reader => (Name: reader.GetString(0), Type: reader.GetString(1)),
            cancellationToken,
            Postgres.Parameter.Text(table)).ConfigureAwait(false)).ToDictionary(column => column.Name, column => column.Type);
        foreach (var (name, types) in Expected)
        {
            if (!columns.TryGetValue(name, out var type))
            {
                throw new StoreSchemaException($"{found[0].Table} of source {source.Description} has no column {name}");
            }

            if (!types.Contains(type))
            {
                throw new StoreSchemaException(
                    $"{found[0].Table}.{name} of source {source.Description} is of type {type}, and must be {string.Join(" or ", types)}");
            }
        }

        return new SourceShape(found[0].Table, found[0].Pages, found[0].Instances, columns.ContainsKey("deleted_at"));
    }
}
