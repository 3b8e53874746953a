using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Tests.Tiers;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Doctor;

/// <summary>Databases that set-up cannot use: each one line that says what is wrong and what to do, for set-up and for the doctor, and nothing half done.</summary>
public sealed class BadInputTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_is_not_there()
    {
        var address = $"Host=127.0.0.1;Port={FreePorts.Next()};Username=me;Password=open sesame;Database=metrics";
        await ExpectAsync<StoreUnavailableException>(address, "check host and port, and that the server runs and is reachable from here");
    }

    [Theory]
    [InlineData("Password", "28P01: ", "correct user and password in the database's address")]
    [InlineData("Username", "28P01: ", "correct user and password in the database's address")]
    [InlineData("Database", "3D000: ", "create the database, or correct its name")]
    public async Task A_wrong_part_of_the_address(string part, string state, string remedy)
    {
        var server = await PostgresServer.SharedAsync();
        var settings = new NpgsqlConnectionStringBuilder(server.ConnectionString) { [part] = "wrong" };
        var error = await ExpectAsync<StoreUnavailableException>(settings.ConnectionString, remedy);
        Assert.StartsWith($"the database cannot be used: {state}", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_without_rights()
    {
        await using var place = await PlaceAsync(Tier.Postgres, TierChoice.Postgres);
        var (role, connectionString) = await place.RoleAsync();
        var error = await ExpectAsync<StoreSchemaException>(connectionString, "launchstack db setup", new() { Tier = TierChoice.Postgres });
        Assert.Contains(role, error, StringComparison.Ordinal);
        Assert.Empty(await TablesAsync(place));
    }

    [Fact]
    public async Task A_role_that_does_not_own_the_tables()
    {
        await using var place = await PlaceAsync(Tier.Postgres, TierChoice.Postgres);
        var (role, connectionString) = await place.RoleAsync();
        await place.StoreAsync();
        await place.ExecuteAsync("DELETE FROM launchstack_schema_versions WHERE scriptname LIKE 'orleans/%'");
        await place.ExecuteAsync($"GRANT SELECT ON launchstack_schema_versions, launchstack_lifecycle TO {role}");
        await using var store = StoreFactory.Postgres(connectionString, new PostgresStoreOptions(), NullLogger.Instance);
        var error = await Assert.ThrowsAsync<StoreSchemaException>(() => store.OpenAsync(applySchema: true, Cancel));
        Assert.Contains($"run `launchstack db setup`, as its owner: the role {role} may not change the schema", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CREATE TABLE resource_usage (id uuid, stamp timestamptz)", "db migrate")]
    [InlineData("CREATE TABLE instances (id text PRIMARY KEY)", "no unique column id of type uuid")]
    public async Task A_table_of_somebody_elses_with_our_name(string table, string hint)
    {
        await using var place = await PlaceAsync(Tier.Postgres, TierChoice.Postgres);
        await place.ExecuteAsync(table);
        var before = await TablesAsync(place);
        Assert.Contains(hint, await ExpectAsync<StoreSchemaException>(place.ConnectionString, "launchstack db setup"), StringComparison.Ordinal);
        Assert.Equal(before, await TablesAsync(place));
    }

    [Fact]
    public async Task An_extension_whose_library_the_server_has_not_loaded()
    {
        await using var loaded = await PlaceAsync(Tier.Timescale, TierChoice.Timescale);
        var plain = await PostgresServer.SharedAsync(PostgresFlavor.Plain);
        await using var place = new PostgresPlace(await PostgresDatabase.CreateAsync(plain), TierChoice.Auto, owned: true);

        // What a database holds whose server was started again without the library: the extension's own script does not run without it.
        await place.ExecuteAsync("""
            INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
            VALUES (99999, 'timescaledb', 10, 'public'::regnamespace, false, '2.28.3')
            """);
        var error = await ExpectAsync<StoreSchemaException>(place.ConnectionString, "put timescaledb into shared_preload_libraries and restart the server", check: "preload");
        Assert.Contains("put timescaledb into shared_preload_libraries and restart it", error, StringComparison.Ordinal);
        Assert.Empty(await TablesAsync(place));
        await place.ExecuteAsync("DELETE FROM pg_extension WHERE oid = 99999");
    }

    [Fact]
    public async Task A_connection_whose_search_path_names_no_schema()
    {
        await using var place = await PlaceAsync(Tier.Postgres, TierChoice.Postgres);
        await ExpectAsync<StoreSchemaException>($"{place.ConnectionString};Search Path=nowhere", remedy: null);
    }

    /// <summary>Set-up throws one line with the remedy, the doctor has one failing line with it; neither shows a password.</summary>
    private static async Task<string> ExpectAsync<TException>(
        string connectionString, string? remedy, PostgresStoreOptions? options = null, string? check = null)
        where TException : Exception
    {
        await using var store = StoreFactory.Postgres(connectionString, options ?? new(), NullLogger.Instance);
        var error = await Assert.ThrowsAsync<TException>(() => store.OpenAsync(applySchema: true, Cancel));
        var report = await StoreFactory.PostgresDoctor(connectionString, options ?? new(), TimeProvider.System).ExamineAsync(ExaminationDepth.Full, Cancel);
        var finding = report.Findings.First(finding => finding.Status == FindingStatus.Fail && (check ?? finding.Check) == finding.Check);
        if (remedy is not null)
        {
            Assert.Contains(remedy, finding.Remedy, StringComparison.Ordinal);
        }

        var password = new NpgsqlConnectionStringBuilder(connectionString).Password!;
        foreach (var text in (string[])[error.Message, .. report.Findings.Select(item => item.ToString()), report.Database])
        {
            Assert.DoesNotContain('\n', text);
            Assert.DoesNotContain(password, text, StringComparison.Ordinal);
        }

        return error.Message;
    }

    private static async Task<PostgresPlace> PlaceAsync(Tier tier, TierChoice choice) => new(await PostgresDatabase.CreateAsync(tier), choice, owned: true);

    private static async Task<List<string>> TablesAsync(PostgresPlace place) =>
        [.. (await place.QueryAsync("SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1")).Select(row => (string)row[0])];
}
