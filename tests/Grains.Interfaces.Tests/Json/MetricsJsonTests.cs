using System.Text.Json;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Interfaces.Tests.Json;

public sealed class MetricsJsonTests
{
    [Fact]
    public void Names_are_snake_case_and_times_are_rfc_3339_in_utc()
    {
        var info = new InstanceInfo(Guid.Parse("9f1b3a52-6f7e-4f0c-9d1f-0c6a4b0f7a11"), "Ünïcode & <name>", new DateTimeOffset(2026, 1, 31, 13, 45, 0, TimeSpan.FromHours(1)));
        Assert.Equal(
            """{"id":"9f1b3a52-6f7e-4f0c-9d1f-0c6a4b0f7a11","name":"Ünïcode & <name>","created_at":"2026-01-31T12:45:00Z"}""",
            JsonSerializer.Serialize(info, MetricsJson.Options));
    }

    [Fact]
    public void A_receipt_has_the_shape_of_the_api() =>
        Assert.Equal(
            """{"accepted":3,"durable":2,"duplicates":1,"rejected":[{"index":4,"field":"cpu_usage","error":"must be"}]}""",
            JsonSerializer.Serialize(new PushReceipt(3, 2, 1, [new RejectedSample(4, "cpu_usage", "must be")]), MetricsJson.Options));

    [Fact]
    public void An_hour_has_the_column_names_of_its_view()
    {
        var hour = new AggregatedUsage
        {
            Bucket = DateTimeOffset.UnixEpoch,
            AvgCpu = 0.1,
            MaxCpu = 1,
            MinCpu = 2,
            SumCpu = 3,
            AvgMemory = 4,
            MaxMemory = 5,
            MinMemory = 6,
            SumMemory = 7,
            MaxMemoryLimit = 8,
            TotalNetworkIn = 9_223_372_036_854_775_808,
            TotalNetworkOut = 10,
            SampleCount = 11,
        };
        Assert.Equal(
            """{"bucket":"1970-01-01T00:00:00Z","avg_cpu":0.1,"max_cpu":1,"avg_memory":4,"max_memory":5,"total_network_in":9223372036854775808"""
            + ""","total_network_out":10,"sample_count":11,"sum_cpu":3,"min_cpu":2,"sum_memory":7,"min_memory":6,"max_memory_limit":8,"open":false}""",
            JsonSerializer.Serialize(hour, MetricsJson.Options));
    }

    [Theory]
    [InlineData("""{"index":1,"field":"a","error":"b","more":1}""")]
    [InlineData("""{"index":1,"index":2,"field":"a","error":"b"}""")]
    public void Unknown_and_repeated_fields_are_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<RejectedSample>(json, MetricsJson.Options));

    [Theory]
    [InlineData("\"2026-01-31T13:45:00\"")]
    [InlineData("5")]
    [InlineData("null")]
    public void A_time_without_an_offset_is_refused_by_its_rule(string json) =>
        Assert.Contains(Rfc3339.Rule, Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<DateTimeOffset>(json, MetricsJson.Options)).Message, StringComparison.Ordinal);
}
