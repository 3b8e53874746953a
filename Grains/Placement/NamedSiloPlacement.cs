namespace LaunchStack.Metrics.Grains.Placement;

/// <summary>Placement on the silo that the grain's key names.</summary>
[Serializable, GenerateSerializer, Immutable, Alias("launchstack.NamedSiloPlacement")]
internal sealed class NamedSiloPlacement : PlacementStrategy;
