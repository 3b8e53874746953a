using System.Text;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Push;
using LaunchStack.Metrics.Cli.Tests.Support;

namespace LaunchStack.Metrics.Cli.Tests.Push;

public sealed class CsvLineReaderTests
{
    private const string Header = "instance_id,timestamp,cpu_usage,memory_usage";
    private static readonly Guid Instance = Guid.NewGuid();

    [Fact]
    public async Task Columns_come_in_any_order_and_may_be_left_out_or_empty()
    {
        var lines = await ReadAsync($"memory_limit,timestamp,instance_id\r\n7,\"{Lines.Time(1)}\",{Instance}\r\n,{Lines.Time(2)},{Instance}\r\n");

        Assert.Equal([7L, 0L], lines.Select(line => line.Sample.MemoryLimit));
        Assert.All(lines, line => Assert.Equal((Instance, null), (line.InstanceId, line.Rejected)));
    }

    [Theory]
    [InlineData("x,y", "line", "has 2 values under 4 columns")]
    [InlineData("I,T,NaN,1", "cpu_usage", "must be a number from 0 to 1000000")]
    [InlineData("I,T,1,1.5", "memory_usage", "must be a whole number from 0 to 9223372036854775807")]
    [InlineData("I,T,1,true", "memory_usage", "must be a whole number from 0 to 9223372036854775807")]
    [InlineData("I,T,1,9223372036854775808", "memory_usage", "must be a whole number from 0 to 9223372036854775807")]
    [InlineData("I,T,1,-1", "memory_usage", "must be a whole number from 0 to 9223372036854775807")]
    [InlineData("nobody,T,1,1", "instance_id", "must be a GUID other than the empty one")]
    [InlineData("I,today,1,1", "timestamp", "must be an RFC 3339 time with an offset")]
    [InlineData("I,T,1,1\"2", "line", "has a quote in the wrong place")]
    [InlineData("I,T,1,\"12", "line", "has a quote in the wrong place")]
    public async Task A_wrong_line_costs_only_itself(string wrong, string field, string error)
    {
        var line = wrong.Replace("I,", $"{Instance},", StringComparison.Ordinal).Replace(",T,", $",{Lines.Time(5)},", StringComparison.Ordinal);

        var lines = await ReadAsync($"{Header}\n{Lines.Csv(Instance, 0)}\n{line}\n{Lines.Csv(Instance, 1)}\n");

        Assert.Equal([(2L, null), (3L, field), (4L, (string?)null)], lines.Select(read => (read.Number, read.Rejected?.Field)));
        Assert.StartsWith(error, lines[1].Rejected!.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("timestamp", "the column instance_id is missing; it or --instance is needed")]
    [InlineData("instance_id", "the column timestamp is missing")]
    [InlineData("instance_id,timestamp,memory", "unknown column \"memory\"")]
    [InlineData("instance_id,timestamp,timestamp", "a column is given twice")]
    public async Task A_wrong_header_is_wrong_use(string header, string error)
    {
        var thrown = await Assert.ThrowsAsync<UsageException>(() => ReadAsync($"{header}\n"));

        Assert.StartsWith(error, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_under_an_empty_header_are_wrong_use() => await Assert.ThrowsAsync<UsageException>(() => ReadAsync("\n1,2\n"));

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    public async Task Nothing_has_no_lines(string text) => Assert.Empty(await ReadAsync(text));

    [Fact]
    public async Task A_column_and_an_option_for_the_instance_exclude_each_other() =>
        await Assert.ThrowsAsync<UsageException>(() => ReadAsync($"{Header}\n", withInstance: false));

    [Fact]
    public async Task A_line_without_end_stops_the_reading_in_constant_memory() =>
        await Assert.ThrowsAsync<FailureException>(() => ReadAsync($"{Header}\n{new string('x', 1_000_000)}"));

    private static async Task<List<InputLine>> ReadAsync(string text, bool withInstance = true)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await CsvLineReader.ReadAsync(stream, withInstance, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
    }
}
