namespace LaunchStack.Metrics.Silo.Configuration;

/// <summary>
/// What stands on the command line is an option that somebody reads. .NET's own reader passes over words that it does not understand, and takes every name.
/// </summary>
internal static class CommandLineCheck
{
    // Of ours, of ASP.NET Core and of OpenTelemetry.
    private static readonly string[] Roots =
    [
        "Metrics", "Cluster", "ConnectionStrings", "DATABASE_URL", "SCHEMA_DATABASE_URL", "Logging", "Kestrel", "AllowedHosts", "urls", "http_ports", "https_ports", "environment",
        "shutdownTimeoutSeconds",
    ];

    private static readonly string[] Families = ["OTEL_", "ASPNETCORE_", "DOTNET_"];

    /// <exception cref="ConfigurationException">A word is no option, or an option has no value.</exception>
    public static void Check(IReadOnlyList<string> args)
    {
        for (var place = 0; place < args.Count; place++)
        {
            var arg = args[place];
            var name = arg.Split('=', 2)[0];
            if (!name.StartsWith("--", StringComparison.Ordinal) || !IsKnown(name[2..].Split(':')[0]))
            {
                throw new ConfigurationException($"{name} is not an option; options are --Section:Option=value, see --help");
            }

            if (name == arg && ++place == args.Count)
            {
                throw new ConfigurationException($"{name} has no value; options are --Section:Option=value, see --help");
            }
        }
    }

    private static bool IsKnown(string root) => Roots.Contains(root, StringComparer.OrdinalIgnoreCase)
        || Families.Any(family => root.StartsWith(family, StringComparison.OrdinalIgnoreCase));
}
