using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Cli.Tests.Support;

/// <summary>One silo process for a class of tests.</summary>
public sealed class SiloFixture : IAsyncLifetime
{
    private SiloProcess? _silo;

    /// <summary>The arguments that lead to the silo.</summary>
    public string[] Connection =>
        ["--gateway", $"localhost:{_silo!.GatewayPort}", "--cluster-id", _silo.ClusterId, "--service-id", _silo.ClusterId];

    /// <summary>The silo's database.</summary>
    public string DatabaseFile => Path.Combine(_silo!.Folder, "data", "launchstack.db");

    /// <summary>The silo's API.</summary>
    public HttpClient Http => _silo!.Http;

    public async ValueTask InitializeAsync() => _silo = await SiloProcess.StartAsync();

    public ValueTask DisposeAsync() => _silo?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Runs a command against the silo.</summary>
    internal Task<CommandResult> RunAsync(params IEnumerable<string> arguments) => Command.RunAsync([.. arguments, .. Connection]);
}
