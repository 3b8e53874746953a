using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace LaunchStack.Metrics.Silo.Tests.Support;

/// <summary>The API's own description, to hold answers against.</summary>
internal sealed class ApiDocument
{
    private static readonly string[] Methods = ["get", "post", "put", "patch", "delete"];

    private ApiDocument(JsonNode root) => Root = root;

    public JsonNode Root { get; }

    /// <summary>The operations by method and path, such as <c>get /api/v1/instances</c>.</summary>
    public IEnumerable<(string Name, JsonNode Operation)> Operations =>
        from path in Root["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where Methods.Contains(operation.Key)
        select ($"{operation.Key} {path.Key}", operation.Value!);

    public static async Task<ApiDocument> ReadAsync(HttpClient http)
    {
        var root = (await http.ReadAsync("/openapi/v1.json")).Body;
        Assert.StartsWith("3.1", (string?)root["openapi"], StringComparison.Ordinal);
        return new ApiDocument(root);
    }

    /// <summary>Expects an answer that the document says the operation may have.</summary>
    public async Task AssertDescribesAsync(string name, HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var content = ContentOf(name, (int)answer.StatusCode);
        var type = answer.Content.Headers.ContentType?.MediaType ?? "";
        Assert.True(content[type] is not null, $"{name} answers {(int)answer.StatusCode} as '{type}', which the document does not have");
        AssertValid(content[type]!["schema"]!, JsonNode.Parse(text)!, $"{name} {(int)answer.StatusCode}");
    }

    /// <summary>What the document says of an operation's answers with a status.</summary>
    public JsonNode ContentOf(string name, int status)
    {
        var response = Operations.Single(operation => operation.Name == name).Operation["responses"]![$"{status}"];
        Assert.True(response is not null, $"{name} answers {status}, which the document does not have");
        return response["content"]!;
    }

    /// <summary>Expects a body of a schema.</summary>
    public void AssertValid(JsonNode schema, JsonNode body, string what)
    {
        var whole = schema.DeepClone().AsObject();
        whole["$defs"] = Root["components"]!["schemas"]!.DeepClone();
        var text = whole.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);
        var result = JsonSchema.FromText(text).Evaluate(JsonSerializer.SerializeToElement(body), new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.True(result.IsValid, $"{what}: {body.ToJsonString()}{Environment.NewLine}{JsonSerializer.Serialize(result)}");
    }
}
