using System.Text;
using LaunchStack.Metrics.Cli.Push;
using LaunchStack.Metrics.Cli.Tests.Support;

namespace LaunchStack.Metrics.Cli.Tests.Push;

public sealed class NdjsonReaderTests
{
    private static readonly Guid Instance = Guid.NewGuid();

    [Fact]
    public async Task Every_line_has_its_number_and_blank_lines_count_for_the_numbers_only()
    {
        var lines = await ReadAsync($"{Lines.Json(Instance, 0)}\n\n  \r\n{Lines.Json(Instance, 1)}\r\n{Lines.Json(Instance, 2)}");

        Assert.Equal([1L, 4L, 5L], lines.Select(line => line.Number));
        Assert.All(lines, line => Assert.Equal((Instance, null), (line.InstanceId, line.Rejected)));
        Assert.Equal(268_435_456, lines[0].Sample.MemoryUsage);
    }

    [Theory]
    [InlineData("not json", "line", "is not valid JSON at byte 2")]
    [InlineData("{\"timestamp\":\"2026-01-01T00:00:00Z\"", "line", "is not valid JSON at byte")]
    [InlineData("{} {}", "line", "has more after its JSON object")]
    [InlineData("[]", "sample", "must be a JSON object")]
    [InlineData("{\"cpu_usage\":1}", "instance_id", "is required")]
    [InlineData("{\"a\":1}", "a", "is not a field of a sample")]
    public async Task A_wrong_line_costs_only_itself(string wrong, string field, string error)
    {
        var lines = await ReadAsync($"{Lines.Json(Instance, 0)}\n{wrong}\n{Lines.Json(Instance, 1)}\n");

        Assert.Equal([null, field, null], lines.Select(line => line.Rejected?.Field));
        Assert.StartsWith(error, lines[1].Rejected!.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_without_end_is_skipped_in_constant_memory()
    {
        var endless = new string('x', 10 * NdjsonReader.MaxLineBytes);

        var lines = await ReadAsync($"{Lines.Json(Instance, 0)}\n{endless}\n{Lines.Json(Instance, 1)}\n");

        Assert.Equal([(1L, true), (2L, false), (3L, true)], lines.Select(line => (line.Number, line.Rejected is null)));
        Assert.Contains("longer than 65536 bytes", lines[1].Rejected!.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_overlong_last_line_is_reported()
    {
        var lines = await ReadAsync(new string('x', 3 * NdjsonReader.MaxLineBytes));

        Assert.Contains("longer than", Assert.Single(lines).Rejected!.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_cost_only_their_line()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(Lines.Json(Instance, 0)), (byte)'\n', .. "{\"\xFF\":1}"u8, (byte)'\n', (byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}', (byte)'\n'];

        var lines = await ReadAsync(bytes);

        Assert.Equal([true, false, false], lines.Select(line => line.Rejected is null));
    }

    [Fact]
    public async Task A_byte_order_mark_is_skipped() => Assert.Null(Assert.Single(await ReadAsync($"\uFEFF{Lines.Json(Instance, 0)}")).Rejected);

    [Fact]
    public async Task Nothing_has_no_lines() => Assert.Empty(await ReadAsync(""));

    private static Task<List<InputLine>> ReadAsync(string text) => ReadAsync(Encoding.UTF8.GetBytes(text));

    private static async Task<List<InputLine>> ReadAsync(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return await NdjsonReader.ReadAsync(stream, withInstance: true, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
    }
}
