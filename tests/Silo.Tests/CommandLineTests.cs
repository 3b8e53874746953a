using LaunchStack.Metrics.Silo.Configuration;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Silo.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--port is not an option", "--port", "9000")]
    [InlineData("--unknown is not an option", "--unknown=1")]
    [InlineData("foo is not an option", "foo")]
    [InlineData("Metrics:FlushInterval is not an option", "Metrics:FlushInterval=00:00:02")]
    [InlineData("00:00:02 is not an option", "--Metrics:FlushInterval=00:00:02", "00:00:02")]
    [InlineData("--Metrics:FlushInterval has no value", "--Metrics:FlushInterval")]
    public void What_is_no_option_is_refused_by_name(string expected, params string[] args) =>
        Assert.StartsWith(expected, Assert.Throws<ConfigurationException>(() => CommandLineCheck.Check(args)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData]
    [InlineData("--Metrics:FlushInterval=00:00:02", "--cluster:GatewayPort", "30001")]
    [InlineData("--urls=http://127.0.0.1:8081", "--DATABASE_URL=postgresql://a@b/c?d=e")]
    [InlineData("--Logging:LogLevel:Default=Debug", "--OTEL_EXPORTER_OTLP_ENDPOINT=http://x", "--ASPNETCORE_HTTP_PORTS", "1")]
    public void Options_are_taken_with_their_values(params string[] args) => CommandLineCheck.Check(args);

    [Fact]
    public async Task A_silo_with_a_word_that_is_no_option_does_not_start_and_exits_2()
    {
        await using var silo = ChildProcess.StartAssembly(Path.Combine(AppContext.BaseDirectory, "launchstack-silo.dll"), ["--port", "9000"]);

        Assert.Equal(2, await silo.WaitForExitAsync());
        Assert.Equal(["launchstack-silo: --port is not an option; options are --Section:Option=value, see --help"], silo.Lines);
    }
}
