using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LaunchStack.Metrics.Silo.Tests.Support;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;
using Npgsql;

namespace LaunchStack.Metrics.Silo.Tests;

public sealed class InstanceTests(SqliteSilo silo) : IClassFixture<SqliteSilo>
{
    private readonly Guid _id = Guid.NewGuid();

    [Fact]
    public async Task An_instance_is_created_where_it_says_and_only_once()
    {
        var body = $$"""{"id":"{{_id}}","name":"web-1"}""";
        using var created = await silo.Http.PostAsync(new Uri("instances/", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal((HttpStatusCode.Created, $"/api/v1/instances/{_id}"), (created.StatusCode, created.Headers.Location?.ToString()));
        var instance = await created.Content.ReadAsStringAsync();
        Assert.Equal(["id", "name", "created_at"], JsonNode.Parse(instance)!.AsObject().Select(member => member.Key));

        var (status, read) = await silo.Http.ReadAsync($"instances/{_id}");
        Assert.Equal((HttpStatusCode.OK, instance), (status, read.ToJsonString()));
        var (again, problem) = await silo.Http.SendAsync(HttpMethod.Post, "instances", body);
        Assert.Equal((HttpStatusCode.Conflict, $"instance {_id} exists already"), (again, (string?)problem["error"]));
        var (_, unnamed) = await silo.Http.SendAsync(HttpMethod.Post, "instances", "{}");
        Assert.True(Guid.TryParse((string?)unnamed["id"], out _));
        Assert.Equal("", (string?)unnamed["name"]);
    }

    [Theory]
    [InlineData("""{"id":"42"}""", "id")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000000"}""", "id")]
    [InlineData("""{"name":7}""", "name")]
    [InlineData("""{"user":"me"}""", "user")]
    [InlineData("null", "body")]
    [InlineData("[", "body")]
    public async Task An_instance_that_breaks_a_rule_is_refused_by_its_field(string body, string field)
    {
        var (status, problem) = await silo.Http.SendAsync(HttpMethod.Post, "instances", body);
        Assert.Equal((HttpStatusCode.BadRequest, field), (status, (string?)problem["field"]));
    }

    [Fact]
    public async Task A_name_of_256_characters_is_refused()
    {
        var (status, problem) = await silo.Http.SendAsync(HttpMethod.Post, "instances", $$"""{"name":"{{new string('x', 256)}}"}""");
        Assert.Equal((HttpStatusCode.BadRequest, "name"), (status, (string?)problem["field"]));
    }

    [Fact]
    public async Task A_deleted_instance_is_gone_with_all_it_had_and_takes_pushes_again_when_it_is_created_again()
    {
        var other = Guid.NewGuid();
        var sample = $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]";
        foreach (var id in (Guid[])[_id, other])
        {
            Assert.Equal(HttpStatusCode.OK, (await silo.Http.PushAsync(id, sample, "?ack=durable")).Status);
        }

        await silo.Http.SendAsync(HttpMethod.Put, $"instances/{_id}/settings", """{"labels":{"team":"blue"}}""");
        Assert.Equal(HttpStatusCode.NoContent, (await silo.Http.SendAsync(HttpMethod.Delete, $"instances/{_id}")).Status);

        foreach (var path in (string[])["", "/samples", "/hourly", "/daily", "/stats", "/settings"])
        {
            Assert.Equal((path, HttpStatusCode.NotFound), (path, (await silo.Http.ReadAsync($"instances/{_id}{path}")).Status));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await silo.Http.SendAsync(HttpMethod.Delete, $"instances/{_id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await silo.Http.PushAsync(_id, sample)).Status);
        var now = HttpCalls.Now;
        var (mixed, receipt) = await silo.Http.SendAsync(
            HttpMethod.Post, "samples", $$"""[{"instance_id":"{{_id}}","timestamp":"{{now}}"},{"instance_id":"{{other}}","timestamp":"{{now}}"}]""");
        Assert.Equal((HttpStatusCode.Accepted, 1), (mixed, (int)receipt["accepted"]!));
        Assert.Equal("""[{"index":0,"field":"instance_id","error":"is not a registered instance"}]""", receipt["rejected"]!.ToJsonString());

        Assert.Equal(HttpStatusCode.Created, (await silo.Http.SendAsync(HttpMethod.Post, "instances", $$"""{"id":"{{_id}}"}""")).Status);
        Assert.Empty((await silo.Http.ReadAsync($"instances/{_id}/samples")).Body["items"]!.AsArray());
        Assert.Empty((await silo.Http.ReadAsync($"instances/{_id}/settings")).Body["labels"]!.AsObject());
        Assert.Equal(HttpStatusCode.OK, (await silo.Http.PushAsync(_id, sample, "?ack=durable")).Status);
    }

    [Fact]
    public async Task Instances_that_are_managed_elsewhere_are_neither_created_nor_deleted_here()
    {
        await using var database = await PostgresDatabase.CreateAsync(Tier.Postgres);
        await using (var connection = new NpgsqlConnection(database.ConnectionString))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = new NpgsqlCommand($"CREATE TABLE instances (id UUID PRIMARY KEY); INSERT INTO instances VALUES ('{_id}')", connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await using var other = await SiloProcess.StartAsync(new Dictionary<string, string?> { ["ConnectionStrings__Metrics"] = database.ConnectionString });
        foreach (var (method, path, body) in ((HttpMethod, string, string?)[])
            [(HttpMethod.Post, "instances", "{}"), (HttpMethod.Delete, $"instances/{_id}", null)])
        {
            var (status, problem) = await other.Http.SendAsync(method, path, body);
            Assert.Equal(HttpStatusCode.Conflict, status);
            Assert.Contains("managed elsewhere", (string?)problem["error"], StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await other.Http.ReadAsync($"instances/{_id}")).Status);
    }
}
