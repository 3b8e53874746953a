using System.Data.Common;
using System.Globalization;

namespace LaunchStack.Metrics.Configuration;

/// <summary>libpq's parameters and what Npgsql calls them.</summary>
internal static class UrlParameters
{
    // Npgsql refuses a longer one.
    private const int MaxConnectTimeoutSeconds = 1024;

    private static readonly Dictionary<string, UrlParameter> Known = new(StringComparer.Ordinal)
    {
        ["sslmode"] = UrlParameter.Choice(
            "SSL Mode",
            ("disable", "Disable"), ("allow", "Allow"), ("prefer", "Prefer"), ("require", "Require"), ("verify-ca", "VerifyCA"), ("verify-full", "VerifyFull")),
        ["sslnegotiation"] = UrlParameter.Choice("SSL Negotiation", ("postgres", "Postgres"), ("direct", "Direct")),
        ["sslcert"] = UrlParameter.Text("SSL Certificate"),
        ["sslkey"] = UrlParameter.Text("SSL Key"),
        ["sslpassword"] = UrlParameter.Text("SSL Password"),
        ["sslrootcert"] = UrlParameter.Text("Root Certificate"),
        ["gssencmode"] = UrlParameter.Choice("GSS Encryption Mode", ("disable", "Disable"), ("prefer", "Prefer"), ("require", "Require")),
        ["krbsrvname"] = UrlParameter.Text("Kerberos Service Name"),
        ["channel_binding"] = UrlParameter.Choice("Channel Binding", ("disable", "Disable"), ("prefer", "Prefer"), ("require", "Require")),
        ["require_auth"] = UrlParameter.Choice(
            "Require Auth",
            ("password", "Password"), ("md5", "MD5"), ("gss", "GSS"), ("sspi", "SSPI"), ("scram-sha-256", "ScramSHA256"), ("none", "None")),
        ["passfile"] = UrlParameter.Text("Passfile"),
        ["application_name"] = UrlParameter.Text("Application Name"),
        ["client_encoding"] = UrlParameter.Text("Client Encoding"),
        ["options"] = UrlParameter.Text("Options"),
        ["connect_timeout"] = UrlParameter.Number("Timeout", 0, MaxConnectTimeoutSeconds),
        ["target_session_attrs"] = UrlParameter.Choice(
            "Target Session Attributes",
            ("any", "any"), ("read-write", "read-write"), ("read-only", "read-only"), ("primary", "primary"), ("standby", "standby"), ("prefer-standby", "prefer-standby")),
        ["load_balance_hosts"] = UrlParameter.Choice("Load Balance Hosts", ("disable", "false"), ("random", "true")),
        ["keepalives"] = UrlParameter.Choice("TCP Keepalive", ("0", "false"), ("1", "true")),
        ["keepalives_idle"] = UrlParameter.Number("TCP Keepalive Time", 0, int.MaxValue),
        ["keepalives_interval"] = UrlParameter.Number("TCP Keepalive Interval", 0, int.MaxValue),
    };

    /// <summary>Takes all parameters that are left and adds them to the connection string.</summary>
    public static void Add(DbConnectionStringBuilder result, UrlParts url)
    {
        ApplyFallbacks(result, url);
        foreach (var name in url.Names.ToList())
        {
            if (!Known.TryGetValue(name, out var parameter))
            {
                throw new DatabaseUrlException($"parameter {UrlParts.Show(name)} is not known, or has no equivalent in Npgsql; known are {string.Join(", ", Known.Keys)}");
            }

            if (url.Take(name) is { } value)
            {
                result[parameter.Keyword] = parameter.Convert(value)
                    ?? throw new DatabaseUrlException(string.Create(CultureInfo.InvariantCulture, $"{name} {parameter.Rule}"));
            }
        }

        // As libpq does: a root certificate that is given is also used.
        if (result.ContainsKey("Root Certificate") && result.TryGetValue("SSL Mode", out var mode) && mode is "Require")
        {
            result["SSL Mode"] = "VerifyCA";
        }

        if (result.ContainsKey("TCP Keepalive Interval") && !result.ContainsKey("TCP Keepalive Time"))
        {
            throw new DatabaseUrlException("keepalives_interval must come with keepalives_idle");
        }
    }

    private static void ApplyFallbacks(DbConnectionStringBuilder result, UrlParts url)
    {
        if (url.Take("fallback_application_name") is { } name)
        {
            result["Application Name"] = name;
        }

        // What libpq takes over from JDBC.
        if (url.Take("ssl") is { } ssl)
        {
            result["SSL Mode"] = ssl == "true" ? "Require" : throw new DatabaseUrlException("ssl must be true; use sslmode for anything else");
        }

        if (url.Take("sslrootcert") is not { } certificate)
        {
            return;
        }

        if (certificate != "system")
        {
            result["Root Certificate"] = certificate;
            return;
        }

        // The system's own certificates are what Npgsql takes without a root certificate; libpq then insists on the full check.
        result["SSL Mode"] = "VerifyFull";
        if (url.Take("sslmode") is { } mode && mode != "verify-full")
        {
            throw new DatabaseUrlException("sslmode must be verify-full with sslrootcert=system");
        }
    }
}
