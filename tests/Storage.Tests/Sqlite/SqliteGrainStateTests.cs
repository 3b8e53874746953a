using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Sqlite;

public sealed class SqliteGrainStateTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_document_is_written_only_over_the_version_that_was_read()
    {
        await using var place = new SqlitePlace();
        var (samples, state) = place.CreateBoth();
        await using var _ = samples;
        await samples.OpenAsync(applySchema: true, Cancel);
        Assert.Null(await state.ReadAsync("settings", "i/1", Cancel));
        Assert.Null(await state.WriteAsync("settings", "i/1", [0], expectedVersion: 1, Cancel));
        Assert.Equal(1, await state.WriteAsync("settings", "i/1", [1], expectedVersion: null, Cancel));
        Assert.Null(await state.WriteAsync("settings", "i/1", [2], expectedVersion: null, Cancel));
        Assert.Equal(2, await state.WriteAsync("settings", "i/1", [3, 4], expectedVersion: 1, Cancel));
        Assert.Null(await state.WriteAsync("settings", "i/1", [5], expectedVersion: 1, Cancel));
        var read = await state.ReadAsync("settings", "i/1", Cancel);
        Assert.Equal(2, read!.Version);
        Assert.Equal([3, 4], read.Payload.ToArray());
    }

    [Fact]
    public async Task A_document_is_cleared_only_at_the_version_that_was_read_and_others_stay()
    {
        await using var place = new SqlitePlace();
        var (samples, state) = place.CreateBoth();
        await using var _ = samples;
        await samples.OpenAsync(applySchema: true, Cancel);
        await state.WriteAsync("settings", "i/1", [1], expectedVersion: null, Cancel);
        await state.WriteAsync("settings", "i/2", [], expectedVersion: null, Cancel);
        await state.WriteAsync("intervals", "i/1", [2], expectedVersion: null, Cancel);
        Assert.False(await state.ClearAsync("settings", "i/1", expectedVersion: 2, Cancel));
        Assert.True(await state.ClearAsync("settings", "i/1", expectedVersion: 1, Cancel));
        Assert.Null(await state.ReadAsync("settings", "i/1", Cancel));
        Assert.Empty((await state.ReadAsync("settings", "i/2", Cancel))!.Payload.ToArray());
        Assert.NotNull(await state.ReadAsync("intervals", "i/1", Cancel));
    }
}
