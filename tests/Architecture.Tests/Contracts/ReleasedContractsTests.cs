using System.Text.RegularExpressions;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Architecture.Tests.Contracts;

/// <summary>
/// What the last released version calls and sends is still there, since silos of both run side by side while one after the other is upgraded, and clients of both call. Beside this
/// test there is a copy of what that version had.
/// </summary>
public sealed partial class ReleasedContractsTests
{
    private const string Released = "0.3.0";

    [Theory]
    [InlineData("Grains.Interfaces")]
    [InlineData("Grains")]
    public void Nothing_that_was_released_is_gone(string room)
    {
        var now = Read(RepositoryRoot.Combine(room, "OrleansContracts.txt"));
        var released = Read(RepositoryRoot.Combine("tests", "Architecture.Tests", "Contracts", Released, $"{room}.txt"));

        Assert.NotEmpty(released);
        Assert.Empty(released.Except(now));
    }

    /// <summary>Each member with what it is a member of, and without the method's name in C#, which is not on the wire.</summary>
    private static HashSet<string> Read(string path)
    {
        var (members, owner) = (new HashSet<string>(StringComparer.Ordinal), "");
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#'))
        {
            owner = char.IsWhiteSpace(line[0]) ? owner : line;
            members.Add($"{owner} {MethodName().Replace(line, "$1: (")}");
        }

        return members;
    }

    [GeneratedRegex(@"^(\s+[\w-]+): \w+\(")]
    private static partial Regex MethodName();
}
