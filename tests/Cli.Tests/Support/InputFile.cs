namespace LaunchStack.Metrics.Cli.Tests.Support;

/// <summary>A file of lines that goes with the test.</summary>
internal sealed class InputFile : IDisposable
{
    public InputFile(string extension, params IEnumerable<string> lines)
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"launchstack-{Guid.NewGuid():N}{extension}");
        File.WriteAllLines(Path, lines);
    }

    public string Path { get; }

    public void Dispose() => File.Delete(Path);
}
