using System.Globalization;
using System.Text.RegularExpressions;

namespace LaunchStack.Metrics.Silo.Membership;

/// <summary>
/// What a silo tells the others about itself before they let it in: in its name, because that comes and goes with its row in the membership table,
/// in one statement.
/// </summary>
/// <param name="Node">Where it runs: the same after a restart.</param>
/// <param name="Version">Its version.</param>
/// <param name="Oldest">The oldest protocol that it lives with.</param>
/// <param name="Protocol">The protocol that it speaks.</param>
/// <param name="ServiceId">Whose stored settings it reads and writes.</param>
internal sealed partial record SiloTerms(string Node, string Version, int Oldest, int Protocol, string ServiceId)
{
    /// <summary>Reads a silo's name; null where it says nothing of the kind, as those of versions up to 0.3.0.</summary>
    /// <param name="name">The name.</param>
    public static SiloTerms? Parse(string? name) => Pattern().Match(name ?? "") is { Success: true } match
        ? new SiloTerms(match.Groups["node"].Value, match.Groups["version"].Value, Number(match, "oldest"), Number(match, "protocol"), match.Groups["service"].Value)
        : null;

    /// <summary>Why this silo and another one cannot be in one cluster; null where they can.</summary>
    /// <param name="other">The other silo's terms.</param>
    public string? ConflictWith(SiloTerms other)
    {
        if (ServiceId != other.ServiceId)
        {
            return $"has Cluster:ServiceId '{other.ServiceId}' and not '{ServiceId}'";
        }

        var agree = Protocol >= other.Protocol ? other.Protocol >= Oldest : Protocol >= other.Oldest;
        return agree ? null : $"is version {other.Version}, which speaks protocol {other.Protocol} and not {Protocol} as version {Version}";
    }

    /// <summary>The silo's name.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Node} {Version} protocol {Oldest}-{Protocol} service {ServiceId}");

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<node>\S+) (?<version>\S+) protocol (?<oldest>\d{1,6})-(?<protocol>\d{1,6}) service (?<service>.+)$")]
    private static partial Regex Pattern();
}
