using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LaunchStack.Metrics.Json;
using LaunchStack.Metrics.Silo.Tests.Support;

namespace LaunchStack.Metrics.Silo.Tests;

/// <summary>The API's own description against what it answers.</summary>
public sealed class OpenApiTests(SqliteSilo silo)
{
    private readonly Guid _id = Guid.NewGuid();

    [Fact]
    public async Task Every_operation_has_a_name_a_summary_and_examples_of_its_own_shape()
    {
        var document = await ApiDocument.ReadAsync(silo.Http);
        foreach (var (name, operation) in document.Operations)
        {
            Assert.False(string.IsNullOrEmpty((string?)operation["operationId"]), name);
            Assert.False(string.IsNullOrEmpty((string?)operation["summary"]), name);
            Assert.All(operation["parameters"]?.AsArray() ?? [], parameter => Assert.False(string.IsNullOrEmpty((string?)parameter!["description"]), $"{name}: {parameter}"));
            foreach (var media in Contents(operation).Where(media => media["example"] is not null))
            {
                document.AssertValid(media["schema"]!, media["example"]!, name);
            }
        }

        var limit = document.Root["paths"]!["/api/v1/instances/{id}/samples"]!["get"]!["parameters"]!.AsArray().Single(parameter => (string?)parameter!["name"] == "limit");
        Assert.Equal(10_000, (int)limit!["schema"]!["maximum"]!);
    }

    [Fact]
    public async Task Live_answers_have_the_shape_that_the_document_says()
    {
        var document = await ApiDocument.ReadAsync(silo.Http);
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]", "?ack=durable");
        var unknown = Guid.NewGuid();
        var answered = 0;
        foreach (var (name, operation) in document.Operations.Where(operation => operation.Name.StartsWith("get ", StringComparison.Ordinal)))
        {
            foreach (var (id, query) in new[] { (_id, ""), (unknown, ""), (_id, "?limit=0&from=x&period=x") })
            {
                var path = name["get ".Length..].Replace("{id}", $"{id}", StringComparison.Ordinal);
                var (status, body) = await silo.Http.ReadAsync($"{path}{query}{Required(operation, query, id)}");
                document.AssertValid(JsonOf(document.ContentOf(name, (int)status))["schema"]!, body, $"{name} {(int)status}");
                answered += status == HttpStatusCode.OK ? 1 : 0;
            }
        }

        Assert.True(answered >= 16, $"{answered} answers");
    }

    [Fact]
    public async Task Lists_have_the_formats_that_the_document_says_with_the_names_of_its_examples()
    {
        var document = await ApiDocument.ReadAsync(silo.Http);
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]", "?ack=durable");
        var lists = document.Operations.Where(operation => operation.Operation["responses"]!["200"]?["content"]?["text/csv"] is not null).ToList();
        Assert.Equal(8, lists.Count);
        foreach (var (name, operation) in lists)
        {
            var content = operation["responses"]!["200"]!["content"]!;
            var path = name["get ".Length..].Replace("{id}", $"{_id}", StringComparison.Ordinal);
            foreach (var format in new[] { "text/csv", "application/x-ndjson" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, $"{path}{Required(operation, "", _id)}");
                request.Headers.Add("Accept", format);
                using var answer = await silo.Http.SendAsync(request, TestContext.Current.CancellationToken);
                Assert.Equal((HttpStatusCode.OK, format), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
                Assert.Equal(NamesOf((string)content[format]!["example"]!), NamesOf(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
            }
        }

        static string NamesOf(string text) =>
            text[0] == '{' ? string.Join(',', JsonNode.Parse(text.Split('\n')[0])!.AsObject().Select(member => member.Key)) : text.Split("\r\n")[0];
    }

    [Fact]
    public async Task Pushes_and_changes_are_answered_as_the_document_says()
    {
        var document = await ApiDocument.ReadAsync(silo.Http);
        foreach (var (name, operation) in document.Operations.Where(operation => operation.Operation["requestBody"] is not null))
        {
            var example = Assert.Single(operation["requestBody"]!["content"]!.AsObject()).Value!["example"]!.DeepClone();
            if (example["samples"] is JsonArray samples)
            {
                samples[0]!["timestamp"] = HttpCalls.Now;
            }

            var (method, path) = (name.Split(' ')[0], name.Split(' ')[1].Replace("{id}", $"{_id}", StringComparison.Ordinal));
            await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow())}]", "?ack=durable");
            var (status, body) = await silo.Http.SendAsync(new HttpMethod(method.ToUpperInvariant()), path, example.ToJsonString());

            Assert.InRange((int)status, 200, 299);
            document.AssertValid(Assert.Single(operation["responses"]![$"{(int)status}"]!["content"]!.AsObject()).Value!["schema"]!, body, name);
        }
    }

    [Fact]
    public async Task Answers_that_may_be_kept_are_those_that_the_document_says()
    {
        var document = await ApiDocument.ReadAsync(silo.Http);
        await silo.Http.PushAsync(_id, $"[{HttpCalls.SampleAt(TimeProvider.System.GetUtcNow().AddDays(-3))}]", "?ack=durable");
        var past = $"?from={Rfc3339.Format(TimeProvider.System.GetUtcNow().AddDays(-4))}&to={Rfc3339.Format(TimeProvider.System.GetUtcNow().AddDays(-2))}";
        var kept = new List<string>();
        var ranges = document.Operations.Where(operation => (operation.Operation["parameters"]?.AsArray() ?? []).Any(parameter => (string?)parameter!["name"] == "to"));
        foreach (var (name, operation) in ranges)
        {
            var path = $"{name["get ".Length..].Replace("{id}", $"{_id}", StringComparison.Ordinal)}{past}{Required(operation, past, _id)}";
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("Accept", name.EndsWith("/samples", StringComparison.Ordinal) ? "application/x-ndjson" : "application/json");
            using var answer = await silo.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal((name, HttpStatusCode.OK), (name, answer.StatusCode));
            var responses = operation["responses"]!;
            Assert.Equal((name, answer.Headers.ETag is not null), (name, responses["304"] is not null && responses["200"]!["headers"]?["ETag"] is not null));
            if (answer.Headers.ETag is { } tag)
            {
                kept.Add(name);
                using var again = new HttpRequestMessage(HttpMethod.Get, path);
                again.Headers.IfNoneMatch.Add(tag);
                using var unchanged = await silo.Http.SendAsync(again, TestContext.Current.CancellationToken);
                Assert.Equal((name, HttpStatusCode.NotModified), (name, unchanged.StatusCode));
            }
        }

        Assert.Equal(6, kept.Count);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_as_the_document_says()
    {
        var document = await ApiDocument.ReadAsync(silo.Http);
        foreach (var (name, _) in document.Operations.Where(operation => operation.Operation["requestBody"] is not null))
        {
            var (method, path) = (name.Split(' ')[0], name.Split(' ')[1].Replace("{id}", $"{_id}", StringComparison.Ordinal));
            using var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), path)
            {
                Content = new StringContent($"{new string(' ', 5 * 1024 * 1024)}{{}}", Encoding.UTF8, "application/json"),
            };
            request.Headers.ExpectContinue = true;
            using var answer = await silo.Http.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal((name, HttpStatusCode.RequestEntityTooLarge), (name, answer.StatusCode));
            await document.AssertDescribesAsync(name, answer);
        }
    }

    [Fact]
    public async Task There_is_a_page_to_try_it_with_all_its_files()
    {
        var page = await silo.Http.GetStringAsync(new Uri("/docs/index.html", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("swagger-ui", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asks_for_nothing_is_led_to_the_page()
    {
        using var answer = await silo.Http.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, "/docs/index.html"), (answer.StatusCode, answer.RequestMessage!.RequestUri!.AbsolutePath));
    }

    private static string Required(JsonNode operation, string query, Guid id) =>
        (operation["parameters"]?.AsArray() ?? []).Any(parameter => (string?)parameter!["name"] == "instances" && (bool?)parameter["required"] == true)
            ? $"{(query.Length == 0 ? '?' : '&')}instances={id}"
            : "";

    private static JsonNode JsonOf(JsonNode content) => content["application/json"] ?? Assert.Single(content.AsObject()).Value!;

    private static IEnumerable<JsonNode> Contents(JsonNode operation) => operation["responses"]!.AsObject()
        .Select(response => response.Value!["content"])
        .Append(operation["requestBody"]?["content"])
        .SelectMany(content => content?.AsObject().Select(media => media.Value!) ?? []);
}
