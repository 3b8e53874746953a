using System.Globalization;
using System.Net;
using LaunchStack.Metrics.Silo.Configuration;
using LaunchStack.Metrics.Silo.Tests.Support;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace LaunchStack.Metrics.Silo.Tests;

public sealed class StartTests(SqliteSilo running)
{
    private const string Secret = "s3cr3t-password";

    [Theory]
    [InlineData("Metrics__FlushInterval", "soon", "Metrics:FlushInterval is 'soon': must be a time span")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "http", "ASPNETCORE_HTTP_PORTS is 'http': must be ports")]
    [InlineData("ASPNETCORE_URLS", "http://0.0.0.0:8080", "must be a loopback address unless Metrics:ApiKey or Metrics:AllowAnonymous is set")]
    [InlineData("DATABASE_URL", "postgresql://user:s3cr3t-password@host:port/db", "DATABASE_URL: ")]
    public async Task A_wrong_option_stops_the_start_in_one_line_that_names_it(string variable, string value, string expected)
    {
        await using var silo = SiloProcess.Launch(new Dictionary<string, string?> { [variable] = value });

        Assert.Equal(2, await silo.Process.WaitForExitAsync());

        var line = Assert.Single(silo.Process.Lines);
        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Metrics__FlushInterval", "00:00:00", "Metrics:FlushInterval is 00:00:00: must be from")]
    [InlineData("Metrics__FlushIntervall", "00:00:05", "FlushIntervall")]
    [InlineData("Metrics__RawRetention", "a month", "Metrics:RawRetention is 'a month': must be a time span such as 30.00:00:00")]
    [InlineData("Metrics__RawRetention", "1.00:00:00", "Metrics:RawRetention is 1.00:00:00: must be from 2.00:00:00 to 3650.00:00:00")]
    [InlineData("Metrics__CpuResolution", "0.01", "Metrics:CpuResolution is 0.01: must be 0 or a power of two from")]
    [InlineData("SCHEMA_DATABASE_URL", "postgresql://user:s3cr3t-password@host/db", "SCHEMA_DATABASE_URL is set: must come with DATABASE_URL")]
    [InlineData("Metrics__Tier", "oracle", "Metrics:Tier is 'oracle': must be auto, timescale, apache or postgres")]
    [InlineData("Metrics__ApiKey", "short", "Metrics:ApiKey is too short: must have at least 16 characters")]
    [InlineData("Metrics__ApiKey", "0123456789abcdef;short", "Metrics:ApiKey is too short: must have at least 16 characters")]
    [InlineData("Metrics__ApiKey", "sha256:0123456789abcdef", "Metrics:ApiKey has a hash that is not 64 hexadecimal digits")]
    [InlineData("Metrics__CorsOrigins", "https://a.example/app", "Metrics:CorsOrigins has 'https://a.example/app': must be a scheme, a host and a port")]
    [InlineData("Metrics__TrustedProxies", "10.0.0.0/8;nginx", "Metrics:TrustedProxies has 'nginx': must be an IP address such as 10.0.0.5, or a network such as 10.0.0.0/8")]
    [InlineData("Metrics__LiveStreamsPerCaller", "0", "Metrics:LiveStreamsPerCaller is 0: must be from 1 to 100000")]
    [InlineData("Cluster__SiloPort", "0", "Cluster:SiloPort is 0: must be from 1 to 65535")]
    [InlineData("Cluster__DeadAfter", "00:00:02", "Cluster:DeadAfter is 00:00:02: must be from 00:00:03 to 00:05:00")]
    [InlineData("Cluster__DeadAfter", "00:05:01", "Cluster:DeadAfter is 00:05:01: must be from 00:00:03 to 00:05:00")]
    [InlineData("Cluster__BalanceInterval", "00:00:00.5", "Cluster:BalanceInterval is 00:00:00.5000000: must be 0 or from 00:00:01 to 01:00:00")]
    [InlineData("Cluster__BalanceInterval", "01:00:01", "Cluster:BalanceInterval is 01:00:01: must be 0 or from 00:00:01 to 01:00:00")]
    [InlineData("Cluster__AdvertisedAddress", "here", "Cluster:AdvertisedAddress is here: must be an IP address")]
    [InlineData("Cluster__ListenAddress", "0.0.0.0", "Cluster:ListenAddress is 0.0.0.0: must be a loopback address unless Metrics:ApiKey or Metrics:AllowAnonymous is set")]
    [InlineData("Cluster__ListenAddress", "everywhere", "Cluster:ListenAddress is everywhere: must be an IP address")]
    [InlineData("ConnectionStrings__Metrics", "Host=h;Password=s3cr3t-password;Foo=1", "ConnectionStrings:Metrics: foo is not a keyword of Npgsql")]
    [InlineData("ConnectionStrings__Metrics", "Host=h;Password=s3cr3t-password;Port=abc", "ConnectionStrings:Metrics")]
    [InlineData("ConnectionStrings__Metrics", "postgresql://u:s3cr3t-password@h/db", "a URL goes into DATABASE_URL")]
    [InlineData("DATABASE_URL", "postgresql://user:s3cr3t-password@host/db?sslmod=require", "sslmod")]
    public void A_wrong_option_is_refused_in_one_line_that_names_it(string variable, string value, string expected)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new(variable.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal), value)])
            .Build();

        var line = Assert.Throws<ConfigurationException>(() => SiloConfiguration.Read(configuration)).Message;

        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
        Assert.DoesNotContain(Secret, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_silo_on_the_same_file_is_refused_in_one_line()
    {
        var first = running.Silo;
        await using var second = SiloProcess.Launch(folder: first.Folder);

        Assert.Equal(1, await second.Process.WaitForExitAsync());

        Assert.Contains("is in use by another process", Assert.Single(second.Process.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_refused_in_one_line_that_names_the_option()
    {
        var first = running.Silo;
        await using var second = SiloProcess.Launch(new Dictionary<string, string?> { ["Cluster__GatewayPort"] = $"{first.GatewayPort}" });

        Assert.Equal(1, await second.Process.WaitForExitAsync());

        Assert.Contains($"Cluster:GatewayPort is {first.GatewayPort}: another process", Assert.Single(second.Process.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ASPNETCORE_HTTP_PORTS", "{0}")]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:{0}")]
    [InlineData("ASPNETCORE_URLS", "http://localhost:{0}/")]
    public async Task An_HTTP_port_that_is_taken_is_refused_in_one_line_that_names_the_option(string option, string value)
    {
        var first = running.Silo;
        var port = first.Http.BaseAddress!.Port;
        await using var second = SiloProcess.Launch(
            new Dictionary<string, string?> { [option] = string.Format(CultureInfo.InvariantCulture, value, port) });

        Assert.Equal(1, await second.Process.WaitForExitAsync());

        Assert.Contains($"{option} is {port}: another process", Assert.Single(second.Process.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_waits_for_its_database_alive_and_not_ready_and_says_so_once()
    {
        await using var server = await OwnServerAsync();
        await using var database = await PostgresDatabase.CreateAsync(server);
        await server.StopAsync();
        var password = new NpgsqlConnectionStringBuilder(database.ConnectionString).Password;
        await using var silo = SiloProcess.Launch(new Dictionary<string, string?> { ["ConnectionStrings__Metrics"] = database.ConnectionString });

        await silo.Process.WaitForLineAsync("trying again until it does");
        Assert.Equal(HttpStatusCode.OK, (await silo.Http.ReadAsync("/health/live")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await silo.Http.ReadAsync("/health/ready")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await silo.Http.ReadAsync("/health/silo")).Status);
        using (var push = await silo.Http.PostAsync(new Uri("samples", UriKind.Relative), new StringContent("[]")))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, push.StatusCode);
            Assert.NotNull(push.Headers.RetryAfter);
        }

        await AssertUnavailableAsync(silo.Http);

        await server.StartAsync();
        await silo.Process.WaitForLineAsync("launchstack-silo 0");

        Assert.Equal(HttpStatusCode.OK, (await silo.Http.ReadAsync("/health/ready")).Status);
        Assert.Single(silo.Process.Lines, line => line.Contains("trying again until it does", StringComparison.Ordinal));
        Assert.DoesNotContain(silo.Process.Lines, line => password is { Length: > 0 } && line.Contains(password, StringComparison.Ordinal));
        Assert.DoesNotContain(silo.Process.Lines, line => line.Contains("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_silo_that_is_told_to_stop_while_it_waits_for_its_database_exits_with_0()
    {
        await using var server = await OwnServerAsync();
        await server.StopAsync();
        await using var silo = SiloProcess.Launch(new Dictionary<string, string?> { ["ConnectionStrings__Metrics"] = server.ConnectionString });
        await silo.Process.WaitForLineAsync("trying again until it does");

        await silo.TerminateAsync();
        Assert.DoesNotContain(silo.Process.Lines, line => line.Contains("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_database_that_goes_and_comes_back_loses_nothing_that_was_accepted()
    {
        await using var server = await OwnServerAsync();
        await using var database = await PostgresDatabase.CreateAsync(server);
        await using var silo = await SiloProcess.StartAsync(new Dictionary<string, string?>
        {
            ["ConnectionStrings__Metrics"] = database.ConnectionString,
            ["Metrics__FlushInterval"] = "00:00:00.200",
        });
        var id = Guid.NewGuid();
        var start = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        Assert.Equal(HttpStatusCode.OK, (await silo.Http.PushAsync(id, $"[{HttpCalls.SampleAt(start)}]", "?ack=durable")).Status);

        await server.CrashAsync();
        Assert.Equal(HttpStatusCode.Accepted, (await silo.Http.PushAsync(id, $"[{HttpCalls.SampleAt(start.AddSeconds(1))}]")).Status);
        await silo.Process.WaitForLineAsync("trying again until it does");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await silo.Http.ReadAsync("/health/ready")).Status);
        Assert.Equal(HttpStatusCode.OK, (await silo.Http.ReadAsync("/health/silo")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await silo.Http.ReadAsync($"instances/{id}/samples")).Status);
        await server.StartAsync();

        await silo.Process.WaitForLineAsync("answers again");
        Assert.Equal(2, (await silo.Http.ReadAsync($"instances/{id}/samples")).Body["items"]!.AsArray().Count);
        await silo.TerminateAsync();
        Assert.Contains("2 samples accepted, 2 durable, 0 lost", silo.Process.Lines.Last(), StringComparison.Ordinal);
    }

    /// <summary>Every question is answered with the 503 that the document says, but for that about the service itself.</summary>
    private static async Task AssertUnavailableAsync(HttpClient http)
    {
        var document = await ApiDocument.ReadAsync(http);
        foreach (var (name, _) in document.Operations.Where(operation => operation.Name.StartsWith("get ", StringComparison.Ordinal)))
        {
            using var answer = await http.GetAsync(new Uri(name["get ".Length..].Replace("{id}", $"{Guid.NewGuid()}", StringComparison.Ordinal), UriKind.Relative));
            Assert.Equal((name, HttpStatusCode.ServiceUnavailable), (name, answer.StatusCode));
            await document.AssertDescribesAsync(name, answer);
        }
    }

    private static async Task<PostgresServer> OwnServerAsync()
    {
        // Skips, or fails in CI, where there is no server at all.
        await using var probe = await PostgresDatabase.CreateAsync(Tier.Postgres);
        return await PostgresServer.StartOwnAsync();
    }
}
