using System.Collections.Concurrent;
using System.Diagnostics;

namespace LaunchStack.Metrics.Testing;

/// <summary>A program run as a child: its lines, its signals, its exit code. Killed with all its children on dispose.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _error = new();
    private readonly ConcurrentQueue<string> _lines = new();

    private ChildProcess(Process process) => _process = process;

    /// <summary>The process's id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Lines of standard output so far.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>Lines of standard error so far.</summary>
    public IReadOnlyCollection<string> Error => _error;

    /// <summary>Lines of both, in the order of arrival.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Runs an assembly with the <c>dotnet</c> that runs the tests.</summary>
    /// <param name="assemblyPath">The assembly.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Further variables; null removes one.</param>
    /// <param name="workingDirectory">Where it runs; null: where the tests do.</param>
    /// <param name="through">A command that becomes the one that follows it, such as <c>nsenter</c>; empty: none.</param>
    public static ChildProcess StartAssembly(
        string assemblyPath,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? workingDirectory = null,
        params IReadOnlyList<string> through)
    {
        string[] command = [.. through, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", "exec", assemblyPath, .. arguments];
        return Start(command[0], command[1..], environment, workingDirectory);
    }

    /// <summary>Runs an executable. A null value removes a variable from the inherited environment.</summary>
    public static ChildProcess Start(
        string fileName, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, string? workingDirectory = null)
    {
        var (command, its) = IgnoredInterrupt.Undo(fileName, arguments);
        var start = new ProcessStartInfo(command, its)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        var child = new ChildProcess(new Process { StartInfo = start });
        child._process.OutputDataReceived += (_, line) => Add(child._output, child._lines, line.Data);
        child._process.ErrorDataReceived += (_, line) => Add(child._error, child._lines, line.Data);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Writes to standard input.</summary>
    public Task WriteAsync(string text) => _process.StandardInput.WriteAsync(text);

    /// <summary>Ends standard input.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Waits until a line of either output satisfies the condition, and returns it.</summary>
    public async Task<string> WaitForLineAsync(Func<string, bool> condition, string what, TimeSpan? within = null)
    {
        string? found = null;
        try
        {
            await Deadline.UntilAsync(
                () => Task.FromResult((found = _lines.FirstOrDefault(condition)) is not null || _process.HasExited), within ?? Deadline.Default, what);
        }
        catch (TimeoutException timeout)
        {
            throw new TimeoutException($"{timeout.Message}{Environment.NewLine}{Describe()}");
        }

        // Its last lines may arrive after the end itself.
        if (found is null)
        {
            await _process.WaitForExitAsync();
            found = _lines.FirstOrDefault(condition);
        }

        return found ?? throw new InvalidOperationException($"ended without: {what}{Environment.NewLine}{Describe()}");
    }

    /// <summary>Waits until a line contains the text, and returns the line.</summary>
    public Task<string> WaitForLineAsync(string text, TimeSpan? within = null) =>
        WaitForLineAsync(line => line.Contains(text, StringComparison.Ordinal), $"a line with \"{text}\"", within);

    /// <summary>Sends a signal.</summary>
    public Task SignalAsync(UnixSignal signal) => ProcessTree.SignalAsync([_process.Id], signal);

    /// <summary>Waits for the end and for its last lines; returns the exit code.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan? within = null)
    {
        using var timeout = new CancellationTokenSource(within ?? Deadline.Default);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"did not end within {(within ?? Deadline.Default).TotalSeconds:0.#} s{Environment.NewLine}{Describe()}");
        }

        return _process.ExitCode;
    }

    /// <summary>Command line, state and lines, for the message of a failed test.</summary>
    public string Describe() => string.Join(
        Environment.NewLine,
        [
            $"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)} ({(_process.HasExited ? $"ended with {_process.ExitCode}" : "still runs")})",
            .. _lines.Select(line => $"  {line}"),
        ]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static void Add(ConcurrentQueue<string> own, ConcurrentQueue<string> both, string? line)
    {
        if (line is not null)
        {
            own.Enqueue(line);
            both.Enqueue(line);
        }
    }
}
