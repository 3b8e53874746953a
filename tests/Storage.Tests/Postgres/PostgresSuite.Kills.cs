namespace LaunchStack.Metrics.Storage.Tests.Postgres;

// A set-up that does not come to its end.
public abstract partial class PostgresSuite<TFixture>
{
    private const string Everything = """
        SELECT string_agg(item, E'\n' ORDER BY item) FROM (
            SELECT 'column ' || attrelid::regclass || '.' || attname || ' ' || format_type(atttypid, atttypmod) FROM pg_attribute
            JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v') AND attnum > 0
                AND NOT relispartition AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = attrelid AND deptype = 'e')
            UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace AND NOT EXISTS (SELECT FROM pg_class WHERE oid = conrelid AND relispartition)
            UNION ALL SELECT 'function ' || oid::regprocedure FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'launchstack%'
            UNION ALL SELECT 'trigger ' || tgrelid::regclass || ' ' || tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = 'resource_usage'::regclass
            UNION ALL SELECT 'script ' || scriptname FROM launchstack_schema_versions
            UNION ALL SELECT 'value ' || name || ' ' || value FROM launchstack_lifecycle
        ) AS items (item)
        """;

    // Ends its own session at the next statement that changes the schema, as many of them as the sequence says from now on. A sequence is
    // not rolled back.
    private const string Killer = """
        CREATE SCHEMA killing;
        CREATE SEQUENCE killing.countdown INCREMENT -1 MINVALUE -9000000000 MAXVALUE 1000;
        CREATE FUNCTION killing.kill() RETURNS event_trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF nextval('killing.countdown') = 0 THEN
                PERFORM pg_terminate_backend(pg_backend_pid());
            END IF;
        END
        $$;
        CREATE EVENT TRIGGER kill ON ddl_command_end EXECUTE FUNCTION killing.kill();
        """;

    [Fact]
    public async Task A_set_up_that_is_killed_again_and_again_at_any_statement_ends_as_an_undisturbed_one()
    {
        const int Seed = 20261125;
        await using var undisturbed = await fixture.ReadyPostgresAsync();
        await using var place = await fixture.FreshPostgresAsync();
        if (TFixture.Tier != Tier.Postgres)
        {
            // Its own script has thousands of statements, and is the extension's to test.
            await place.ExecuteAsync("CREATE EXTENSION timescaledb");
        }

        await place.ExecuteAsync(Killer);
        var random = new Random(Seed);

        // Later kills come later on average, so that scripts of many statements get through soon.
        var kills = 0;
        for (var done = false; !done;)
        {
            await place.ExecuteAsync($"SELECT setval('killing.countdown', {random.Next(1, 6 + (3 * kills))})");
            await using var store = place.Create();
            try
            {
                await store.OpenAsync(applySchema: true, Cancel);
                done = true;
            }
            catch (StoreUnavailableException)
            {
                kills++;
            }
        }

        Assert.InRange(kills, 5, 1000);
        await place.ExecuteAsync("DROP EVENT TRIGGER kill");
        await using var last = place.Create();
        await last.OpenAsync(applySchema: true, Cancel);
        Assert.Equal((await undisturbed.QueryAsync(Everything))[0][0], (await place.QueryAsync(Everything))[0][0]);
    }
}
