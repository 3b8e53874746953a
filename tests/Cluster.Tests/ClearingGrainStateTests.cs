namespace LaunchStack.Metrics.Cluster.Tests;

public sealed class ClearingGrainStateTests(ClusterDatabase database) : GrainStateTests(database, deleteOnClear: false), IClassFixture<ClusterDatabase>;
