using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Cli.Instances;

/// <summary><c>launchstack instances rename ID NAME</c>: gives an instance another name.</summary>
internal static class RenameInstanceCommand
{
    private static readonly Argument<Guid> Instance = InstanceArgument.Create();

    private static readonly Argument<string> Name = new("NAME")
    {
        Description = $"Its new name, at most {InstanceInfo.MaxNameLength} characters; \"\" for none.",
    };

    public static Command Create()
    {
        var command = new Command("rename", "Give an instance another name.") { Instance, Name };
        ConnectionOptions.AddTo(command);
        JsonOption.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var client = await ConnectionOptions.ConnectAsync(parsed, null, cancellationToken);
            var renamed = await client.RenameInstanceAsync(parsed.GetValue(Instance), parsed.GetValue(Name) ?? "", cancellationToken);
            if (JsonOption.IsSet(parsed))
            {
                JsonOutput.Write(parsed, renamed);
            }
            else
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"renamed {renamed.Id}");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
