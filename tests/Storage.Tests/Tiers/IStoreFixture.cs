namespace LaunchStack.Metrics.Storage.Tests.Tiers;

/// <summary>What a tier's suites need: a place for samples that all tests of a class share, and fresh ones.</summary>
public interface IStoreFixture
{
    /// <summary>The tier.</summary>
    static abstract Tier Tier { get; }

    /// <summary>The shared place. Call it in every test: it counts the test, or skips it where the machine lacks the tier.</summary>
    Task<StorePlace> PlaceAsync();

    /// <summary>A place of the test's own, without a schema; dispose it.</summary>
    Task<StorePlace> FreshAsync();

    /// <summary>A place of the test's own, set up and empty; dispose it.</summary>
    Task<StorePlace> ReadyAsync();
}
