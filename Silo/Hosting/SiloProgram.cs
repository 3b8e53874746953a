using LaunchStack.Metrics.Grains.Writer;
using LaunchStack.Metrics.Silo.Api;
using LaunchStack.Metrics.Silo.Configuration;
using LaunchStack.Metrics.Silo.Dashboard;
using LaunchStack.Metrics.Silo.Health;
using LaunchStack.Metrics.Silo.Telemetry;

namespace LaunchStack.Metrics.Silo.Hosting;

/// <summary>Builds the host, runs it until it is told to stop and turns failures into one line and an exit code.</summary>
internal static class SiloProgram
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int WrongConfiguration = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var frameworkLog = new FrameworkLog();
        try
        {
            CommandLineCheck.Check(args);
            await using var app = Build(args, frameworkLog);
            var totals = app.Services.GetRequiredService<ISampleTotals>();
            await app.RunAsync();
            return SayGoodbye(totals);
        }
        catch (ConfigurationException exception)
        {
            return await SayAsync(exception.Message, WrongConfiguration);
        }
        catch (Exception exception) when (frameworkLog.WasStartCancelled && IsCancellation(exception))
        {
            return Done;
        }
        catch (Exception exception) when (UserError.Describe(exception) is { } line)
        {
            return await SayAsync(line, Failed);
        }
        catch (Exception exception)
        {
            return await SayAsync(exception.ToString(), Failed);
        }
    }

    private static WebApplication Build(string[] args, FrameworkLog frameworkLog)
    {
        // The assembly's folder, so that appsettings.json is found from any working directory.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var configuration = SiloConfiguration.Read(builder.Configuration);
        builder.Services.AddSingleton(configuration);
        frameworkLog.AddTo(builder.Logging);
        builder.AddHttp(configuration);
        builder.AddStore(configuration);
        builder.AddSilo(configuration, tracesCalls: builder.AddTelemetry());
        builder.Services.AddHealth();
        builder.Services.AddApi(configuration.Service);
        builder.Services.AddHostedService<StartupBanner>();

        var app = builder.Build();
        frameworkLog.Watch(app.Lifetime);
        app.UseApi(configuration.Service);
        app.UseDashboard(configuration.Service);
        app.MapHealth();
        app.MapApi();
        app.MapDashboard(configuration.Service);
        app.MapPrometheusScrapingEndpoint(TelemetryExtensions.MetricsPath);
        return app;
    }

    // A start that fails stops the host too, so the stop alone does not tell; services that start side by side are cancelled side by side.
    private static bool IsCancellation(Exception exception) => exception switch
    {
        AggregateException several => several.Flatten().InnerExceptions.All(IsCancellation),
        _ => exception is OperationCanceledException or OrleansLifecycleCanceledException,
    };

    private static int SayGoodbye(ISampleTotals totals)
    {
        var aside = totals.DeadLettered == 0 ? "" : $", {totals.DeadLettered} put aside as dead letters (launchstack db deadletter list)";
        Console.WriteLine(
            $"launchstack-silo stopped: {totals.Accepted} samples accepted, {totals.Durable} durable, {totals.Dropped} lost{aside}");
        return totals.Dropped == 0 ? Done : Failed;
    }

    private static async Task<int> SayAsync(string line, int exitCode)
    {
        await Console.Error.WriteLineAsync($"launchstack-silo: {line}");
        return exitCode;
    }
}
