using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Storage.Postgres;
using LaunchStack.Metrics.Storage.Schema;
using Npgsql;

namespace LaunchStack.Metrics.Storage.Tests.Roles;

/// <summary>The scripts of <c>sql/roles</c>, run as an administrator runs them.</summary>
public sealed class RolesTests
{
    private const string Owner = "launchstack_owner";
    private const string Writer = "launchstack_writer";
    private const string Reader = "launchstack_reader";
    private const string Dashboards = "launchstack_dashboards";
    private const string Password = """it's "odd" \ % $x :/@""";

    private static readonly Dictionary<string, string?> Passwords = new()
    {
        ["LAUNCHSTACK_OWNER_PASSWORD"] = Password,
        ["LAUNCHSTACK_WRITER_PASSWORD"] = Password,
        ["LAUNCHSTACK_READER_PASSWORD"] = "",
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_owner_sets_up_the_writer_writes_the_reader_reads_and_none_does_more()
    {
        await using var server = await RolesServer.StartAsync();
        await server.RunAsync("roles.sql", ["-v", $"reader_password={Password}"], Passwords);
        // Once more, as each `docker compose up` does.
        await server.RunAsync("roles.sql", ["-v", $"reader_password={Password}"], Passwords);

        await using var owner = await server.OpenAsync(Owner, Password, applySchema: true);
        await using var writer = await server.OpenAsync(Writer, Password, applySchema: false);
        var id = Guid.NewGuid();
        await writer.RegisterInstancesAsync([id], Cancel);
        var outcomes = await writer.AppendAsync([new AppendSample(id, new PendingSample(new Sample(TimeProvider.System.GetUtcNow(), 1, 2, 3, 4, 5), null))], Cancel);

        Assert.Equal([AppendOutcome.Stored], outcomes);
        await server.ExecuteAsync(Writer, Password, "SET session_replication_role = replica");
        await server.ExecuteAsync(Reader, Password, "SELECT * FROM resource_usage, resource_usage_hourly, instances");
        await AssertRefusedAsync(server, Writer, "CREATE TABLE mine ()");
        await AssertRefusedAsync(server, Writer, "DROP TABLE resource_usage");
        await AssertRefusedAsync(server, Reader, "INSERT INTO instances (id) VALUES (gen_random_uuid())");
        await AssertRefusedAsync(server, Reader, "SET session_replication_role = replica");
        await AssertRefusedAsync(server, Owner, "CREATE ROLE another");
    }

    [Fact]
    public async Task A_role_without_a_password_is_named_and_one_that_has_a_password_keeps_it()
    {
        await using var server = await RolesServer.StartAsync();
        await server.ExecuteAsync($"CREATE ROLE {Reader} LOGIN PASSWORD 'earlier'");

        var lines = await server.RunAsync("roles.sql", [], Passwords);

        Assert.Equal([$"{Owner} is ready", $"{Writer} is ready", $"{Reader} is ready"], lines.Select(line => line[..line.IndexOf(" in database", StringComparison.Ordinal)]));
        Assert.Contains("no password was given", Assert.Single(lines, line => line.Contains(':', StringComparison.Ordinal)), StringComparison.Ordinal);
        await server.ExecuteAsync(Reader, "earlier", "SELECT 1");
    }

    [Fact]
    public async Task Who_may_not_create_roles_is_told_so_in_one_line_and_nothing_is_created()
    {
        await using var server = await RolesServer.StartAsync();
        await server.ExecuteAsync("CREATE ROLE somebody LOGIN PASSWORD 'p'");

        var (exitCode, lines) = await server.TryRunAsync("roles.sql", "somebody", "p");

        Assert.Equal(3, exitCode);
        Assert.Contains("role somebody may not create roles: run this as a superuser", Assert.Single(lines), StringComparison.Ordinal);
        Assert.Equal(0L, await server.ValueAsync(@"SELECT count(*) FROM pg_roles WHERE rolname LIKE 'launchstack\_%'"));
    }

    [Fact]
    public async Task An_instances_table_of_somebody_else_can_be_referenced_and_read_and_stays_theirs()
    {
        await using var server = await RolesServer.StartAsync();
        await server.ExecuteAsync("CREATE TABLE instances (id UUID PRIMARY KEY); INSERT INTO instances VALUES ('7d8a0f3e-6f0b-4c55-9f5e-0a1b2c3d4e5f')");
        await server.RunAsync("roles.sql", [], Passwords);

        await using var owner = await server.OpenAsync(Owner, Password, applySchema: true);
        await using var writer = await server.OpenAsync(Writer, Password, applySchema: false);
        var sample = new Sample(TimeProvider.System.GetUtcNow(), 1, 2, 3, 4, 5);
        var outcomes = await writer.AppendAsync([new AppendSample(new Guid("7d8a0f3e-6f0b-4c55-9f5e-0a1b2c3d4e5f"), new PendingSample(sample, null))], Cancel);

        Assert.Equal([AppendOutcome.Stored], outcomes);
        await AssertRefusedAsync(server, Owner, "DROP TABLE instances CASCADE");
        await AssertRefusedAsync(server, Writer, "DELETE FROM instances");
    }

    [Fact]
    public async Task What_another_role_set_up_is_the_owners_after_its_adoption()
    {
        await using var server = await RolesServer.StartAsync();
        await server.ExecuteAsync("CREATE ROLE earlier LOGIN SUPERUSER PASSWORD 'p'");
        await using (await server.OpenAsync("earlier", "p", applySchema: true))
        {
        }

        await server.RunAsync("roles.sql", [], Passwords);
        await server.RunAsync("adopt.sql", ["-v", "from=earlier"]);

        await using var owner = await server.OpenAsync(Owner, Password, applySchema: true);
        await using var writer = await server.OpenAsync(Writer, Password, applySchema: false);
        Assert.Equal(0L, await server.ValueAsync(
            "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v') AND relowner = 'earlier'::regrole"));
    }

    [Fact]
    public async Task The_role_of_dashboards_reads_what_people_read_within_its_limits_and_writes_nothing()
    {
        await using var server = await RolesServer.StartAsync();
        await server.RunAsync("roles.sql", [], Passwords);
        var given = new Dictionary<string, string?> { ["LAUNCHSTACK_DASHBOARDS_PASSWORD"] = Password };
        await server.RunAsync("dashboards.sql", [], given);

        // Once more, as each `docker compose up` does, also without a password.
        var ready = Assert.Single(await server.RunAsync("dashboards.sql", [], given));
        Assert.Equal($"{Dashboards} is ready in database {await server.ValueAsync("SELECT current_database()")}", ready);
        await server.RunAsync("dashboards.sql", [], new Dictionary<string, string?> { ["LAUNCHSTACK_DASHBOARDS_PASSWORD"] = "" });
        await using var owner = await server.OpenAsync(Owner, Password, applySchema: true);

        await server.ExecuteAsync(Dashboards, Password, "SELECT * FROM resource_usage, resource_usage_hourly, resource_usage_daily, instances");
        Assert.Equal(10, await server.ValueAsync($"SELECT rolconnlimit FROM pg_roles WHERE rolname = '{Dashboards}'"));
        await server.ExecuteAsync(
            Dashboards,
            Password,
            "DO $$ BEGIN ASSERT current_setting('statement_timeout') = '30s' AND current_setting('default_transaction_read_only') = 'on'; END $$");
        await AssertRefusedAsync(server, Dashboards, "BEGIN READ WRITE; INSERT INTO instances (id) VALUES (gen_random_uuid())");
        await AssertRefusedAsync(server, Dashboards, "SELECT * FROM orleans_silo");
    }

    [Fact]
    public async Task The_role_of_dashboards_needs_that_of_the_reader()
    {
        await using var server = await RolesServer.StartAsync();
        await server.ExecuteAsync("CREATE ROLE admin LOGIN CREATEROLE PASSWORD 'p'");

        var (exitCode, lines) = await server.TryRunAsync("dashboards.sql", "admin", "p");

        Assert.Equal(3, exitCode);
        Assert.Contains("there is no role launchstack_reader: run roles.sql first", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public void No_script_for_psql_is_applied_as_schema()
    {
        var scripts = Enum.GetValues<Tier>().Where(tier => tier != Tier.Sqlite).SelectMany(tier => SchemaScripts.Of(TierFolders.Of(tier), prologue: "")).ToList();

        Assert.NotEmpty(scripts);
        Assert.DoesNotContain(scripts, script => script.Name.StartsWith("roles/", StringComparison.Ordinal));
        Assert.DoesNotContain(scripts, script => script.Contents.Split('\n').Any(line => line.StartsWith('\\')));
    }

    private static async Task AssertRefusedAsync(RolesServer server, string role, string statement)
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => server.ExecuteAsync(role, Password, statement));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }
}
