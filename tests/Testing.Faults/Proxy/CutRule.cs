namespace LaunchStack.Metrics.Testing.Faults.Proxy;

/// <summary>Says what becomes of a piece.</summary>
internal delegate Cut CutRule(ReadOnlySpan<byte> piece);
