namespace LaunchStack.Metrics.Architecture.Tests;

/// <summary>References go one way, by type: a project reference alone would let anything through.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void Grain_interfaces_use_nothing_of_ours() => OnlyUses(House.GrainsInterfaces, _ => false);

    [Fact]
    public void Storage_uses_only_models_errors_and_json_of_the_grain_interfaces() => OnlyUses(
        House.Storage,
        use => use.To == House.GrainsInterfaces
            && (use.ToNamespace is "LaunchStack.Metrics.Models" or "LaunchStack.Metrics.Json" or "LaunchStack.Metrics.Configuration"
                || use.ToType.EndsWith("Exception", StringComparison.Ordinal)));

    [Fact]
    public void Grains_use_only_the_grain_interfaces_and_storages_root() => OnlyUses(
        House.Grains, use => use.To == House.GrainsInterfaces || (use.To == House.Storage && use.ToNamespace == "LaunchStack.Metrics.Storage"));

    [Fact]
    public void The_client_uses_only_the_grain_interfaces() => OnlyUses(House.Client, use => use.To == House.GrainsInterfaces);

    [Fact]
    public void The_command_uses_neither_grains_nor_silo() => OnlyUses(House.Cli, use => use.To is House.GrainsInterfaces or House.Client or House.Storage);

    [Fact]
    public void The_silo_uses_neither_client_nor_command() => OnlyUses(House.Silo, use => use.To is House.GrainsInterfaces or House.Grains or House.Storage);

    [Theory]
    [InlineData(House.Grains, House.Storage)]
    [InlineData(House.Grains, House.GrainsInterfaces)]
    [InlineData(House.Storage, House.GrainsInterfaces)]
    [InlineData(House.Client, House.GrainsInterfaces)]
    [InlineData(House.Cli, House.Client)]
    [InlineData(House.Silo, House.Grains)]
    public void Uses_that_are_there_are_seen(string from, string to) => Assert.Contains(House.UsesBy(from), use => use.To == to);

    private static void OnlyUses(string room, Func<Use, bool> allowed)
    {
        string[] violations = [.. House.UsesBy(room).Where(use => !allowed(use)).Select(use => use.ToString()).Distinct().Order(StringComparer.Ordinal)];
        Assert.True(violations.Length == 0, string.Join(Environment.NewLine, violations));
    }
}
