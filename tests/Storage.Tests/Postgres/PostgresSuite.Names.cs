using LaunchStack.Metrics.Models;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Postgres;

// Names beside others that hold the instance, and those of instances that belong to somebody else.
public abstract partial class PostgresSuite<TFixture>
{
    [Fact]
    public async Task A_rename_does_not_wait_for_a_batch_that_is_being_written()
    {
        var place = await fixture.PostgresAsync();
        var store = await place.StoreAsync();
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], Cancel);

        // Making a chunk locks the table of instances, so the day has one.
        await store.AppendAsync([Reading(id, 1)], Cancel);
        await using var other = new NpgsqlConnection($"{place.ConnectionString};Pooling=false");
        await other.OpenAsync(Cancel);
        await using var transaction = await other.BeginTransactionAsync(Cancel);
        await using var batch = new NpgsqlCommand(
            $"SELECT FROM instances WHERE id = '{id}' FOR KEY SHARE; INSERT INTO resource_usage (id, instance_id, timestamp) VALUES (gen_random_uuid(), '{id}', '{Noon:O}')", other);
        await batch.ExecuteNonQueryAsync(Cancel);
        Assert.Equal("web-2", (await store.RenameInstanceAsync(id, "web-2", Cancel))?.Name);
    }

    [Theory]
    [InlineData("VARCHAR(40)")]
    [InlineData("TEXT COLLATE any_case")]
    public async Task Instances_of_somebody_else_are_found_by_their_names_and_not_renamed(string type)
    {
        await using var place = await fixture.FreshPostgresAsync();
        await place.ExecuteAsync("CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
        await place.ExecuteAsync($"CREATE TABLE instances (id UUID PRIMARY KEY, own TEXT NOT NULL DEFAULT 'web', name {type}, beside TEXT)");
        var (named, other, unnamed) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await place.ExecuteAsync("INSERT INTO instances (id, name) VALUES ($1, 'Gr\u00f6\u00dfe-Web'), ($2, 'db'), ($3, NULL)", named, other, unnamed);
        var store = await place.StoreAsync();
        var expected = new InstanceInfo(named, "Gr\u00f6\u00dfe-Web", DateTimeOffset.UnixEpoch);
        Assert.Equal([expected], await store.InstancesNamedAsync("gR\u00d6\u00dfe-w", 10, null, Cancel));
        Assert.Empty(await store.InstancesNamedAsync("GROSSE", 10, null, Cancel));
        Assert.Equal(3, (await store.InstancesNamedAsync("", 10, null, Cancel)).Count);
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.RenameInstanceAsync(named, "mine", Cancel));
        Assert.Equal(expected, await store.InstanceAsync(named, Cancel));
    }

    [Fact]
    public async Task Where_instances_of_somebody_else_have_no_names_none_is_found_by_one()
    {
        await using var place = await fixture.FreshPostgresAsync();
        await place.ExecuteAsync("CREATE TABLE instances (id UUID PRIMARY KEY, title TEXT)");
        await place.ExecuteAsync("INSERT INTO instances VALUES ($1, 'web')", Guid.NewGuid());
        var store = await place.StoreAsync();
        Assert.Empty(await store.InstancesNamedAsync("web", 10, null, Cancel));
        Assert.Equal("", Assert.Single(await store.InstancesNamedAsync("", 10, null, Cancel)).Name);

        // And when they get some, without a new start.
        await place.ExecuteAsync("ALTER TABLE instances ADD COLUMN name TEXT DEFAULT 'Web'");
        Assert.Equal("Web", Assert.Single(await store.InstancesNamedAsync("web", 10, null, Cancel)).Name);
    }
}
