using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Storage.Tests.Conformance;

// Names of instances: changing them, and finding instances by them.
public abstract partial class SampleStoreConformance<TFixture>
{
    [Fact]
    public async Task A_new_name_is_seen_at_once_by_all_and_nothing_else_changes()
    {
        var place = await fixture.PlaceAsync();
        var (store, other) = (await place.StoreAsync(), await place.StoreAsync(1));
        var (id, neighbour) = (Guid.NewGuid(), Guid.NewGuid());
        var created = await store.CreateInstanceAsync(id, "web-1", Cancel);
        await store.CreateInstanceAsync(neighbour, "web-1", Cancel);
        await store.AppendAsync([Delta(id, At(1)), Reading(id, 2, 5)], Cancel);
        var before = await EverythingAsync(store, id);

        var renamed = await store.RenameInstanceAsync(id, "web-2", Cancel);
        Assert.Equal(created! with { Name = "web-2" }, renamed);
        Assert.Equal(renamed, await other.InstanceAsync(id, Cancel));
        Assert.Contains(renamed, await other.InstancesAsync(int.MaxValue, null, Cancel));
        Assert.Contains(renamed, await other.InstancesNamedAsync("WEB-2", int.MaxValue, null, Cancel));
        Assert.Equal("web-1", (await other.InstanceAsync(neighbour, Cancel))!.Name);
        Assert.Equal(before, await EverythingAsync(store, id));
        Assert.Equal([AppendOutcome.Stored], await store.AppendAsync([Reading(id, 3, 9)], Cancel));
    }

    [Fact]
    public async Task An_instance_that_registered_itself_gets_a_name_and_loses_it_again()
    {
        var store = await StoreAsync();
        var id = await RegisterAsync(store);
        foreach (var name in (string[])["web", "", new string('\u00e9', 255), "100% [a-z]*?_\\ 'quoted' \"\ud83d\ude80\"\n"])
        {
            Assert.Equal(name, (await store.RenameInstanceAsync(id, name, Cancel))?.Name);
            Assert.Equal(name, (await store.InstanceAsync(id, Cancel))?.Name);
        }
    }

    [Fact]
    public async Task What_is_not_there_or_is_deleted_is_not_renamed_until_it_is_created_again()
    {
        var place = await fixture.PlaceAsync();
        var store = await place.StoreAsync();
        var (unknown, gone, going) = (Guid.NewGuid(), await RegisterAsync(store), await RegisterAsync(store));
        await store.DeleteInstanceAsync(gone, Cancel);
        await place.BuryAsync(going);
        foreach (var id in (Guid[])[unknown, gone, going])
        {
            Assert.Null(await store.RenameInstanceAsync(id, "late", Cancel));
        }

        Assert.Empty(await store.InstancesNamedAsync("late", 10, null, Cancel));
        Assert.Null(await store.InstanceAsync(unknown, Cancel));
        Assert.Null(await store.InstanceAsync(gone, Cancel));
        Assert.NotNull(await store.CreateInstanceAsync(gone, "again", Cancel));
        Assert.Equal("anew", (await store.RenameInstanceAsync(gone, "anew", Cancel))?.Name);
    }

    [Fact]
    public async Task A_part_of_a_name_is_found_as_it_is_and_never_as_a_pattern()
    {
        var store = await StoreAsync();
        const string Marks = "%_\\*?[]^-$.(){}|+#&/~!'\",;:=<>@` \t\n";
        var names = Marks.Select(mark => $"a{mark}b").Append("ab").Append("").Append(Marks).Append("***:a").Append("(?i)a").ToList();
        await CreateAsync(store, names);
        var all = await store.InstancesAsync(int.MaxValue, null, Cancel);
        foreach (var part in names.Concat(Marks.Select(mark => $"{mark}")).Concat(["[a-z]", "a.b", "a%", "\\w", "[[:alpha:]]", "a|b", "nothing"]))
        {
            Assert.Equal(Having(all, part), await store.InstancesNamedAsync(part, int.MaxValue, null, Cancel));
        }
    }

    [Theory]
    [InlineData("web", "My-WEB-1", true)]
    [InlineData("WEB", "my-web-1", true)]
    [InlineData("gr\u00d6\u00dfe", "GR\u00f6\u00dfe 7", true)]
    [InlineData("\u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2", "\u03c3\u038a\u03a3\u03a5\u03a6\u039f\u03a3", true)]
    [InlineData("\u043a\u0438\u0435\u0432", "\u041a\u0418\u0415\u0412", true)]
    [InlineData("\u01c4", "\u01c5 \u01c6", true)]
    [InlineData("\ud801\udc00", "x\ud801\udc28", true)]
    [InlineData("\ud83d\ude80", "go \ud83d\ude80", true)]
    [InlineData("\u6771\u4eac", "web \u6771\u4eac", true)]
    [InlineData("STRASSE", "Stra\u00dfe", false)]
    [InlineData("cafe", "Caf\u00e9", false)]
    [InlineData("e\u0301", "\u00e9", false)]
    [InlineData("\u0130", "i", false)]
    [InlineData("\u212a", "k", false)]
    public async Task Upper_and_lower_case_are_the_same_in_every_script_and_other_likeness_is_not(string part, string name, bool found)
    {
        var store = await StoreAsync();
        var id = Guid.NewGuid();
        await store.CreateInstanceAsync(id, name, Cancel);
        Assert.Equal(found, (await store.InstancesNamedAsync(part, int.MaxValue, null, Cancel)).Any(instance => instance.Id == id));
        Assert.Equal(
            Having(await store.InstancesAsync(int.MaxValue, null, Cancel), part), await store.InstancesNamedAsync(part, int.MaxValue, null, Cancel));
    }

    [Fact]
    public async Task Pages_of_a_name_are_full_and_by_ascending_id()
    {
        var store = await StoreAsync();
        var mark = Guid.NewGuid().ToString("n");
        await CreateAsync(store, [.. Enumerable.Range(0, 60).Select(number => number % 3 == 0 ? $"Web-{mark}" : $"db-{mark}")]);
        var expected = (await store.InstancesAsync(int.MaxValue, null, Cancel)).Where(instance => instance.Name == $"Web-{mark}");
        var (paged, sizes) = (new List<InstanceInfo>(), new List<int>());
        for (Guid? after = null; sizes is [] or [.., 7]; after = paged[^1].Id)
        {
            var page = await store.InstancesNamedAsync($"wEB-{mark}", 7, after, Cancel);
            sizes.Add(page.Count);
            paged.AddRange(page);
        }

        Assert.Equal([7, 7, 6], sizes);
        Assert.Equal(expected, paged);
    }

    [Fact]
    public async Task Random_parts_find_what_an_ordinal_comparison_finds()
    {
        var store = await StoreAsync();
        string[] alphabet =
        [
            "a", "A", "s", "S", "\u017f", "k", "K", "\u212a", "i", "I", "\u0131", "\u0130", "\u00df", "\u1e9e", "\u00e9", "\u00c9", "\u03c3", "\u03c2", "\u03a3",
            "\u00b5", "\u03bc", "\u039c", "\u0345", "\u03b9", "\u1fbe", "\ud801\udc00", "\ud801\udc28", "\ud83d\ude80", "7", "_", "%", "\\", "*", "?", "[", "]", "^", "-", ".", " ",
        ];
        var random = new Random(20_261_126);
        string Text(int most) => string.Concat(Enumerable.Range(0, random.Next(most + 1)).Select(_ => alphabet[random.Next(alphabet.Length)]));
        await CreateAsync(store, [.. Enumerable.Range(0, 150).Select(_ => Text(12))]);
        var all = await store.InstancesAsync(int.MaxValue, null, Cancel);
        for (var round = 0; round < 150; round++)
        {
            var (part, limit, start) = (Text(3), random.Next(1, 30), random.Next(-5, all.Count));
            var found = await store.InstancesNamedAsync(part, limit, start < 0 ? null : all[start].Id, Cancel);
            Assert.Equal(Having(all.Skip(Math.Max(0, start + 1)), part).Take(limit), found);
        }
    }

    private static async Task CreateAsync(ISampleStore store, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            await store.CreateInstanceAsync(Guid.NewGuid(), name, Cancel);
        }
    }

    private static IEnumerable<InstanceInfo> Having(IEnumerable<InstanceInfo> instances, string part) =>
        instances.Where(instance => instance.Name.Contains(part, StringComparison.OrdinalIgnoreCase));
}
