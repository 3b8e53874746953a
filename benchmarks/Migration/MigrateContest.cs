using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using LaunchStack.Metrics.Benchmarks.Databases;
using LaunchStack.Metrics.Benchmarks.Processes;
using LaunchStack.Metrics.Cli.CommandLine;
using LaunchStack.Metrics.Testing;
using LaunchStack.Metrics.Testing.Postgres;
using Npgsql;

namespace LaunchStack.Metrics.Benchmarks.Migration;

/// <summary>Both ways, each into a fresh database.</summary>
/// <param name="server">Where.</param>
/// <param name="source">The rows.</param>
/// <param name="parallel">The migration's lanes.</param>
internal sealed class MigrateContest(PostgresServer server, OldSource source, int parallel)
{
    private const string Columns = "id, instance_id, timestamp, cpu_usage, memory_usage, memory_limit, network_in, network_out";
    private static readonly TimeSpan Limit = TimeSpan.FromHours(12);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    // Its own output folder, as for the load.
    private static readonly string Assembly = RepositoryRoot.Combine(
        "Cli", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, new DirectoryInfo(AppContext.BaseDirectory).Name, "launchstack.dll");

    public async Task<MigrateRound> RunAsync(bool psqlFirst, CancellationToken cancellationToken)
    {
        var early = psqlFirst ? await PsqlAsync(cancellationToken) : default;
        var run = await MigrateAsync(["--no-verify"], cancellationToken);
        var (seconds, psqlBytes) = psqlFirst ? early : await PsqlAsync(cancellationToken);
        return new MigrateRound(seconds, psqlBytes, run.CopySeconds, run.AfterSeconds, run.PeakBytes, run.Bytes);
    }

    private async Task<(double Seconds, long Bytes)> PsqlAsync(CancellationToken cancellationToken)
    {
        await using var home = await PostgresDatabase.CreateAsync(server);
        await using var database = await BenchmarkDatabase.OpenAsync(home, cancellationToken);
        await PipeAsync($"COPY (SELECT id, name FROM instances) TO STDOUT", "COPY instances (id, name) FROM STDIN", home);
        var watch = Stopwatch.StartNew();
        await PipeAsync(
            $"COPY (SELECT {Columns} FROM resource_usages) TO STDOUT (FORMAT BINARY)", $"COPY resource_usage ({Columns}) FROM STDIN (FORMAT BINARY)", home);
        var seconds = watch.Elapsed.TotalSeconds;
        return (seconds, await database.NumberAsync(SqlFile.Read("migrate-size"), cancellationToken));
    }

    // As a person would type it.
    private async Task PipeAsync(string from, string to, PostgresDatabase home)
    {
        var (left, right) = (new NpgsqlConnectionStringBuilder(source.ConnectionString), new NpgsqlConnectionStringBuilder(home.ConnectionString));
        var psql = $"psql -X -q -v ON_ERROR_STOP=1 -h {left.Host} -p {left.Port} -U {left.Username}";
        await using var pipe = ChildProcess.Start(
            "sh",
            ["-c", $"{psql} -d {left.Database} -c \"{from}\" | {psql} -d {right.Database} -c \"{to}\""],
            new Dictionary<string, string?> { ["PGPASSWORD"] = left.Password });
        if (await pipe.WaitForExitAsync(Limit) != ExitCode.Done)
        {
            throw new FailureException(pipe.Describe());
        }
    }

    /// <summary>The migration and its comparison, and nothing beside.</summary>
    public Task<MigrateRun> AloneAsync(CancellationToken cancellationToken) => MigrateAsync([], cancellationToken);

    private async Task<MigrateRun> MigrateAsync(string[] options, CancellationToken cancellationToken)
    {
        await using var home = await PostgresDatabase.CreateAsync(server);
        await using var database = await BenchmarkDatabase.OpenAsync(home, cancellationToken);
        await using var process = ChildProcess.StartAssembly(
            Assembly,
            [
                "db", "migrate", "--from", source.ConnectionString, "--to", home.ConnectionString, "--parallel",
                parallel.ToString(CultureInfo.InvariantCulture), "--json", .. options,
            ]);
        long? peak = null;
        var exit = process.WaitForExitAsync(Limit);
        while (await Task.WhenAny(exit, Task.Delay(Tick, cancellationToken)) != exit)
        {
            peak = Math.Max(peak ?? 0, ProcessMemory.Of(process.Id) ?? 0);
        }

        if (await exit != ExitCode.Done)
        {
            throw new FailureException(process.Describe());
        }

        var result = JsonNode.Parse(process.Output.Last())!;
        var report = result["migration"]!;
        if ((long)report["copied"]! != source.Rows)
        {
            throw new FailureException($"{report["copied"]} rows of {source.Rows} were copied");
        }

        var (copying, elapsed) = (SecondsOf(report["copying"]!), SecondsOf(report["elapsed"]!));
        return new MigrateRun(
            copying, elapsed - copying, peak, await database.NumberAsync(SqlFile.Read("migrate-size"), cancellationToken), result["verification"]);
    }

    private static double SecondsOf(JsonNode span) => TimeSpan.Parse((string)span!, CultureInfo.InvariantCulture).TotalSeconds;
}
