using System.Data.Common;
using System.Globalization;

namespace LaunchStack.Metrics.Configuration;

/// <summary>Hosts and ports: libpq keeps them in two lists, Npgsql wants them joined as soon as there are several.</summary>
internal static class UrlHosts
{
    /// <summary>Splits <c>a:1,[::1]:2,c</c> into the lists <c>a,::1,c</c> and <c>1,2,</c>.</summary>
    public static void Split(string authority, out string hosts, out string ports)
    {
        var names = new List<string>();
        var numbers = new List<string>();
        foreach (var entry in authority.Split(','))
        {
            string name;
            var rest = entry;
            if (entry.StartsWith('['))
            {
                var end = entry.IndexOf(']', StringComparison.Ordinal);
                if (end < 0 || (end + 1 < entry.Length && entry[end + 1] != ':'))
                {
                    throw new DatabaseUrlException("host must have an IPv6 address in brackets, as in [::1]:5432");
                }

                name = entry[1..end];
                rest = entry[(end + 1)..];
            }
            else
            {
                name = entry.Split(':')[0];
                rest = entry[name.Length..];
            }

            names.Add(name);
            numbers.Add(rest.Length > 0 ? rest[1..] : "");
        }

        hosts = string.Join(',', names);
        ports = numbers.TrueForAll(number => number.Length == 0) ? "" : string.Join(',', numbers);
    }

    /// <summary>Takes host and port and adds them to the connection string.</summary>
    public static void Add(DbConnectionStringBuilder result, UrlParts url)
    {
        var hosts = (url.Take("host") ?? "").Split(',').Select(Check).ToList();
        var ports = (url.Take("port") ?? "").Split(',').Select(ParsePort).ToList();
        if (ports.Count == 1)
        {
            ports = [.. Enumerable.Repeat(ports[0], hosts.Count)];
        }

        if (ports.Count != hosts.Count)
        {
            throw new DatabaseUrlException("port must be one number for all hosts, or one for each host");
        }

        if (hosts.Count == 1)
        {
            result["Host"] = hosts[0];
            result["Port"] = ports[0];
        }
        else
        {
            result["Host"] = string.Join(',', hosts.Zip(ports, Join));
        }
    }

    /// <summary>Whether a host of a connection string brings its port: one colon, or one after a bracket.</summary>
    public static bool HasPort(string host)
    {
        var colon = host.LastIndexOf(':');
        return colon >= 0 && (host.IndexOf(':', StringComparison.Ordinal) == colon || host.LastIndexOf(']') == colon - 1);
    }

    /// <summary>Host and port as one text.</summary>
    public static string Join(string host, string port) =>
        host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('[') ? $"[{host}]:{port}" : $"{host}:{port}";

    private static string Check(string host)
    {
        if (host.Length == 0)
        {
            return "localhost";
        }

        // The folder of a Unix socket, or an abstract one.
        if (host[0] is '/' or '@')
        {
            return host.Contains(':', StringComparison.Ordinal) ? throw new DatabaseUrlException("host must not hold ':' in the folder of a socket") : host;
        }

        return host.All(character => char.IsLetterOrDigit(character) || character is '.' or '-' or '_' or ':' or '%')
            ? host
            : throw new DatabaseUrlException("host must be a name, an address or the folder of a socket");
    }

    private static string ParsePort(string port)
    {
        if (port.Length == 0)
        {
            return DatabaseUrl.DefaultPort.ToString(CultureInfo.InvariantCulture);
        }

        return ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number.ToString(CultureInfo.InvariantCulture)
            : throw new DatabaseUrlException("port must be a number from 1 to 65535");
    }
}
