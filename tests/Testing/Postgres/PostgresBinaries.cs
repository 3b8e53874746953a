using System.Diagnostics;
using System.Globalization;

namespace LaunchStack.Metrics.Testing.Postgres;

/// <summary>Server binaries of this machine.</summary>
/// <param name="Folder">Where <c>initdb</c> and <c>postgres</c> are.</param>
/// <param name="HasTimescale">Whether TimescaleDB's control file and library are installed for them.</param>
internal sealed record PostgresBinaries(string Folder, bool HasTimescale)
{
    /// <summary>The newest ones of Debian's packages, else those of <c>pg_config</c>, else those on the path; null where there are none.</summary>
    public static PostgresBinaries? Find() => Candidates()
        .Where(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")))
        .Select(folder => new PostgresBinaries(folder, FindTimescale(folder)))
        .FirstOrDefault();

    private static IEnumerable<string> Candidates()
    {
        const string Debian = "/usr/lib/postgresql";
        if (Directory.Exists(Debian))
        {
            foreach (var version in Directory.GetDirectories(Debian).OrderByDescending(VersionOf))
            {
                yield return Path.Combine(version, "bin");
            }
        }

        if (Ask("pg_config", "--bindir") is { } folder)
        {
            yield return folder;
        }

        foreach (var entry in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            yield return entry;
        }
    }

    private static int VersionOf(string folder) =>
        int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;

    private static bool FindTimescale(string folder)
    {
        var config = Path.Combine(folder, "pg_config");
        return Ask(config, "--sharedir") is { } shared && Ask(config, "--pkglibdir") is { } libraries
            && File.Exists(Path.Combine(shared, "extension", "timescaledb.control")) && File.Exists(Path.Combine(libraries, "timescaledb.so"));
    }

    private static string? Ask(string program, string argument)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, [argument]) { RedirectStandardOutput = true })!;
            var answer = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 && answer.Length > 0 ? answer : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
