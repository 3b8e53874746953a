using System.Globalization;
using System.Text.Json.Nodes;
using LaunchStack.Metrics.Cli.Load.Workload;
using LaunchStack.Metrics.Cli.Tests.Support;
using LaunchStack.Metrics.Models;
using Microsoft.Data.Sqlite;

namespace LaunchStack.Metrics.Cli.Tests.EndToEnd;

public sealed class LoadTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    [Theory]
    [InlineData("delta", "accepted", 11)]
    [InlineData("delta", "durable", 12)]
    [InlineData("cumulative", "accepted", 13)]
    [InlineData("cumulative", "durable", 14)]
    public async Task Every_sample_is_durable_and_stored_as_it_was_sent(string network, string ack, int seed)
    {
        var result = await silo.RunAsync(
            "load", "--instances", "200", "--rate", "40000", "--batch", "5", "--agents", "2", "--duration", "500ms", "--network", network, "--ack", ack,
            "--seed", $"{seed}", "--json", "--verify", "--database", $"sqlite:{silo.DatabaseFile}");

        Assert.True(result.ExitCode == 0, result.Error);
        var json = JsonNode.Parse(result.Output)!.AsObject();
        Assert.Equal(
            ["start", "sent", "accepted", "durable", "duplicates", "rejected", "resent", "accepted_per_s", "durable_per_s", "p50_ms", "p99_ms", "max_ms", "verified"],
            json.Select(member => member.Key));
        Assert.Equal((20_000, 20_000, 20_000, 0), (Number(json, "sent"), Number(json, "accepted"), Number(json, "durable"), Number(json, "rejected")));
        Assert.True((double)json["durable_per_s"]! > 0 && (double)json["max_ms"]! >= (double)json["p99_ms"]!);
        var verified = json["verified"]!.AsObject();
        Assert.Equal(["rows", "missing", "unexpected", "differing", "doubled", "wrong_sums", "examples"], verified.Select(member => member.Key));
        Assert.Equal(20_000, Number(verified, "rows"));
    }

    [Fact]
    public async Task Nothing_is_sent_that_cannot_be_compared_with_afterwards()
    {
        var before = await silo.RunAsync("instances", "--json");
        var result = await silo.RunAsync("load", "--instances", "7", "--rate", "100", "--duration", "1s", "--verify", "--database", "sqlite:/nonexistent/file.db");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("/nonexistent/file.db cannot be read", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(before.Output, (await silo.RunAsync("instances", "--json")).Output);
    }

    [Fact]
    public async Task A_verification_alone_finds_what_was_done_to_the_rows()
    {
        string[] options = ["load", "--instances", "4", "--rate", "4000", "--duration", "10ms", "--network", "cumulative", "--seed", "21", "--json"];
        var sent = JsonNode.Parse((await silo.RunAsync(options)).Output)!.AsObject();
        Assert.Equal((40, false), (Number(sent, "sent"), sent.ContainsKey("verified")));
        string[] verify = [.. options, "--start", $"{sent["start"]}", "--sent", "40", "--verify", "--database", $"sqlite:{silo.DatabaseFile}"];

        var right = await Command.RunAsync(verify);
        Assert.True(right.ExitCode == 0, right.Error);
        var json = JsonNode.Parse(right.Output)!.AsObject();
        Assert.Equal(["start", "sent", "verified"], json.Select(member => member.Key));
        Assert.Equal(40, Number(json["verified"]!.AsObject(), "rows"));

        var start = DateTimeOffset.Parse($"{sent["start"]}", CultureInfo.InvariantCulture);
        await ChangeAsync(start, 0, "UPDATE resource_usage SET network_in = network_in + 1, network_out = network_out + 1");
        await ChangeAsync(start, 1, "UPDATE resource_usage SET memory_usage = memory_usage + 1");
        await ChangeAsync(
            start,
            2,
            "INSERT INTO resource_usage SELECT X'00000000000000000000000000000001', instance_id, timestamp + 1, cpu_usage, memory_usage, memory_limit, 0, 0 FROM resource_usage");
        Assert.Equal((0, 1, 1, 0, 1), await DifferencesAsync(verify));

        await ChangeAsync(start, 3, "DELETE FROM resource_usage");
        Assert.Equal((1, 1, 1, 0, 0), await DifferencesAsync(verify));

        await ChangeAsync(
            start,
            4,
            "INSERT INTO resource_usage SELECT X'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF', instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out FROM resource_usage");
        Assert.Equal((1, 1, 1, 1, 0), await DifferencesAsync(verify));
    }

    [Fact]
    public async Task The_summary_is_a_result()
    {
        var result = await silo.RunAsync("load", "--instances", "5", "--rate", "500", "--duration", "10ms", "--seed", "31");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("durable      5, ", result.Output, StringComparison.Ordinal);
        Assert.Contains("latency      p50 ", result.Output, StringComparison.Ordinal);
        Assert.StartsWith("start ", result.ErrorLines[0], StringComparison.Ordinal);
    }

    private static async Task<(long Missing, long Unexpected, long Differing, long Doubled, long WrongSums)> DifferencesAsync(string[] verify)
    {
        var result = await Command.RunAsync(verify);
        Assert.Equal(1, result.ExitCode);
        var verified = JsonNode.Parse(result.Output)!["verified"]!.AsObject();
        Assert.Equal(verified["examples"]!.AsArray().Select(example => (string?)example), result.ErrorLines);
        return (Number(verified, "missing"), Number(verified, "unexpected"), Number(verified, "differing"), Number(verified, "doubled"), Number(verified, "wrong_sums"));
    }

    /// <summary>Does something with the row of sample 5 of an instance of seed 21.</summary>
    private async Task ChangeAsync(DateTimeOffset start, int change, string statement)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = silo.DatabaseFile, Pooling = false }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"{statement} WHERE instance_id = $instance AND timestamp = $timestamp";
        command.Parameters.AddWithValue("$instance", new SimulatedInstance(21, change % 4).Id.ToByteArray(bigEndian: true));
        command.Parameters.AddWithValue("$timestamp", Timestamps.ToUnixMicroseconds(start) + (5_000 + ((change / 4) * 1_000)));
        Assert.Equal(1, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }

    private static long Number(JsonObject json, string name) => (long)json[name]!;
}
