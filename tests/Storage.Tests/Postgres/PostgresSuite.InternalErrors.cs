using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Postgres;

// Internal errors of the server: a row's own, or a passing one.
public abstract partial class PostgresSuite<TFixture>
{
    [Fact]
    public async Task An_internal_error_that_a_row_always_brings_about_is_a_data_error()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var (store, id) = await FailingAsync(place, "resource_usage", "XX000", times: int.MaxValue);
        var error = await Assert.ThrowsAsync<StoreDataException>(() => store.AppendAsync([Reading(id, 1)], Cancel));
        Assert.StartsWith("XX000: ", error.Message, StringComparison.Ordinal);
        Assert.Equal((0m, 0L), await place.TotalAsync(id));
    }

    [Fact]
    public async Task An_internal_error_that_does_not_come_again_costs_no_sample()
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var (store, id) = await FailingAsync(place, "resource_usage", "XX000", times: 1);
        Assert.Equal([AppendOutcome.Stored], await store.AppendAsync([Reading(id, 1)], Cancel));
    }

    [Theory]
    [InlineData("resource_usage", "XX001")]
    [InlineData("resource_usage", "XX002")]
    [InlineData("network_baselines", "XX000")]
    public async Task A_damaged_table_and_an_internal_error_of_another_statement_are_unavailable(string table, string sqlState)
    {
        await using var place = await fixture.ReadyPostgresAsync();
        var (store, id) = await FailingAsync(place, table, sqlState, times: int.MaxValue);
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AppendAsync([Reading(id, 1)], Cancel));
        Assert.Contains(sqlState, error.Message, StringComparison.Ordinal);
    }

    // Counted with a sequence, because a sequence is not rolled back.
    private static async Task<(ISampleStore Store, Guid InstanceId)> FailingAsync(PostgresPlace place, string table, string sqlState, int times)
    {
        var store = await place.StoreAsync();
        var id = Guid.NewGuid();
        await store.RegisterInstancesAsync([id], Cancel);
        await place.ExecuteAsync("CREATE SEQUENCE failures");
        await place.ExecuteAsync($"""
            CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF nextval('failures') <= {times} THEN
                    RAISE EXCEPTION 'raised by a test' USING ERRCODE = '{sqlState}';
                END IF;
                RETURN NEW;
            END
            $$
            """);
        await place.ExecuteAsync($"CREATE TRIGGER fail BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION fail()");
        return (store, id);
    }
}
