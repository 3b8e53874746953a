using System.Text.Json;
using LaunchStack.Metrics.Cli.Tests.Support;

namespace LaunchStack.Metrics.Cli.Tests.EndToEnd;

public sealed class InstanceTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    [Fact]
    public async Task An_instance_is_created_deleted_and_created_again()
    {
        var created = await silo.RunAsync("instances", "create", "--name", "web-1");
        var id = Guid.Parse(created.Output);
        Assert.Contains("web-1", (await silo.RunAsync("instances")).Output, StringComparison.Ordinal);
        var conflict = await silo.RunAsync("instances", "create", $"{id}");
        Assert.Equal((1, $"launchstack: instance {id} exists already"), (conflict.ExitCode, Assert.Single(conflict.ErrorLines)));

        var deleted = await silo.RunAsync("instances", "delete", $"{id}", "--yes");
        Assert.Equal((0, $"deleted {id}\n", ""), (deleted.ExitCode, deleted.Output, deleted.Error));
        var gone = await silo.RunAsync("instances", "delete", $"{id}", "--yes");
        Assert.Equal((1, $"launchstack: unknown instance {id}"), (gone.ExitCode, Assert.Single(gone.ErrorLines)));
        using var file = new InputFile("", Lines.Json(id, 0));
        Assert.Equal(1, (await silo.RunAsync("push", file.Path)).ExitCode);

        var again = await silo.RunAsync("instances", "create", $"{id}", "--json");
        using var json = JsonDocument.Parse(again.Output);
        Assert.Equal(["id", "name", "created_at"], json.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(0, (await silo.RunAsync("push", file.Path, "--durable")).ExitCode);
        Assert.Equal($$"""{"deleted":"{{id}}"}""" + "\n", (await silo.RunAsync("instances", "delete", $"{id}", "--yes", "--json")).Output);
    }

    [Fact]
    public async Task An_instance_is_renamed_and_listed_by_a_part_of_its_name()
    {
        var mark = Guid.NewGuid().ToString("n");
        var id = Guid.Parse((await silo.RunAsync("instances", "create", "--name", $"web-{mark}")).Output);
        var other = Guid.Parse((await silo.RunAsync("instances", "create", "--name", $"db-{mark}")).Output);

        var renamed = await silo.RunAsync("instances", "rename", $"{id}", $"api-{mark}");
        Assert.Equal((0, $"renamed {id}\n", ""), (renamed.ExitCode, renamed.Output, renamed.Error));
        var listed = await silo.RunAsync("instances", "--name", $"API-{mark}");
        Assert.Contains($"{id}", listed.Output, StringComparison.Ordinal);
        Assert.Contains($"api-{mark}", listed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain($"{other}", listed.Output, StringComparison.Ordinal);
        Assert.Equal(2, await CountAsync("--name", mark));
        Assert.Equal(1, await CountAsync("--name", mark, "--limit", "1"));
        Assert.Equal(0, await CountAsync("--name", $"web-{mark}"));

        var nameless = await silo.RunAsync("instances", "rename", $"{id}", "", "--json");
        using var json = JsonDocument.Parse(nameless.Output);
        Assert.Equal(["id", "name", "created_at"], json.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal("", json.RootElement.GetProperty("name").GetString());

        var unknown = Guid.NewGuid();
        var nobody = await silo.RunAsync("instances", "rename", $"{unknown}", "x");
        Assert.Equal((1, $"launchstack: unknown instance {unknown}"), (nobody.ExitCode, Assert.Single(nobody.ErrorLines)));
        Assert.Equal(2, (await silo.RunAsync("instances", "rename", $"{id}")).ExitCode);
    }

    [Fact]
    public async Task Nothing_is_deleted_without_a_yes_where_nobody_can_be_asked()
    {
        var id = Guid.Parse((await silo.RunAsync("instances", "create")).Output);

        await using var process = CommandProcess.Start(["instances", "delete", $"{id}", .. silo.Connection]);
        process.CloseInput();

        Assert.Equal(2, await process.WaitForExitAsync());
        Assert.Contains("--yes", process.Describe(), StringComparison.Ordinal);
        Assert.Contains($"{id}", (await silo.RunAsync("instances")).Output, StringComparison.Ordinal);
    }

    private async Task<int> CountAsync(params string[] options)
    {
        using var json = JsonDocument.Parse((await silo.RunAsync(["instances", .. options, "--json"])).Output);
        return json.RootElement.GetProperty("items").GetArrayLength();
    }
}
