using LaunchStack.Metrics.Grains.Writer;
using LaunchStack.Metrics.Silo.Api.Documentation;
using LaunchStack.Metrics.Silo.Health;
using LaunchStack.Metrics.Silo.Hosting;
using LaunchStack.Metrics.Storage;

namespace LaunchStack.Metrics.Silo.Api;

/// <summary>The health of the service for LaunchStack's front end, with the doctor's findings in short.</summary>
internal static class HealthEndpoints
{
    private const string Fail = "fail";

    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(2);

    public static void MapServiceHealth(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/health", GetAsync)
            .WithMetadata(new AnswersWhileStarting())
            .TakesAnyParameter()
            .Described("getHealth", "How the service and its database are; the same body with 503 where the database cannot be used.")
            .Produces<HealthBody>()
            .Produces<HealthBody>(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> GetAsync(
        ISampleStore store,
        SiloState state,
        IWriterHealth writer,
        StoreExaminer examiner,
        IHostEnvironment environment,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var error = await PingAsync(store, state, time, cancellationToken);
        var pinged = time.GetElapsedTime(start);
        var report = examiner.Latest();
        var checks = Checks(report, writer).ToList();
        var status = error is not null ? HealthBody.Failed : checks.Exists(check => check.Status == Fail) ? HealthBody.Degraded : HealthBody.Ok;
        return Results.Json(
            new HealthBody(
                status,
                Build.Version,
                environment.EnvironmentName.ToLowerInvariant(),
                time.GetUtcNow(),
                new(error is null ? HealthBody.Ok : HealthBody.Failed, pinged.TotalMilliseconds),
                time.GetElapsedTime(start).TotalMilliseconds,
                checks,
                report?.ExaminedAt,
                error),
            statusCode: error is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>Null where the database answers, else why not.</summary>
    private static async Task<string?> PingAsync(ISampleStore store, SiloState state, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!state.Started.IsCompleted)
        {
            return "the service is starting and waits for its database";
        }

        try
        {
            await store.PingAsync(cancellationToken).WaitAsync(PingTimeout, time, cancellationToken);
            return null;
        }
        catch (Exception exception) when (exception is StoreUnavailableException or TimeoutException)
        {
            return exception is TimeoutException ? $"the database did not answer within {PingTimeout.TotalSeconds:0} s" : exception.Message;
        }
    }

    private static IEnumerable<HealthBody.Check> Checks(DoctorReport? report, IWriterHealth writer)
    {
        if (writer.Trouble is { } trouble)
        {
            yield return new("writer", Fail, trouble);
        }

        foreach (var finding in report?.Findings ?? [])
        {
            if (finding.Status != FindingStatus.Ok)
            {
                yield return new(finding.Check, finding.Status.ToString().ToLowerInvariant(), finding.Message);
            }
        }
    }
}
