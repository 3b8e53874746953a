using System.IO.MemoryMappedFiles;

namespace LaunchStack.Metrics.Testing.Clock;

/// <summary>How far a process's clock is off, in a file that the process and whoever sets its clock have in memory.</summary>
public sealed class ClockShift : IDisposable
{
    internal const string FileVariable = "LAUNCHSTACK_TEST_CLOCK";

    private readonly string _path;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _ticks;

    /// <param name="path">The file; made where there is none.</param>
    public ClockShift(string path)
    {
        _path = path;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, mapName: null, sizeof(long));
        _ticks = _file.CreateViewAccessor();
    }

    /// <summary>By how much the clock is ahead; negative: behind.</summary>
    public TimeSpan Value
    {
        get => new(_ticks.ReadInt64(0));
        set => _ticks.Write(0, value.Ticks);
    }

    /// <summary>Variables of a silo that is to go by this clock.</summary>
    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>
    {
        // The runtime loads what the process's own list of assemblies does not have, and the host then finds it by its name.
        ["DOTNET_STARTUP_HOOKS"] = typeof(ClockShift).Assembly.Location,
        ["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = typeof(ClockShift).Assembly.GetName().Name,
        [FileVariable] = _path,
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _ticks.Dispose();
        _file.Dispose();
    }
}
