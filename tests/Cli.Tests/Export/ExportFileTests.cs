using LaunchStack.Metrics.Cli.Export;

namespace LaunchStack.Metrics.Cli.Tests.Export;

public sealed class ExportFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("launchstack-export-");

    private string File => Path.Combine(_folder.FullName, "samples.csv");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_file_has_its_name_when_it_is_whole()
    {
        await System.IO.File.WriteAllTextAsync(File, "older", TestContext.Current.CancellationToken);
        await using var file = new ExportFile(File);
        await file.Writer.WriteAsync("new");

        Assert.Equal("older", await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken));
        await file.CompleteAsync();

        Assert.Equal("new", await System.IO.File.ReadAllTextAsync(Assert.Single(_folder.GetFiles()).FullName, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Nothing_is_left_of_a_file_that_was_not_completed()
    {
        await using (var file = new ExportFile(File))
        {
            await file.Writer.WriteAsync("half");
            Assert.Single(_folder.GetFiles());
        }

        Assert.Empty(_folder.GetFiles());
    }
}
