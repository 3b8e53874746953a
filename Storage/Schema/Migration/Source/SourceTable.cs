namespace LaunchStack.Metrics.Storage.Schema.Migration.Source;

/// <summary>The table that rows come from.</summary>
internal sealed record SourceTable
{
    public required long Oid { get; init; }

    public required string Schema { get; init; }

    public required string Name { get; init; }

    /// <summary>Its schema, quoted where it must be.</summary>
    public required string QuotedSchema { get; init; }

    /// <summary>Schema and name, quoted where they must be.</summary>
    public required string Qualified { get; init; }

    /// <summary>The table of instances: the one that is referenced, else the one beside it. Quoted where it must be.</summary>
    public required string Instances { get; init; }

    public required string Database { get; init; }

    /// <summary>What tells it from every other table of every server.</summary>
    public required string Key { get; init; }

    /// <summary>What tells its database from every other.</summary>
    public required string DatabaseKey { get; init; }

    public required long Bytes { get; init; }

    /// <summary>The server's clock, when it was looked at.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Whether there is a table of instances.</summary>
    public required bool HasInstances { get; init; }

    public required bool HasTimescale { get; init; }

    /// <summary>Whether a btree finds rows by time alone.</summary>
    public required bool HasTimeIndex { get; init; }

    public required bool HasDeletedAt { get; init; }

    /// <summary>Columns that stay behind, and of which nobody says that they would.</summary>
    public required IReadOnlyList<string> OtherColumns { get; init; }

    /// <summary>What others have built around it.</summary>
    public required IReadOnlyList<SourceObject> Objects { get; init; }
}
