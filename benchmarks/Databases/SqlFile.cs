namespace LaunchStack.Metrics.Benchmarks.Databases;

/// <summary>The statements of <c>benchmarks/sql</c>.</summary>
internal static class SqlFile
{
    public static string Read(string name)
    {
        using var stream = typeof(SqlFile).Assembly.GetManifestResourceStream($"sql/{name}.sql")
            ?? throw new ArgumentException($"no statement {name}", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
