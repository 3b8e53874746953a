using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;

namespace LaunchStack.Metrics.Benchmarks.CommandLine;

/// <summary>Options that take a whole number, or several.</summary>
internal static class CountOption
{
    public static Option<int> Create(string name, string description, int standard, int least, int most) => new(name)
    {
        Description = $"{description}, {least} to {most}.",
        HelpName = "count",
        CustomParser = Parsers.Number(least, most),
        DefaultValueFactory = _ => standard,
    };

    /// <summary>Numbers one after the other, ascending: each is measured against the first.</summary>
    public static Option<int[]> CreateList(string name, string description, int[] standard, int least, int most) => new(name)
    {
        Description = $"{description}, {least} to {most} each; the first one is the baseline.",
        HelpName = "count...",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => standard,
        CustomParser = result =>
        {
            int[] numbers = [.. result.Tokens.Select(token => int.TryParse(token.Value, out var number) ? number : -1)];
            if (Array.Exists(numbers, number => number < least || number > most))
            {
                result.AddError($"{name}: must be whole numbers from {least} to {most}");
            }

            return numbers;
        },
    };
}
