using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Silo.Tests;

/// <summary><c>launchstack-silo health</c>, which a container's health check runs.</summary>
public sealed class HealthCommandTests
{
    [Theory]
    [InlineData("ASPNETCORE_HTTP_PORTS", "{0}")]
    [InlineData("ASPNETCORE_URLS", "http://*:{0}")]
    public async Task It_says_that_a_silo_is_ready_wherever_that_listens(string variable, string value)
    {
        var port = FreePorts.Next();
        var where = new Dictionary<string, string?>
        {
            ["ASPNETCORE_HTTP_PORTS"] = null,
            [variable] = value.Replace("{0}", $"{port}", StringComparison.Ordinal),
            ["Metrics__AllowAnonymous"] = "true",
            // Of no use to the container itself.
            ["http_proxy"] = "http://127.0.0.1:9",
        };
        await using var silo = await SiloProcess.StartAsync(where);

        await AssertAnswersAsync(0, "\"status\":\"ok\"", where);
    }

    [Fact]
    public async Task It_fails_with_the_checks_that_fail_while_a_silo_waits_for_its_database()
    {
        var where = new Dictionary<string, string?>
        {
            ["ASPNETCORE_HTTP_PORTS"] = $"{FreePorts.Next()}",
            ["DATABASE_URL"] = $"postgresql://nobody@127.0.0.1:{FreePorts.Next()}/nothing",
        };
        await using var silo = SiloProcess.Launch(where);
        await silo.Process.WaitForLineAsync("trying again until it does");

        await AssertAnswersAsync(1, "the database was not reached yet", where);
    }

    [Theory]
    [InlineData("ASPNETCORE_HTTP_PORTS", "9", "localhost:9")]
    [InlineData("ASPNETCORE_URLS", "https://localhost", "ASPNETCORE_URLS is 'https://localhost': has no http address")]
    [InlineData("ASPNETCORE_URLS", "here", "here")]
    public async Task It_fails_in_one_line_where_there_is_nothing_to_ask(string variable, string value, string expected) =>
        await AssertAnswersAsync(1, expected, new Dictionary<string, string?> { [variable] = value });

    private static async Task AssertAnswersAsync(int exitCode, string line, Dictionary<string, string?> environment)
    {
        await using var asking = ChildProcess.StartAssembly(Path.Combine(AppContext.BaseDirectory, "launchstack-silo.dll"), ["health"], environment);

        Assert.Equal(exitCode, await asking.WaitForExitAsync());
        Assert.Contains(line, Assert.Single(asking.Lines), StringComparison.Ordinal);
    }
}
