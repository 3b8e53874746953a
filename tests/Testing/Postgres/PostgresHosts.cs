using DotNet.Testcontainers.Builders;

namespace LaunchStack.Metrics.Testing.Postgres;

/// <summary>Picks what a server runs in: a given one, the binaries of this machine, or a container.</summary>
internal static class PostgresHosts
{
    public static IPostgresHost Choose(PostgresFlavor flavor, bool shared, params IReadOnlyList<string> settings)
    {
        // A given server can only be used as it is: not with another licence, and not to be stopped.
        if (shared && flavor == PostgresFlavor.Full && Environment.GetEnvironmentVariable(ExternalPostgres.Variable) is { Length: > 0 } given)
        {
            return ExternalPostgres.At(given);
        }

        if (!OperatingSystem.IsWindows() && PostgresBinaries.Find() is { } binaries)
        {
            return new LocalPostgres(binaries, flavor, settings);
        }

        try
        {
            return new ContainerPostgres(flavor, settings);
        }
        catch (DockerUnavailableException problem)
        {
            throw new PostgresUnavailableException(
                $"no PostgreSQL: {ExternalPostgres.Variable} does not name one that serves here, this machine has no server binaries, and no Docker engine serves: {Reason(problem)}");
        }
    }

    // The library's own message only says to look; the innermost one tells a missing engine from one that is too old.
    private static string Reason(Exception problem)
    {
        while (problem.InnerException is { } inner)
        {
            problem = inner;
        }

        return problem.Message.ReplaceLineEndings(" ").Trim();
    }
}
