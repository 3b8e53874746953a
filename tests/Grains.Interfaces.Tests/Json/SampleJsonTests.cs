using System.Text.Json;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Interfaces.Tests.Json;

public sealed class SampleJsonTests
{
    private const string Time = "\"timestamp\":\"2026-01-31T13:45:00.1234567+01:00\"";
    private const string WholeNumber = "must be a whole number from 0 to 9223372036854775807";
    private const string Cpu = "must be a number from 0 to 1000000";
    private const string Instance = "must be a GUID other than the empty one";

    [Fact]
    public void A_whole_sample_is_read_with_its_time_floored_in_utc()
    {
        var id = Guid.NewGuid();
        var rejected = Read(
            $$"""{"instance_id":"{{id}}",{{Time}},"cpu_usage":1.5e2,"memory_usage":1,"memory_limit":2,"network_in":3,"network_out":9223372036854775807}""",
            withInstance: true,
            out var instance,
            out var sample);
        Assert.Null(rejected);
        Assert.Equal(id, instance);
        Assert.Equal(
            new Sample(new DateTimeOffset(2026, 1, 31, 12, 45, 0, TimeSpan.Zero).AddTicks(1_234_560), 150, 1, 2, 3, long.MaxValue), sample);
    }

    [Fact]
    public void Everything_but_the_time_defaults_to_zero()
    {
        Assert.Null(Read($"{{{Time}}}", withInstance: false, out _, out var sample));
        Assert.Equal(new Sample(sample.Timestamp, 0, 0, 0, 0, 0), sample);
    }

    [Theory]
    [InlineData("[]", "sample", "must be a JSON object")]
    [InlineData("null", "sample", "must be a JSON object")]
    [InlineData("7", "sample", "must be a JSON object")]
    [InlineData("{}", "timestamp", "is required")]
    [InlineData("""{"cpu_usage":1}""", "timestamp", "is required")]
    [InlineData("""{"timestamp":null}""", "timestamp", Rfc3339.Rule)]
    [InlineData("""{"timestamp":1769867100}""", "timestamp", Rfc3339.Rule)]
    [InlineData("""{"timestamp":"2026-01-31T13:45:00"}""", "timestamp", Rfc3339.Rule)]
    [InlineData("""{"timestamp":"\ud800"}""", "timestamp", Rfc3339.Rule)]
    [InlineData("""{"cpu_usage":"NaN"}""", "cpu_usage", Cpu)]
    [InlineData("""{"cpu_usage":"1"}""", "cpu_usage", Cpu)]
    [InlineData("""{"cpu_usage":1e999}""", "cpu_usage", Cpu)]
    [InlineData("""{"cpu_usage":-1e999}""", "cpu_usage", Cpu)]
    [InlineData("""{"cpu_usage":-0.1}""", "cpu_usage", Cpu)]
    [InlineData("""{"cpu_usage":null}""", "cpu_usage", Cpu)]
    [InlineData("""{"cpu_usage":true}""", "cpu_usage", Cpu)]
    [InlineData("""{"memory_usage":-1}""", "memory_usage", WholeNumber)]
    [InlineData("""{"memory_usage":1.5}""", "memory_usage", WholeNumber)]
    [InlineData("""{"memory_limit":9223372036854775808}""", "memory_limit", WholeNumber)]
    [InlineData("""{"memory_limit":1e30}""", "memory_limit", WholeNumber)]
    [InlineData("""{"network_in":"5"}""", "network_in", WholeNumber)]
    [InlineData("""{"network_in":null}""", "network_in", WholeNumber)]
    [InlineData("""{"network_out":[1]}""", "network_out", WholeNumber)]
    [InlineData("""{"network_out":-9223372036854775808}""", "network_out", WholeNumber)]
    [InlineData("""{"cpu":1}""", "cpu", "is not a field of a sample")]
    [InlineData("""{"CPU_USAGE":1}""", "CPU_USAGE", "is not a field of a sample")]
    [InlineData("""{"":1}""", "", "is not a field of a sample")]
    [InlineData("""{"instance_id":"9f1b3a52-6f7e-4f0c-9d1f-0c6a4b0f7a11"}""", "instance_id", "is not a field of a sample")]
    [InlineData("""{"network_in":1,"network_in":1}""", "network_in", "must be given once")]
    [InlineData("""{"network_in":1,"network\u005fin":1}""", "network_in", "must be given once")]
    public void A_wrong_field_is_named_with_the_rule_it_breaks(string json, string field, string rule) =>
        Assert.Equal(new RejectedSample(0, field, rule), Read(json, withInstance: false, out _, out _));

    [Theory]
    [InlineData("""{"instance_id":"00000000-0000-0000-0000-000000000000"}""", "instance_id", Instance)]
    [InlineData("""{"instance_id":"x"}""", "instance_id", Instance)]
    [InlineData("""{"instance_id":" 9f1b3a52-6f7e-4f0c-9d1f-0c6a4b0f7a11"}""", "instance_id", Instance)]
    [InlineData("""{"instance_id":"{9f1b3a52-6f7e-4f0c-9d1f-0c6a4b0f7a11}"}""", "instance_id", Instance)]
    [InlineData("""{"instance_id":"\ud800"}""", "instance_id", Instance)]
    [InlineData("""{"instance_id":1}""", "instance_id", Instance)]
    [InlineData("""{"instance_id":null}""", "instance_id", Instance)]
    [InlineData("{}", "instance_id", "is required")]
    public void A_wrong_instance_is_named_where_one_is_asked_for(string json, string field, string rule) =>
        Assert.Equal(new RejectedSample(0, field, rule), Read(json, withInstance: true, out _, out _));

    [Fact]
    public void A_name_that_is_no_text_costs_only_its_own_sample()
    {
        var rejected = Read("""{"\ud800":1}""", withInstance: false, out _, out _);
        Assert.Equal("is not a field of a sample", rejected?.Error);
    }

    private static RejectedSample? Read(string json, bool withInstance, out Guid instance, out Sample sample)
    {
        using var document = JsonDocument.Parse(json);
        return SampleJson.Read(document.RootElement, withInstance, out instance, out sample);
    }
}
