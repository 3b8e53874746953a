using System.CodeDom.Compiler;

namespace LaunchStack.Metrics.Architecture.Tests;

public sealed class NamespaceTests
{
    private static readonly Type[] Types =
        [.. House.Rooms.SelectMany(room => room.GetTypes()).Where(type => !type.IsNested && type.Namespace is not null && !type.IsDefined(typeof(GeneratedCodeAttribute), inherit: false))];

    [Fact]
    public void Public_types_live_under_the_projects_namespace() => Assert.DoesNotContain(
        Types.Where(type => type.IsPublic),
        type => $"{type.Namespace}." is var name && !name.StartsWith("LaunchStack.Metrics.", StringComparison.Ordinal));

    [Fact]
    public void No_namespace_of_ours_hides_the_one_of_Orleans() => Assert.DoesNotContain(
        Types.Where(type => type.Namespace!.StartsWith("LaunchStack", StringComparison.Ordinal)), type => type.Namespace!.Split('.').Contains("Orleans"));
}
