using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace LaunchStack.Metrics.Cli.Tests.Collect.Docker;

/// <summary>Answers on a Unix socket what a real engine answered, file by file.</summary>
internal sealed class FakeDockerEngine : IAsyncDisposable
{
    private const long MemTotal = 25_276_502_016;

    private readonly string _folder;
    private readonly Dictionary<string, string> _names;
    private readonly ConcurrentDictionary<string, int> _polls = new();
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("lsd");
    private readonly WebApplication _app;

    private FakeDockerEngine(string folder)
    {
        _folder = folder;
        using var containers = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "containers.json")));
        _names = containers.RootElement.EnumerateArray()
            .ToDictionary(container => container.GetProperty("Id").GetString()!, container => container.GetProperty("Names")[0].GetString()!.TrimStart('/'));

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.ListenUnixSocket(Socket, listen => listen.Protocols = HttpProtocols.Http1));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri Address => new($"unix://{Socket}");

    /// <summary>Answers instead of the captured ones, by file name.</summary>
    public ConcurrentDictionary<string, string> Answers { get; } = new();

    private string Socket => Path.Combine(_home.FullName, "s");

    public static async Task<FakeDockerEngine> StartAsync(string folder)
    {
        var engine = new FakeDockerEngine(folder);
        await engine._app.StartAsync(TestContext.Current.CancellationToken);
        return engine;
    }

    public string Captured(string file) => File.ReadAllText(Path.Combine(_folder, file));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _home.Delete(recursive: true);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        // Clients may put the API's version in front.
        var parts = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts[0].StartsWith("v1.", StringComparison.Ordinal))
        {
            parts = parts[1..];
        }

        switch (parts)
        {
            case ["_ping"]:
                await context.Response.WriteAsync("OK");
                break;
            case ["info"]:
                await context.Response.WriteAsync($$"""{"MemTotal":{{MemTotal}}}""");
                break;
            case ["containers", "json"]:
                await FileAsync(context, "containers.json");
                break;
            case ["containers", var id, "json"] when _names.TryGetValue(id, out var name):
                await FileAsync(context, $"{name}.json");
                break;
            case ["containers", var id, "stats"] when _names.TryGetValue(id, out var name) && IsOneShot(context.Request.Query):
                await FileAsync(context, $"{name}.stats-{_polls.AddOrUpdate(id, 1, (_, polls) => polls + 1)}.json");
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                break;
        }
    }

    private async Task FileAsync(HttpContext context, string file)
    {
        if (!Answers.TryGetValue(file, out var answer) && !File.Exists(Path.Combine(_folder, file)))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync("""{"message":"No such container"}""");
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer ?? Captured(file));
    }

    private static bool IsOneShot(IQueryCollection query) =>
        query["stream"].ToString() is "false" or "0" && query["one-shot"].ToString() is "true" or "1";
}
