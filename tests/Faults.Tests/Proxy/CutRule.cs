namespace LaunchStack.Metrics.Faults.Tests.Proxy;

/// <summary>Says what becomes of a piece.</summary>
internal delegate Cut CutRule(ReadOnlySpan<byte> piece);
