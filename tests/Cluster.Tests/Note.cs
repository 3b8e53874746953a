namespace LaunchStack.Metrics.Cluster.Tests;

[GenerateSerializer, Alias("tests.Note")]
public sealed record Note([property: Id(0)] string Text)
{
    public Note()
        : this("")
    {
    }
}
