using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Tests.Tiers;
using LaunchStack.Metrics.Testing.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Postgres;

public sealed class TierChoiceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Tier.Timescale)]
    [InlineData(Tier.TimescaleApache)]
    public async Task Auto_takes_what_the_extensions_licence_allows(Tier tier)
    {
        await using var place = new PostgresPlace(await PostgresDatabase.CreateAsync(tier), TierChoice.Auto, owned: true);
        Assert.Equal(tier, (await place.StoreAsync()).Tier);
    }

    [Fact]
    public async Task Timescale_under_the_apache_licence_is_refused_with_what_to_do()
    {
        await using var place = new PostgresPlace(await PostgresDatabase.CreateAsync(Tier.TimescaleApache), TierChoice.Timescale, owned: true);
        await using var store = place.Create();
        var error = await Assert.ThrowsAsync<StoreSchemaException>(() => store.OpenAsync(applySchema: true, Cancel));
        Assert.Contains("timescaledb.license", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_library_auto_is_plain_postgres_and_timescale_is_refused_with_what_to_do()
    {
        var server = await PostgresServer.SharedAsync(PostgresFlavor.Plain);
        await using var place = new PostgresPlace(await PostgresDatabase.CreateAsync(server), TierChoice.Auto, owned: true);
        await using var explicitly = place.Create(TierChoice.Timescale);
        var error = await Assert.ThrowsAsync<StoreSchemaException>(() => explicitly.OpenAsync(applySchema: true, Cancel));
        Assert.Contains("or choose Metrics:Tier=postgres", error.Message, StringComparison.Ordinal);
        Assert.Equal(Tier.Postgres, (await place.StoreAsync()).Tier);
    }

    [Fact]
    public async Task A_role_that_may_only_make_tables_gets_plain_postgres_from_auto_and_an_error_from_timescale()
    {
        await using var database = await PostgresDatabase.CreateAsync(Tier.Timescale);
        await using var place = new PostgresPlace(database, TierChoice.Auto, owned: false);
        var role = $"role_{Guid.NewGuid():n}";
        await place.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'secret'");
        await place.ExecuteAsync($"GRANT CREATE ON SCHEMA public TO {role}");
        var settings = new NpgsqlConnectionStringBuilder(place.ConnectionString) { Username = role, Password = "secret" };
        await using (var explicitly = StoreFactory.Postgres(
            settings.ConnectionString, new PostgresStoreOptions { Tier = TierChoice.Timescale }, NullLogger.Instance))
        {
            var error = await Assert.ThrowsAsync<StoreSchemaException>(() => explicitly.OpenAsync(applySchema: true, Cancel));
            Assert.Contains("CREATE EXTENSION timescaledb", error.Message, StringComparison.Ordinal);
        }

        await using var auto = StoreFactory.Postgres(settings.ConnectionString, new PostgresStoreOptions(), NullLogger.Instance);
        await auto.OpenAsync(applySchema: true, Cancel);
        Assert.Equal(Tier.Postgres, auto.Tier);
    }
}
