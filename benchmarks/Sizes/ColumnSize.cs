namespace LaunchStack.Metrics.Benchmarks.Sizes;

/// <summary>A part of compressed samples, in bytes a sample.</summary>
/// <param name="Name">The column, or what lies beside the columns.</param>
/// <param name="Exact">Every value exact.</param>
/// <param name="Rounded">CPU in steps of 1/128 percent.</param>
internal sealed record ColumnSize(string Name, double Exact, double Rounded);
