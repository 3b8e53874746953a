namespace LaunchStack.Metrics.Cluster.Tests;

public sealed class NoteGrain([PersistentState("note", TestHosts.State)] IPersistentState<Note> note, ILocalSiloDetails silo) : Grain, INoteGrain
{
    public Task<string?> ReadAsync() => Task.FromResult(note.RecordExists ? note.State.Text : null);

    public Task WriteAsync(string text)
    {
        note.State = new Note(text);
        return note.WriteStateAsync();
    }

    public Task ClearAsync() => note.ClearStateAsync();

    public Task<string> WhereAsync() => Task.FromResult(silo.SiloAddress.ToString());

    public Task LeaveMemoryAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
