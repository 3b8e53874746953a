using System.CommandLine;

namespace LaunchStack.Metrics.Cli.CommandLine;

/// <summary>The instance that a command asks about.</summary>
internal static class InstanceArgument
{
    public static Argument<Guid> Create() => new("ID") { Description = "The instance, a GUID.", CustomParser = Parsers.InstanceId };
}
