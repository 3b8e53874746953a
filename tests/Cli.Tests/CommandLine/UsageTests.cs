using LaunchStack.Metrics.Cli.Tests.Support;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Cli.Tests.CommandLine;

public sealed class UsageTests
{
    private const string Id = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";

    [Theory]
    [InlineData("which command? collect, push, recent,")]
    [InlineData("which command? ", "db", "deadletter")]
    [InlineData("'recnt' is not a command of launchstack, which are collect, push, recent,", "recnt", Id)]
    [InlineData("--json is not an option of launchstack", "--json", "instances")]
    [InlineData("'creat' is not a command of launchstack instances, which are create, rename, delete", "instances", "creat")]
    [InlineData("Required argument 'ID' missing", "recent")]
    [InlineData("--limt is not an option of launchstack recent", "recent", "--limt", "5", Id)]
    [InlineData("--verbose is not an option of launchstack instances", "instances", "--verbose")]
    [InlineData("--by is not an option of launchstack db deadletter list", "db", "deadletter", "list", "--by", "age")]
    [InlineData("ID: \"42\" must be a GUID", "recent", "42")]
    [InlineData("ID: \"00000000-0000-0000-0000-000000000000\" must be a GUID other than", "hourly", "00000000-0000-0000-0000-000000000000")]
    [InlineData("--limit: \"0\" must be a whole number from 1 to 10000", "recent", Id, "--limit", "0")]
    [InlineData("--limit: \"1e3\" must be a whole number", "recent", Id, "--limit", "1e3")]
    [InlineData("--before: \"yesterday\" must be an RFC 3339 time", "recent", Id, "--before", "yesterday")]
    [InlineData("--from: \"2026-01-01\" must be an RFC 3339 time", "hourly", Id, "--from", "2026-01-01")]
    [InlineData("--resolution: \"weekly\" must be auto or raw or minute or hour or day", "range", Id, "--resolution", "weekly")]
    [InlineData("--points: \"0\" must be a whole number from 1 to 10000", "range", Id, "--points", "0")]
    [InlineData("--json and --csv exclude each other", "recent", Id, "--json", "--csv")]
    [InlineData("--gateway and --database exclude each other", "instances", "--gateway", "a:1", "--database", "postgresql://b/c")]
    [InlineData("Gateways is \"a:b\" and must be host:port", "instances", "--gateway", "a:b")]
    [InlineData("Database: must not be empty", "instances", "--database", "")]
    [InlineData("Database: keyword \"foo\" is unknown", "instances", "--database", "Host=h;Password=hunter2;Foo=1")]
    [InlineData("--to: \"0001-01-01T00:00:00Z\" must not be before 1970", "hourly", Id, "--to", "0001-01-01T00:00:00Z")]
    [InlineData("--from: \"1969-12-31T23:59:59Z\" must not be before 1970", "hourly", Id, "--from", "1969-12-31T23:59:59Z")]
    [InlineData("FILE: \"/tmp\" is a directory", "push", "/tmp")]
    [InlineData("--by: \"disk\" must be cpu or memory or memory-share or network", "top", "--by", "disk")]
    [InlineData("--limit: \"1001\" must be a whole number from 1 to 1000", "top", "--limit", "1001")]
    [InlineData("--last: \"5\" must be a number with ms, s, m, h or d, from 1s to 732d", "top", "--last", "5")]
    [InlineData("--from and --last exclude each other", "hourly", Id, "--last", "1h", "--from", "2026-01-01T00:00:00Z")]
    [InlineData("--from and --last exclude each other", "totals", Id, "--last", "1h", "--from", "2026-01-01T00:00:00Z")]
    [InlineData("ID: \"42\" must be a GUID other than the empty one", "latest", Id, "42")]
    [InlineData("which instances? Give their IDs, or --all", "export")]
    [InlineData("which instances? Give their IDs, or --all", "export", Id, "--all")]
    [InlineData("--format: \"xml\" must be csv or ndjson", "export", Id, "--format", "xml")]
    [InlineData("--format, --json and --csv exclude each other", "export", Id, "--json", "--csv")]
    [InlineData("--format, --json and --csv exclude each other", "export", Id, "--json", "--format", "ndjson")]
    [InlineData("--output: \"/tmp\" is a directory", "export", Id, "--output", "/tmp")]
    [InlineData("--output: \"/nonexistent/file\" must be a file in a folder that exists, or -", "export", Id, "--output", "/nonexistent/file")]
    [InlineData("--interval: \"500ms\" must be a number with ms, s, m, h or d, from 1s to 1m", "watch", "--interval", "500ms")]
    [InlineData("--count: \"0\" must be a whole number from 1", "watch", "--count", "0")]
    [InlineData("--limit: \"101\" must be a whole number from 1 to 100", "watch", "--limit", "101")]
    [InlineData("ID excludes --by and --limit", "watch", Id, "--by", "memory")]
    [InlineData("ClusterId is \"\" and must not be empty", "instances", "--cluster-id", "")]
    [InlineData("--format: \"xml\" must be ndjson or csv", "push", "--format", "xml")]
    [InlineData("--network: \"1\" must be delta or cumulative", "push", "--network", "1")]
    [InlineData("--source and --started-at need --network cumulative", "push", "--source", "x")]
    [InlineData("--started-at: \"x\" must be an RFC 3339 time", "push", "--network", "cumulative", "--started-at", "x")]
    [InlineData("--batch: \"10001\" must be a whole number from 1 to 10000", "push", "--batch", "10001")]
    [InlineData("FILE: \"/nonexistent/file\" does not exist", "push", "/nonexistent/file")]
    [InlineData("--rate: \"fast\" must be a whole number from 1 to 10000000, or max", "load", "--rate", "fast")]
    [InlineData("--rate: \"0\" must be a whole number", "load", "--rate", "0")]
    [InlineData("--ack: \"both\" must be accepted or durable", "load", "--ack", "both")]
    [InlineData("--agents: \"65\" must be a whole number from 1 to 64", "load", "--agents", "65")]
    [InlineData("--step: \"1us\" must be a number with ms, s, m, h or d, from 1ms to 1h", "load", "--step", "1us")]
    [InlineData("one run sends at most 10000000000", "load", "--rate", "10000000", "--duration", "1h")]
    [InlineData("--start: \"2020-01-01T00:00:00Z\" makes a sample at 2020-01-01T00:00:00Z, which must be at most 27 days before it is sent", "load", "--start", "2020-01-01T00:00:00Z")]
    [InlineData("--sent needs --verify, and the --start of the run that sent", "load", "--sent", "10")]
    [InlineData("--sent: \"15\" must be a multiple of --batch, which is 10", "load", "--verify", "--database", "sqlite:x", "--start", "2026-01-01T00:00:00Z", "--batch", "10", "--sent", "15")]
    [InlineData("--sent: \"-1\" must be a whole number from 0 to 10000000000", "load", "--sent", "-1")]
    [InlineData("--gateway and --database exclude each other", "load", "--gateway", "a:1", "--database", "postgresql://b/c")]
    [InlineData("--database: scheme must be postgresql", "load", "--verify", "--gateway", "a:1", "--database", "mysql://user:hunter2@host/db")]
    public async Task Wrong_use_is_told_in_one_line_and_exits_2(string expected, params string[] arguments)
    {
        var result = await Command.RunAsync(arguments);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(result.ErrorLines, line => line.StartsWith("launchstack: ", StringComparison.Ordinal) && line.Contains(expected, StringComparison.Ordinal));
        Assert.All(result.ErrorLines, line => Assert.DoesNotContain("   at ", line, StringComparison.Ordinal));
        Assert.DoesNotContain("hunter2", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("recent", "--help")]
    [InlineData("push", "-h")]
    [InlineData("--version")]
    public async Task Help_and_version_are_results(params string[] arguments)
    {
        var result = await Command.RunAsync(arguments);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.NotEmpty(result.Output);
    }

    [Fact]
    public async Task A_gateway_that_is_not_there_is_named_in_one_line_and_exits_1()
    {
        var gateway = $"localhost:{FreePorts.Next()}";

        var result = await Command.RunAsync("instances", "--gateway", gateway);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        var line = Assert.Single(result.ErrorLines);
        Assert.StartsWith($"launchstack: no gateway answers at {gateway} (cluster \"launchstack\"): ", line, StringComparison.Ordinal);
        Assert.EndsWith("Is a silo running there? --gateway host:port names another", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_named_without_its_password()
    {
        var result = await Command.RunAsync("instances", "--database", $"postgresql://user:hunter2@127.0.0.1:{FreePorts.Next()}/metrics");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("/metrics", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", result.Error, StringComparison.Ordinal);
    }
}
