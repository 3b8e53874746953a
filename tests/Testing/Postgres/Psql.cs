using Npgsql;

namespace LaunchStack.Metrics.Testing.Postgres;

/// <summary>Runs PostgreSQL's own client, for scripts that are written for it.</summary>
public static class Psql
{
    /// <summary>Runs psql until it ends. Skips the running test, or in CI fails it, on a machine without psql.</summary>
    /// <param name="connectionString">Where to, for Npgsql.</param>
    /// <param name="arguments">Further arguments, such as <c>-f FILE</c>.</param>
    /// <param name="environment">Further variables.</param>
    public static async Task<(int ExitCode, IReadOnlyCollection<string> Lines)> RunAsync(
        string connectionString, string[] arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var to = new NpgsqlConnectionStringBuilder(connectionString);
        var variables = new Dictionary<string, string?>(environment ?? new Dictionary<string, string?>())
        {
            ["PGHOST"] = to.Host,
            ["PGPORT"] = $"{to.Port}",
            ["PGDATABASE"] = to.Database,
            ["PGUSER"] = to.Username,
            ["PGPASSWORD"] = to.Password,
        };
        try
        {
            await using var psql = ChildProcess.Start(Find(), ["--no-psqlrc", "--no-password", .. arguments], variables);
            return (await psql.WaitForExitAsync(), psql.Lines);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Unavailable.SkipOrFail("psql is not installed on this machine");
            throw;
        }
    }

    // Beside the server's binaries, which are not on the path of every machine that has them.
    private static string Find() =>
        PostgresBinaries.Find() is { } binaries && Path.Combine(binaries.Folder, "psql") is var beside && File.Exists(beside) ? beside : "psql";
}
