using System.Reflection;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace LaunchStack.Metrics.Architecture.Tests;

/// <summary>The rooms of this repository and what their types use of each other, read from the compiled assemblies.</summary>
internal static class House
{
    public const string GrainsInterfaces = "LaunchStack.Metrics.Grains.Interfaces";
    public const string Grains = "LaunchStack.Metrics.Grains";
    public const string Storage = "LaunchStack.Metrics.Storage";
    public const string Client = "LaunchStack.Metrics.Client";
    public const string Cli = "launchstack";
    public const string Silo = "launchstack-silo";

    /// <summary>All rooms.</summary>
    public static IReadOnlyList<System.Reflection.Assembly> Rooms { get; } =
        [.. new[] { GrainsInterfaces, Grains, Storage, Client, Cli, Silo }.Select(name => System.Reflection.Assembly.Load(new AssemblyName(name)))];

    private static readonly Lazy<IReadOnlyList<Use>> AllUses = new(Load);

    /// <summary>Every use that a type of this room makes of a type of another one.</summary>
    public static IEnumerable<Use> UsesBy(string room) => AllUses.Value.Where(use => use.From == room && use.To != room);

    private static List<Use> Load()
    {
        var architecture = new ArchLoader().LoadAssemblies([.. Rooms]).Build();
        var rooms = Rooms.Select(room => room.GetName().Name!).ToHashSet();
        return
        [
            .. from type in architecture.Types
               from dependency in type.Dependencies
               let use = new Use(RoomOf(type), type.FullName, RoomOf(dependency.Target), dependency.Target.Namespace?.FullName ?? "", dependency.Target.FullName)
               where rooms.Contains(use.From) && rooms.Contains(use.To)
               select use,
        ];
    }

    // An assembly is given by its full name. Generic parameters of one name, of methods of one signature, are taken for the same: they are nobody's.
    private static string RoomOf(IType type) => type is GenericParameter ? "" : type.Assembly?.Name.Split(',')[0] ?? "";
}
