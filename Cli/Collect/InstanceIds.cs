using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace LaunchStack.Metrics.Cli.Collect;

/// <summary>
/// Instance ids for what carries none: name-based UUIDs (version 5, RFC 9562), the same in every run. A Docker
/// container and its control group are two instances on purpose: their network counters have different names, and counters
/// that a service sees for the first time within an instance's life are taken to have started at zero.
/// </summary>
internal static class InstanceIds
{
    // Drawn at random once. Frozen: another value gives every container another instance.
    private static readonly Guid Namespace = new("b7f1c0d2-5d0f-4a43-9a5c-2f4c2c6b7e11");

    /// <summary>The id of a Docker container, from its own id, which no two hosts share.</summary>
    public static Guid OfContainer(string containerId) => NameBased(Namespace, $"docker:{containerId}");

    /// <summary>The id of a control group. Paths repeat from host to host, so the machine's id is part of the name.</summary>
    public static Guid OfCgroup(string machineId, string path) => NameBased(Namespace, $"cgroup:{machineId}:{path}");

    /// <summary>The id of a user's program. Users and names repeat from host to host as well.</summary>
    public static Guid OfProgram(string machineId, string user, string name) => NameBased(Namespace, $"program:{machineId}:{user}:{name}");

    /// <summary>The version 5 UUID of a name within a namespace.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 9562 prescribes SHA-1 for version 5; nothing is kept secret by it.")]
    public static Guid NameBased(Guid space, string name)
    {
        byte[] text = [.. space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)];
        var bytes = SHA1.HashData(text).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x50);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
