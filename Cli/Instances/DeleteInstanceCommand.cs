using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using Spectre.Console;

namespace LaunchStack.Metrics.Cli.Instances;

/// <summary><c>launchstack instances delete ID</c>: deletes an instance, after asking where somebody can be asked.</summary>
internal static class DeleteInstanceCommand
{
    private static readonly Argument<Guid> Instance = InstanceArgument.Create();

    private static readonly Option<bool> Yes = new("--yes") { Description = "Do not ask." };

    public static Command Create()
    {
        var command = new Command("delete", "Delete an instance with its samples, hours, days and settings.") { Instance, Yes };
        ConnectionOptions.AddTo(command);
        JsonOption.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var id = parsed.GetValue(Instance);
            if (!parsed.GetValue(Yes) && !await AskAsync(parsed, id, cancellationToken))
            {
                throw new FailureException("nothing was deleted");
            }

            await using var client = await ConnectionOptions.ConnectAsync(parsed, null, cancellationToken);
            await client.DeleteInstanceAsync(id, cancellationToken);
            if (JsonOption.IsSet(parsed))
            {
                JsonOutput.Write(parsed, new { Deleted = id });
            }
            else
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"deleted {id}");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Task<bool> AskAsync(ParseResult parsed, Guid id, CancellationToken cancellationToken) => Console.IsInputRedirected
        ? throw new UsageException("instances delete needs --yes where nobody can be asked")
        : new ConfirmationPrompt($"Delete instance {id} with all it has?") { DefaultValue = false }.ShowAsync(Terminal.Error(parsed), cancellationToken);
}
