namespace LaunchStack.Metrics.Cli.Export;

/// <summary>A file that has its name only when it is whole: it is written beside it, renamed at the end, and removed otherwise.</summary>
internal sealed class ExportFile : IAsyncDisposable
{
    private readonly string _path;
    private readonly string _unfinished;
    private readonly FileStream _stream;

    /// <param name="path">The file; one that is there already is replaced at the end.</param>
    public ExportFile(string path)
    {
        _path = Path.GetFullPath(path);
        _unfinished = Path.Combine(Path.GetDirectoryName(_path)!, $".{Path.GetFileName(_path)}.{Guid.NewGuid():N}.part");
        _stream = new FileStream(_unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        Writer = new StreamWriter(_stream, leaveOpen: true);
    }

    public TextWriter Writer { get; }

    /// <summary>Gives the file its name.</summary>
    public async Task CompleteAsync()
    {
        await Writer.FlushAsync();

        // The name must not outlive a loss of power that the content does not.
        _stream.Flush(flushToDisk: true);
        await _stream.DisposeAsync();
        File.Move(_unfinished, _path, overwrite: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        File.Delete(_unfinished);
    }
}
