using System.Diagnostics.Metrics;
using LaunchStack.Metrics.Grains.Telemetry;
using LaunchStack.Metrics.Silo.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LaunchStack.Metrics.Silo.Telemetry;

/// <summary>Metrics for Prometheus at <c>/metrics</c>; metrics and traces by OTLP where its usual variables say where to.</summary>
internal static class TelemetryExtensions
{
    /// <summary>Where Prometheus scrapes.</summary>
    public const string MetricsPath = "/metrics";

    private const string ServiceName = "launchstack-silo";
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string MetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    private const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

    private const string HttpMeter = "Microsoft.AspNetCore.Hosting";
    private const string OrleansMeter = "Microsoft.Orleans";
    private const int MostHttpValues = 500;
    private const int MostValues = 50;
    private const int MostQueryValues = 100;

    private static readonly string[] Meters =
    [
        ServiceMeter.Name,
        "System.Runtime",
        HttpMeter,
        "Microsoft.AspNetCore.Server.Kestrel",
        "Microsoft.AspNetCore.RateLimiting",
        OrleansMeter,
    ];

    // Of the hundred that Orleans has, those that tell an operator something.
    private static readonly HashSet<string> OrleansInstruments =
    [
        "orleans-app-requests-timedout",
        "orleans-catalog-activations",
        "orleans-gateway-connected-clients",
        "orleans-gateway-load-shedding",
        "orleans-messaging-rejected",
        "orleans-messaging-sent-failed",
        "orleans-scheduler-long-running-turns",
    ];

    /// <returns>Whether calls are traced.</returns>
    public static bool AddTelemetry(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService(
            configuration["OTEL_SERVICE_NAME"] is { Length: > 0 } name ? name : ServiceName, serviceVersion: Build.Version));
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(Meters).AddView(Bounded).AddPrometheusExporter();
            if (IsSet(configuration, MetricsEndpoint))
            {
                metrics.AddOtlpExporter();
            }
        });

        // Spans cost something for each call, so they are made only where somebody takes them.
        var traces = IsSet(configuration, TracesEndpoint);
        if (traces)
        {
            telemetry.WithTracing(tracing => tracing
                .AddSource("Microsoft.Orleans.Application", "Npgsql")
                .AddAspNetCoreInstrumentation()
                .AddProcessor(new ConnectionStringRemoval())
                .AddOtlpExporter());
        }

        return traces;
    }

    // Room for the values of all tags is taken in advance, 2,000 of each instrument by default: together more than a small silo's samples.
    private static MetricStreamConfiguration Bounded(Instrument instrument) =>
        instrument.Meter.Name == OrleansMeter && !OrleansInstruments.Contains(instrument.Name)
            ? MetricStreamConfiguration.Drop
            : new()
            {
                CardinalityLimit = instrument.Meter.Name == HttpMeter ? MostHttpValues : instrument.Name == ServiceMeter.QueryDuration ? MostQueryValues : MostValues,
            };

    private static bool IsSet(ConfigurationManager configuration, string variable) =>
        configuration[variable] is { Length: > 0 } || configuration[Endpoint] is { Length: > 0 };
}
