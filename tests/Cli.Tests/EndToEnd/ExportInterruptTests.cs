using LaunchStack.Metrics.Cli.Tests.Support;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Cli.Tests.EndToEnd;

// A silo of its own: what takes long to export is in nobody's way.
public sealed class ExportInterruptTests(SiloFixture silo) : IClassFixture<SiloFixture>, IDisposable
{
    private const int Instances = 1_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("launchstack-export-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task An_interrupted_export_exits_1_and_leaves_no_file()
    {
        using var file = new InputFile("", Enumerable.Range(0, Instances).Select(_ => Lines.Json(Guid.NewGuid(), 0)));
        Assert.Equal(0, (await silo.RunAsync("push", file.Path, "--durable")).ExitCode);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var export = Command.RunAsync(["export", "--all", "--output", Path.Combine(_folder.FullName, "x.csv"), .. silo.Connection], stop.Token);

        await Deadline.UntilAsync(() => export.IsCompleted || _folder.GetFiles("*.part").Length == 1, "the export began");
        await stop.CancelAsync();

        var result = await export;
        Assert.Equal((1, "launchstack: stopped"), (result.ExitCode, Assert.Single(result.ErrorLines)));
        Assert.Empty(_folder.GetFiles());
    }
}
