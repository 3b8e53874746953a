namespace LaunchStack.Metrics.Storage.Schema.Migration.Source;

/// <summary>Something that somebody has built around the source's table.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">What it is called.</param>
internal sealed record SourceObject(string Kind, string Name)
{
    public override string ToString() => $"{Kind} {Name}";
}
