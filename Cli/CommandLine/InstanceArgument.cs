using System.CommandLine;

namespace LaunchStack.Metrics.Cli.CommandLine;

/// <summary>The instance, or the instances, that a command asks about.</summary>
internal static class InstanceArgument
{
    public static Argument<Guid> Create() => new("ID") { Description = "The instance, a GUID.", CustomParser = Parsers.InstanceId };

    /// <summary>One that may be left out: the empty GUID then.</summary>
    /// <param name="description">What is meant with and without it.</param>
    public static Argument<Guid> CreateOptional(string description) => new("ID")
    {
        Description = description,
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = Parsers.InstanceId,
    };

    /// <summary>Any number of them, also none.</summary>
    /// <param name="description">What is meant with and without them.</param>
    public static Argument<Guid[]> CreateMany(string description) => new("ID")
    {
        Description = description,
        Arity = ArgumentArity.ZeroOrMore,
        CustomParser = Parsers.InstanceIds,
        DefaultValueFactory = _ => [],
    };
}
