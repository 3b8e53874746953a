using LaunchStack.Metrics.Testing.Faults;
namespace LaunchStack.Metrics.Faults.Tests.Support;

/// <summary>Refuses rows with the error of a full disk, on every machine.</summary>
internal sealed class RefusingTrigger(FaultDatabase database) : IDiskFault
{
    // Always: the service's own transactions pass over other triggers.
    public Task FillAsync() => database.ExecuteAsync(
        """
        CREATE OR REPLACE FUNCTION refuse_for_want_of_disk() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
        CREATE TRIGGER refuse_for_want_of_disk BEFORE INSERT ON resource_usage FOR EACH STATEMENT EXECUTE FUNCTION refuse_for_want_of_disk();
        ALTER TABLE resource_usage ENABLE ALWAYS TRIGGER refuse_for_want_of_disk;
        """);

    public Task FreeAsync() => database.ExecuteAsync("DROP TRIGGER refuse_for_want_of_disk ON resource_usage");
}
