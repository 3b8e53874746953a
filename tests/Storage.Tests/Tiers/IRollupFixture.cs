namespace LaunchStack.Metrics.Storage.Tests.Tiers;

/// <summary>A tier of PostgreSQL that keeps its hours in a rollup of ours.</summary>
public interface IRollupFixture : IStoreFixture;
