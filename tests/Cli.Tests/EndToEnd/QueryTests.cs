using System.Text.Json;
using LaunchStack.Metrics.Cli.Tests.Support;

namespace LaunchStack.Metrics.Cli.Tests.EndToEnd;

public sealed class QueryTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    [Fact]
    public async Task Recent_shows_samples_with_units_newest_first()
    {
        var instance = await PushAsync(3);

        var result = await silo.RunAsync("recent", $"{instance}", "--limit", "2");

        Assert.Equal(0, result.ExitCode);
        var rows = result.Output.Split('\n');
        Assert.Contains("CPU (% of a core)", rows[1], StringComparison.Ordinal);
        Assert.Equal([Lines.Time(2), "50.00", "256.0 MB", "1.0 GB", "1.0 MB", "512 B"], CellsOf(rows[3]));
        Assert.Equal(Lines.Time(1), CellsOf(rows[4])[0]);
        Assert.StartsWith($"older ones: --before {Lines.Time(1)}", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recent_pages_through_all_samples_in_the_shape_of_the_API()
    {
        var instance = await PushAsync(5);
        var times = new List<string?>();
        string[] before = [];
        do
        {
            var result = await silo.RunAsync(["recent", $"{instance}", "--limit", "2", "--json", .. before]);
            using var page = JsonDocument.Parse(result.Output);
            Assert.Equal(["items", "next"], page.RootElement.EnumerateObject().Select(member => member.Name));
            foreach (var sample in page.RootElement.GetProperty("items").EnumerateArray())
            {
                Assert.Equal(
                    ["id", "instance_id", "timestamp", "cpu_usage", "memory_usage", "memory_limit", "network_in", "network_out"],
                    sample.EnumerateObject().Select(member => member.Name));
                times.Add(sample.GetProperty("timestamp").GetString());
            }

            before = page.RootElement.GetProperty("next").GetString() is { } next ? ["--before", next] : [];
        }
        while (before.Length > 0);

        Assert.Equal(Enumerable.Range(0, 5).Reverse().Select(Lines.Time), times);
    }

    [Fact]
    public async Task Hourly_shows_the_hours_of_the_last_day()
    {
        var instance = await PushAsync(4);

        var table = await silo.RunAsync("hourly", $"{instance}");
        var json = await silo.RunAsync("hourly", $"{instance}", "--json", "--from", Lines.Time(0), "--to", Lines.Time(3_600));

        Assert.Equal(
            [Lines.Time(0), "4", "50.00", "50.00", "50.00", "256.0 MB", "256.0 MB", "4.0 MB", "2.0 KB", ""], CellsOf(table.Output.Split('\n')[3]));
        using var hours = JsonDocument.Parse(json.Output);
        var hour = Assert.Single(hours.RootElement.GetProperty("items").EnumerateArray());
        Assert.Equal(
            [
                "bucket", "avg_cpu", "max_cpu", "avg_memory", "max_memory", "total_network_in", "total_network_out", "sample_count",
                "sum_cpu", "min_cpu", "sum_memory", "min_memory", "max_memory_limit", "open",
            ],
            hour.EnumerateObject().Select(member => member.Name));
        Assert.Equal((4, 4_194_304), (hour.GetProperty("sample_count").GetInt32(), hour.GetProperty("total_network_in").GetInt32()));
    }

    [Fact]
    public async Task Range_shows_points_oldest_first_and_how_they_went()
    {
        var instance = await PushAsync(4);
        string[] range = ["range", $"{instance}", "--from", Lines.Time(0), "--to", Lines.Time(240)];

        var table = await silo.RunAsync(range);
        var json = await silo.RunAsync([.. range, "--json", "--resolution", "minute", "--fill", "null"]);

        var rows = table.Output.Split('\n');
        Assert.Equal([Lines.Time(0), "1", "50.00", "50.00", "50.00", "256.0 MB", "256.0 MB", "1.0 MB", "512 B", ""], CellsOf(rows[3]));
        Assert.Equal(Lines.Time(1), CellsOf(rows[4])[0]);
        Assert.Contains(rows, row => row.StartsWith("Memory", StringComparison.Ordinal) && row.Contains("▁▁▁▁", StringComparison.Ordinal) && row.Contains("max 256.0 MB", StringComparison.Ordinal));
        using var answer = JsonDocument.Parse(json.Output);
        Assert.Equal("minute", answer.RootElement.GetProperty("resolution").GetString());
        Assert.Equal([4, 0, 0, 0], answer.RootElement.GetProperty("items").EnumerateArray().Select(point => point.GetProperty("sample_count").GetInt32()));
    }

    [Fact]
    public async Task Daily_shows_the_days_of_a_time_zone()
    {
        var instance = await PushAsync(2);

        var json = await silo.RunAsync("daily", $"{instance}", "--tz", "Asia/Tokyo", "--json");
        var offTheHour = await silo.RunAsync("daily", $"{instance}", "--tz", "Asia/Kolkata", "--json");
        var wrong = await silo.RunAsync("daily", $"{instance}", "--tz", "Atlantis");

        using var days = JsonDocument.Parse(json.Output);
        using var halfHourDays = JsonDocument.Parse(offTheHour.Output);
        Assert.EndsWith("T18:30:00Z", Assert.Single(halfHourDays.RootElement.GetProperty("items").EnumerateArray()).GetProperty("bucket").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("T15:00:00Z", Assert.Single(days.RootElement.GetProperty("items").EnumerateArray()).GetProperty("bucket").GetString(), StringComparison.Ordinal);
        Assert.Contains("tz must be the name of a time zone", Assert.Single(wrong.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_are_printed_as_CSV_with_the_names_of_their_JSON()
    {
        var instance = await PushAsync(2);

        var samples = await silo.RunAsync("recent", $"{instance}", "--csv");
        var points = await silo.RunAsync("range", $"{instance}", "--last", "2m", "--to", Lines.Time(120), "--resolution", "minute", "--fill", "null", "--csv");

        string[] lines = samples.Output.ReplaceLineEndings("\n").Trim().Split('\n');
        Assert.Equal("id,instance_id,timestamp,cpu_usage,memory_usage,memory_limit,network_in,network_out", lines[0]);
        Assert.EndsWith($",{instance},{Lines.Time(1)},50,268435456,1073741824,1048576,512", lines[1], StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);
        string[] buckets = points.Output.ReplaceLineEndings("\n").Trim().Split('\n');
        Assert.StartsWith("instance_id,resolution,width_seconds,bucket,sample_count,", buckets[0], StringComparison.Ordinal);
        Assert.StartsWith($"{instance},minute,60,", buckets[2], StringComparison.Ordinal);
        Assert.EndsWith(",0,,,,,,,,,,false", buckets[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instances_lists_what_was_pushed()
    {
        var instance = await PushAsync(1);
        await PushAsync(1);

        var table = await silo.RunAsync("instances");
        var limited = await silo.RunAsync("instances", "--limit", "1", "--json");

        Assert.Contains($"{instance}", table.Output, StringComparison.Ordinal);
        using var page = JsonDocument.Parse(limited.Output);
        var only = Assert.Single(page.RootElement.GetProperty("items").EnumerateArray());
        Assert.Equal(["id", "name", "created_at"], only.EnumerateObject().Select(member => member.Name));
        Assert.Equal(only.GetProperty("id").GetString(), page.RootElement.GetProperty("next").GetString());
    }

    [Theory]
    [InlineData("recent")]
    [InlineData("hourly")]
    public async Task An_unknown_instance_is_told_in_one_line_and_exits_1(string command)
    {
        var instance = Guid.NewGuid();

        var result = await silo.RunAsync(command, $"{instance}");

        Assert.Equal((1, $"launchstack: unknown instance {instance}"), (result.ExitCode, Assert.Single(result.ErrorLines)));
    }

    [Fact]
    public async Task A_range_that_the_service_refuses_exits_2()
    {
        var result = await silo.RunAsync("hourly", $"{Guid.NewGuid()}", "--from", Lines.Time(10), "--to", Lines.Time(0));

        Assert.Equal((2, "launchstack: from must be before to"), (result.ExitCode, Assert.Single(result.ErrorLines)));
    }

    [Fact]
    public async Task The_API_shows_bytes_as_the_command_does()
    {
        var instance = Guid.NewGuid();
        using var file = new InputFile("", Lines.Json(instance, 0).Replace("268435456", "1048535", StringComparison.Ordinal));
        await silo.RunAsync("push", file.Path, "--durable");

        var table = await silo.RunAsync("recent", $"{instance}");
        using var stats = JsonDocument.Parse(await silo.Http.GetStringAsync($"instances/{instance}/stats", TestContext.Current.CancellationToken));

        Assert.Equal("1.0 MB", CellsOf(table.Output.Split('\n')[3])[2]);
        Assert.StartsWith("1.0 MB / 1.0 GB", stats.RootElement.GetProperty("memory_formatted").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_day_before_the_first_day_is_cut_off_at_1970()
    {
        var instance = await PushAsync(1);

        var result = await silo.RunAsync("hourly", $"{instance}", "--to", "1970-01-01T12:00:00Z", "--json");

        Assert.Equal((0, """{"items":[],"next":null}"""), (result.ExitCode, result.Output.Trim()));
    }

    private static string[] CellsOf(string row) => row.Trim().Trim('│').Split('│', StringSplitOptions.TrimEntries);

    private async Task<Guid> PushAsync(int samples)
    {
        var instance = Guid.NewGuid();
        using var file = new InputFile("", Enumerable.Range(0, samples).Select(second => Lines.Json(instance, second)));
        var result = await silo.RunAsync("push", file.Path, "--durable");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        return instance;
    }
}
