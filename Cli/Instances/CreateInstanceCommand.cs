using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Instances;

/// <summary><c>launchstack instances create [ID]</c>: registers an instance and prints its id.</summary>
internal static class CreateInstanceCommand
{
    private static readonly Argument<Guid> Instance = new("ID")
    {
        Description = "The instance, a GUID. Default: a new one.",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = Parsers.InstanceId,
    };

    private static readonly Option<string> Name = new("--name")
    {
        Description = $"Its name, at most {InstanceInfo.MaxNameLength} characters. Default: none.",
        HelpName = "text",
    };

    public static Command Create()
    {
        var command = new Command("create", "Register an instance, also one that was deleted.") { Instance, Name };
        ConnectionOptions.AddTo(command);
        JsonOption.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var client = await ConnectionOptions.ConnectAsync(parsed, null, cancellationToken);
            var id = parsed.GetResult(Instance) is { Tokens.Count: > 0 } ? parsed.GetValue(Instance) : (Guid?)null;
            var created = await client.CreateInstanceAsync(id, parsed.GetValue(Name) ?? "", cancellationToken);
            if (JsonOption.IsSet(parsed))
            {
                JsonOutput.Write(parsed, created);
            }
            else
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"{created.Id}");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
