using System.CommandLine;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Cli.Output;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Cli.Db;

/// <summary><c>launchstack db doctor</c>: says whether the database is right, and what mends what is not.</summary>
internal static class DoctorCommand
{
    private static readonly Option<bool> Strict = new("--strict") { Description = "Exit with 1 also where there is nothing worse than a WARN." };

    public static Command Create()
    {
        var command = new Command("doctor", "Examine the database; changes nothing. Exits with 1 where something is broken (FAIL).") { Strict };
        DatabaseOption.AddTo(command);
        JsonOption.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var report = await DatabaseOption.Read(parsed).Doctor().ExamineAsync(ExaminationDepth.Full, cancellationToken);
        if (JsonOption.IsSet(parsed))
        {
            JsonOutput.Write(parsed, DoctorResult.Of(report));
        }
        else
        {
            DoctorOutput.Write(parsed, report);
        }

        return report.Status >= (parsed.GetValue(Strict) ? FindingStatus.Warn : FindingStatus.Fail) ? ExitCode.Failed : ExitCode.Done;
    }
}
