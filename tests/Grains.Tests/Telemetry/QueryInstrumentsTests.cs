using System.Diagnostics.Metrics;
using LaunchStack.Metrics.Grains.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace LaunchStack.Metrics.Grains.Tests.Telemetry;

/// <summary>What is noted of a query, by how it ends.</summary>
public sealed class QueryInstrumentsTests
{
    [Fact]
    public async Task A_query_that_its_caller_cancels_is_noted_as_that_and_one_that_fails_by_its_error()
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var instruments = new QueryInstruments(meters);
        var noted = new List<(object? Query, object? Error)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, of) =>
        {
            if (instrument.Name == ServiceMeter.QueryDuration && instrument.Meter.Scope == meters)
            {
                of.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            var all = tags.ToArray().ToDictionary();
            noted.Add((all["query"], all.GetValueOrDefault("error.type")));
        });
        listener.Start();
        using var left = new CancellationTokenSource();

        await instruments.MeasureAsync("a", () => Task.FromResult(1), left.Token);
        await Assert.ThrowsAsync<TimeoutException>(() => instruments.MeasureAsync("b", () => Task.FromException<int>(new TimeoutException()), left.Token));
        await Assert.ThrowsAsync<OperationCanceledException>(() => instruments.MeasureAsync("c", () => Task.FromException<int>(new OperationCanceledException()), left.Token));
        await left.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => instruments.MeasureAsync("d", () => Task.FromException<int>(new OperationCanceledException()), left.Token));

        Assert.Equal([("a", null), ("b", "TimeoutException"), ("c", "OperationCanceledException"), ("d", "cancelled")], noted);
    }
}
