using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Storage.Tests.Tiers;

public sealed class SqliteFixture : IStoreFixture, IAsyncDisposable
{
    private readonly SqlitePlace _place = new();

    public static Tier Tier => Tier.Sqlite;

    public Task<StorePlace> PlaceAsync()
    {
        TierReport.Ran(Tier);
        return Task.FromResult<StorePlace>(_place);
    }

    public Task<StorePlace> FreshAsync()
    {
        TierReport.Ran(Tier);
        return Task.FromResult<StorePlace>(new SqlitePlace());
    }

    // Setting up a file takes no time.
    public Task<StorePlace> ReadyAsync() => FreshAsync();

    public ValueTask DisposeAsync() => _place.DisposeAsync();
}
