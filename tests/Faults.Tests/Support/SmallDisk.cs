using System.Diagnostics;
using LaunchStack.Metrics.Testing.Faults;

namespace LaunchStack.Metrics.Faults.Tests.Support;

/// <summary>A disk that holds a test's database and little else, where this machine lets the test mount one.</summary>
internal sealed class SmallDisk : IDiskFault, IAsyncDisposable
{
    private const int Megabytes = 128;

    private readonly DirectoryInfo _folder;

    private SmallDisk(DirectoryInfo folder) => _folder = folder;

    private string Filler => Path.Combine(_folder.FullName, "filler");

    /// <summary>Moves a database that nobody uses yet to a disk of its own; null, with the reason noted, where that cannot be.</summary>
    public static async Task<SmallDisk?> TryMountAsync(FaultDatabase database, FaultSchedule faults)
    {
        if (!Environment.IsPrivilegedProcess || !Directory.Exists(await database.AskAsync<string>("SHOW data_directory")))
        {
            faults.Note("no real disk is filled: it takes root, and a server of this machine");
            return null;
        }

        var disk = new SmallDisk(Directory.CreateTempSubdirectory("launchstack-disk-"));
        if (await RunAsync("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m,mode=0755", "tmpfs", disk._folder.FullName) is { Length: > 0 } problem)
        {
            faults.Note($"no real disk is filled: {problem}");
            disk._folder.Delete();
            return null;
        }

        var data = disk._folder.CreateSubdirectory("data").FullName;
        await RunAsync("chown", "postgres", data);
        try
        {
            await database.MoveToAsync(data);
            return disk;
        }
        catch
        {
            await disk.DisposeAsync();
            throw;
        }
    }

    public async Task FillAsync()
    {
        await using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        try
        {
            while (true)
            {
                filler.Write(page);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public Task FreeAsync()
    {
        File.Delete(Filler);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", "--lazy", _folder.FullName);
        _folder.Delete();
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var problem = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? "" : $"{program}: {problem.Trim()}";
    }
}
