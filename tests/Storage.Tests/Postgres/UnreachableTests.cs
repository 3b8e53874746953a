using System.Diagnostics;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Postgres;

public sealed class UnreachableTests
{
    private const string Password = "open sesame";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_that_does_not_answer_is_unavailable_at_once_and_its_password_stays_secret()
    {
        var watch = Stopwatch.StartNew();
        await using var store = StoreFactory.Postgres(
            $"Host=127.0.0.1;Port={FreePorts.Next()};Username=me;Password={Password}", new PostgresStoreOptions(), NullLogger.Instance);
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.OpenAsync(applySchema: true, Cancel));
        Assert.DoesNotContain(Password, error.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.PingAsync(Cancel));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("nobody", null, "28P01")]
    [InlineData(null, "no_such_database", "3D000")]
    public async Task A_wrong_user_or_database_is_unavailable_for_what_the_server_says_and_the_password_stays_secret(
        string? user, string? database, string sqlState)
    {
        var server = await PostgresServer.SharedAsync();
        var settings = new NpgsqlConnectionStringBuilder(server.ConnectionString);
        settings.Username = user ?? settings.Username;
        settings.Database = database ?? settings.Database;
        await using var store = StoreFactory.Postgres(settings.ConnectionString, new PostgresStoreOptions(), NullLogger.Instance);
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.OpenAsync(applySchema: true, Cancel));
        Assert.StartsWith($"the database cannot be used: {sqlState}: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(settings.Password!, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_of_several_hosts_that_answers_is_enough()
    {
        await using var database = await PostgresDatabase.CreateAsync(Tier.Postgres);
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        settings.Host = $"127.0.0.1:{FreePorts.Next()},{settings.Host}:{settings.Port}";
        await using var store = StoreFactory.Postgres(
            settings.ConnectionString, new PostgresStoreOptions { Tier = TierChoice.Postgres }, NullLogger.Instance);
        await store.OpenAsync(applySchema: true, Cancel);
        Assert.Equal(Tier.Postgres, store.Tier);
    }
}
