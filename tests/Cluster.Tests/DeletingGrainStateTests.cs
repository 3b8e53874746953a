namespace LaunchStack.Metrics.Cluster.Tests;

public sealed class DeletingGrainStateTests(ClusterDatabase database) : GrainStateTests(database, deleteOnClear: true), IClassFixture<ClusterDatabase>;
