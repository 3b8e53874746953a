namespace LaunchStack.Metrics.Architecture.Tests;

/// <summary>One type's use of another.</summary>
internal sealed record Use(string From, string FromType, string To, string ToNamespace, string ToType)
{
    public override string ToString() => $"{FromType} uses {ToType}";
}
