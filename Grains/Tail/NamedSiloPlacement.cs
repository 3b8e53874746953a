namespace LaunchStack.Metrics.Grains.Tail;

/// <summary>Placement on the silo that the grain's key names.</summary>
[Serializable, GenerateSerializer, Immutable, Alias("launchstack.NamedSiloPlacement")]
internal sealed class NamedSiloPlacement : PlacementStrategy;
