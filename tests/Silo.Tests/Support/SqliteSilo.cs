using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Silo.Tests.Support;

/// <summary>One silo on the embedded database for a class of tests.</summary>
public sealed class SqliteSilo : IAsyncLifetime
{
    private SiloProcess? _silo;

    public HttpClient Http => _silo!.Http;

    public async ValueTask InitializeAsync() =>
        _silo = await SiloProcess.StartAsync(new Dictionary<string, string?> { ["Metrics__FlushInterval"] = "00:05:00" });

    public ValueTask DisposeAsync() => _silo?.DisposeAsync() ?? ValueTask.CompletedTask;
}
