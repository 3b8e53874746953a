using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LaunchStack.Metrics.Silo.Tests.Support;
using LaunchStack.Metrics.Storage;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;
using Npgsql;

namespace LaunchStack.Metrics.Silo.Tests;

public sealed class InstanceTests(SqliteSilo silo)
{
    private readonly Guid _id = Guid.NewGuid();

    private static string TooLong => new('x', 256);

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
        var (status, problem) = await silo.Http.SendAsync(HttpMethod.Post, "instances", $$"""{"name":"{{TooLong}}"}""");
        Assert.Equal((HttpStatusCode.BadRequest, "name"), (status, (string?)problem["field"]));
        Assert.Equal(HttpStatusCode.BadRequest, (await silo.Http.SendAsync(HttpMethod.Patch, $"instances/{_id}", $$"""{"name":"{{TooLong}}"}""")).Status);
    }

    [Fact]
    public async Task A_new_name_is_answered_at_once_and_null_takes_it_away()
    {
        await silo.Http.SendAsync(HttpMethod.Post, "instances", $$"""{"id":"{{_id}}","name":"web-1"}""");
        var (status, renamed) = await silo.Http.SendAsync(HttpMethod.Patch, $"instances/{_id}/", """{"name":"Größe 2"}""");
        Assert.Equal((HttpStatusCode.OK, "Größe 2"), (status, (string?)renamed["name"]));
        Assert.Equal(["id", "name", "created_at"], renamed.AsObject().Select(member => member.Key));
        Assert.Equal(renamed.ToJsonString(), (await silo.Http.ReadAsync($"instances/{_id}")).Body.ToJsonString());
        Assert.Equal(renamed.ToJsonString(), Assert.Single((await silo.Http.ReadAsync("instances?name=gr%C3%96%C3%9Fe%202")).Body["items"]!.AsArray())!.ToJsonString());
        foreach (var none in (string[])["""{"name":null}""", """{"name":""}"""])
        {
            await silo.Http.SendAsync(HttpMethod.Patch, $"instances/{_id}", """{"name":"some"}""");
            Assert.Equal("", (string?)(await silo.Http.SendAsync(HttpMethod.Patch, $"instances/{_id}", none)).Body["name"]);
            Assert.Equal("", (string?)(await silo.Http.ReadAsync($"instances/{_id}")).Body["name"]);
        }
    }

    [Fact]
    public async Task An_instance_is_renamed_before_its_first_samples_are_flushed_and_not_where_there_is_none()
    {
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]");
        Assert.Equal("early", (string?)(await silo.Http.SendAsync(HttpMethod.Patch, $"instances/{_id}", """{"name":"early"}""")).Body["name"]);
        Assert.Equal(HttpStatusCode.NotFound, (await silo.Http.SendAsync(HttpMethod.Patch, $"instances/{Guid.NewGuid()}", """{"name":"x"}""")).Status);
        await silo.Http.SendAsync(HttpMethod.Delete, $"instances/{_id}");
        Assert.Equal(HttpStatusCode.NotFound, (await silo.Http.SendAsync(HttpMethod.Patch, $"instances/{_id}", """{"name":"x"}""")).Status);
    }

    [Theory]
    [InlineData("""{"name":7}""", "name")]
    [InlineData("{}", "name")]
    [InlineData("""{"name":"\ud800"}""", "name")]
    [InlineData("""{"name":"\u0000"}""", "name")]
    [InlineData("""{"name":"x","id":"6f9619ff-8b86-4d01-b42d-00cf4fc964ff"}""", "id")]
    [InlineData("""{"has_name":true}""", "has_name")]
    [InlineData("null", "body")]
    [InlineData("[", "body")]
    public async Task A_change_that_breaks_a_rule_is_refused_by_its_field_and_changes_nothing(string body, string field)
    {
        await silo.Http.SendAsync(HttpMethod.Post, "instances", $$"""{"id":"{{_id}}","name":"web-1"}""");
        var (status, problem) = await silo.Http.SendAsync(HttpMethod.Patch, $"instances/{_id}", body);
        Assert.Equal((HttpStatusCode.BadRequest, field), (status, (string?)problem["field"]));
        Assert.NotEmpty((string)problem["rule"]!);
        Assert.Equal("web-1", (string?)(await silo.Http.ReadAsync($"instances/{_id}")).Body["name"]);
    }

    [Fact]
    public async Task Instances_are_listed_by_a_part_of_their_names_page_by_page()
    {
        var mark = Guid.NewGuid().ToString("n");
        var created = new List<string>();
        foreach (var name in (string[])[$"Web_{mark}", $"WEB_{mark}%", $"webX{mark}", $"db_{mark}", $"x-wEb_{mark}"])
        {
            created.Add((string)(await silo.Http.SendAsync(HttpMethod.Post, "instances", $$"""{"name":"{{name}}"}""")).Body["id"]!);
        }

        var expected = new[] { created[0], created[1], created[4] }.Order(StringComparer.Ordinal).ToList();
        var query = $"instances?name=web_{mark.ToUpperInvariant()}&limit=2";
        var first = (await silo.Http.ReadAsync(query)).Body;
        var second = (await silo.Http.ReadAsync($"{query}&cursor={first["next"]}")).Body;
        Assert.Equal((2, 1), (first["items"]!.AsArray().Count, second["items"]!.AsArray().Count));
        Assert.Equal(expected, first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Select(item => (string?)item!["id"]));
        Assert.Null(second["next"]);
        Assert.Equal(created[1], (string?)Assert.Single((await silo.Http.ReadAsync($"instances?name={mark}%25")).Body["items"]!.AsArray())!["id"]);
        Assert.Empty((await silo.Http.ReadAsync($"instances?name=w%25{mark}")).Body["items"]!.AsArray());
        Assert.True((await silo.Http.ReadAsync("instances?name=&limit=10000")).Body["items"]!.AsArray().Count >= created.Count);
    }

    [Fact]
    public async Task A_part_that_no_name_can_have_is_refused()
    {
        foreach (var part in (string[])["%00", TooLong])
        {
            var (status, problem) = await silo.Http.ReadAsync($"instances?name={part}");
            Assert.Equal((HttpStatusCode.BadRequest, "name"), (status, (string?)problem["field"]));
        }
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
    public async Task Instances_that_are_managed_elsewhere_are_neither_created_nor_renamed_nor_deleted_here()
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
            [(HttpMethod.Post, "instances", "{}"), (HttpMethod.Patch, $"instances/{_id}", """{"name":"x"}"""), (HttpMethod.Delete, $"instances/{_id}", null)])
        {
            var (status, problem) = await other.Http.SendAsync(method, path, body);
            Assert.Equal(HttpStatusCode.Conflict, status);
            Assert.Contains("managed elsewhere", (string?)problem["error"], StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await other.Http.ReadAsync($"instances/{_id}")).Status);
    }
}
