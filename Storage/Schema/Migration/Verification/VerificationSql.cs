using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Schema.Migration.Verification;

/// <summary>The statements of sql/migration/verify, and what is put into them: names of tables and columns cannot be parameters.</summary>
internal static class VerificationSql
{
    private static readonly Dictionary<string, string> Texts = SqlText.Statements(["migration"], "verify");

    /// <summary>Bounds the rest of a transaction.</summary>
    public static string Limit => Texts["limit"];

    /// <summary>A statement that does nothing.</summary>
    public static string Nothing => "SELECT";

    /// <summary>What the source's table is.</summary>
    public static string Shape => Texts["shape"];

    /// <summary>The columns of the source's table.</summary>
    public static string Columns => Texts["columns"];

    /// <summary>Hours of the target.</summary>
    public static string TargetHours { get; } = Texts["target-hours"].Replace("{measures}", Texts["measures"], StringComparison.Ordinal);

    /// <summary>Rows of the target.</summary>
    public static string TargetRows => Texts["target-rows"];

    /// <summary>The target's hourly aggregates.</summary>
    public static string TargetAggregates => Texts["target-aggregates"];

    /// <summary>A query of the guide on the target.</summary>
    public static string TargetQuery(string name) => Texts[$"target-{name}"];

    /// <summary>A query of the guide on the source's table as it is.</summary>
    public static string PlainQuery(string name, SourceShape shape) => Texts[$"plain-{name}"]
        .Replace("{table}", shape.Table, StringComparison.Ordinal)
        .Replace("{deleted}", Deleted(shape), StringComparison.Ordinal);

    /// <summary>The days on some pages of the source.</summary>
    public static string Survey(SourceShape shape) => Texts["survey"].Replace(
        "{rows}",
        shape.Pages is null ? shape.Table : $"(SELECT * FROM {shape.Table} WHERE ctid >= $1::TEXT::TID AND ctid < $2::TEXT::TID)",
        StringComparison.Ordinal);

    /// <summary>A statement about repaired rows of the source.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The source.</param>
    /// <param name="network">What its network columns hold.</param>
    /// <param name="nulls">In which counters there are nulls.</param>
    public static string Source(string name, SourceShape shape, NetworkMode network, (bool In, bool Out) nulls) => Texts[name]
        .Replace("{repaired}", Texts["found"] + Texts[network == NetworkMode.Delta ? "repaired-delta" : "repaired-cumulative"], StringComparison.Ordinal)
        .Replace("{measures}", Texts["measures"], StringComparison.Ordinal)
        .Replace("{rows}", Rows(shape), StringComparison.Ordinal)
        .Replace("{deleted}", Deleted(shape), StringComparison.Ordinal)
        .Replace("{orphaned}", shape.Instances is null ? "FALSE" : "i.id IS NULL", StringComparison.Ordinal)
        .Replace("{instances}", shape.Instances is null ? "" : $"LEFT JOIN {shape.Instances} AS i ON i.id = r.instance_id", StringComparison.Ordinal)
        .Replace("{in}", nulls.In ? ", network_in IS NULL" : "", StringComparison.Ordinal)
        .Replace("{out}", nulls.Out ? ", network_out IS NULL" : "", StringComparison.Ordinal);

    private static string Deleted(SourceShape shape) => shape.HasDeletedAt ? "r.deleted_at IS NOT NULL" : "FALSE";

    // OFFSET 0 keeps the planner from joining pages with rows, which would read the whole table for each run of pages.
    private static string Rows(SourceShape shape)
    {
        var columns = $"instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out{(shape.HasDeletedAt ? ", deleted_at" : "")}";
        const string Times = "timestamp >= $1 AND timestamp < $2";
        return shape.Pages is null
            ? $"(SELECT {columns} FROM {shape.Table} WHERE {Times})"
            : $"""
              (
                  SELECT page_rows.*
                  FROM unnest($3::TEXT[], $4::TEXT[]) AS pages (first, behind)
                  CROSS JOIN LATERAL (
                      SELECT {columns} FROM {shape.Table}
                      WHERE ctid >= pages.first::TID AND ctid < pages.behind::TID AND {Times}
                      OFFSET 0
                  ) AS page_rows
              )
              """;
    }
}
