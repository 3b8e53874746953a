using LaunchStack.Metrics.Client.Connection;
using LaunchStack.Metrics.Models;
using Microsoft.Extensions.Options;

namespace LaunchStack.Metrics.Client.Tests;

public sealed class OptionsTests
{
    public static TheoryData<string, Action<MetricsClientOptions>> Wrong => new()
    {
        { "Gateways", options => options.Gateways = [] },
        { "Gateways is \"localhost:0\" and must be host:port", options => options.Gateways = ["localhost:0"] },
        { "Gateways", options => options.Gateways = ["a b:30000"] },
        { "Database: must not be empty", options => options.Database = " " },
        { "Database", options => options.Database = "postgresql://host/db?nonsense=1" },
        { "Database: keyword \"foo\" is unknown", options => options.Database = "Host=h;Foo=1" },
        { "Database: keyword \"port\" has a value that it cannot have", options => options.Database = "Host=h;Port=many" },
        { "Database: Host must not be empty", options => options.Database = "Database=metrics" },
        { "ClusterId", options => options.ClusterId = "" },
        { "ServiceId", options => options.ServiceId = " " },
        { "ConnectTimeout", options => options.ConnectTimeout = TimeSpan.FromSeconds(-1) },
        { "ResponseTimeout", options => options.ResponseTimeout = TimeSpan.Zero },
        { "BatchSize is \"10001\" and must be from 1 to 10000", options => options.BatchSize = 10_001 },
        { "FlushInterval", options => options.FlushInterval = TimeSpan.FromDays(25) },
        { "MaxPending", options => options.MaxPending = 0 },
        { "MaxPendingBytes", options => options.MaxPendingBytes = 0 },
        { "ConfirmInterval", options => options.ConfirmInterval = TimeSpan.Zero },
        { "ResendAfter", options => options.ResendAfter = options.ConfirmInterval / 2 },
        { "SpillDirectory", options => options.SpillDirectory = " " },
        { "SpillMaxBytes is \"1\" and must be 4194304 (4 MiB) or more", options => options.SpillMaxBytes = 1 },
        { "Lanes", options => options.Lanes = 65 },
        { "Acknowledgement", options => options.Acknowledgement = (Acknowledgement)7 },
        { "ResendFor", options => options.ResendFor = TimeSpan.FromSeconds(-2) },
        { "PushTimeout", options => options.PushTimeout = TimeSpan.FromSeconds(-2) },
        { "ResendDelay", options => options.ResendDelay = TimeSpan.Zero },
        { "MaxResendDelay", options => options.MaxResendDelay = TimeSpan.FromMilliseconds(1) },
        { "DisposeTimeout", options => options.DisposeTimeout = Timeout.InfiniteTimeSpan },
    };

    [Fact]
    public void The_defaults_are_valid() => MetricsClientOptionsValidator.ThrowIfInvalid(new MetricsClientOptions());

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_value_is_refused_with_the_option_and_its_rule(string expected, Action<MetricsClientOptions> spoil)
    {
        var options = new MetricsClientOptions();
        spoil(options);

        var thrown = Assert.Throws<OptionsValidationException>(() => MetricsClientOptionsValidator.ThrowIfInvalid(options));

        Assert.StartsWith(expected, Assert.Single(thrown.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgresql://user:hunter2@host:99999/db")]
    [InlineData("Host=h;Password=hunter2;Foo=1")]
    [InlineData("Host=h;Password=hunter2;Port=hunter2")]
    [InlineData("Host=h;Password=a;hunter2=b")]
    [InlineData("Host=h;Password=a;hunter2")]
    public void A_database_password_is_never_shown(string database)
    {
        var options = new MetricsClientOptions { Database = database };

        var thrown = Assert.Throws<OptionsValidationException>(() => MetricsClientOptionsValidator.ThrowIfInvalid(options));

        Assert.DoesNotContain("hunter2", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:30001", "localhost", 30001)]
    [InlineData("metrics.example.com", "metrics.example.com", 30000)]
    [InlineData("[::1]:30002", "::1", 30002)]
    [InlineData("[::1]", "::1", 30000)]
    [InlineData("::1", "::1", 30000)]
    [InlineData("10.0.0.7:1", "10.0.0.7", 1)]
    public void A_gateway_is_a_host_and_a_port(string text, string host, int port)
    {
        Assert.True(GatewayAddress.TryParse(text, out var address));
        Assert.Equal(new GatewayAddress(host, port), address);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":30000")]
    [InlineData("host:")]
    [InlineData("host:x")]
    [InlineData("host:70000")]
    [InlineData("http://host:1")]
    public void Other_text_is_no_gateway(string text) => Assert.False(GatewayAddress.TryParse(text, out _));
}
