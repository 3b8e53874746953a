using LaunchStack.Metrics.Models;

namespace LaunchStack.Metrics.Grains.Instances;

/// <summary>The rules for an instance that is created, renamed or looked for.</summary>
internal static class InstanceRules
{
    public static void Check(Guid instanceId, string name)
    {
        if (instanceId == Guid.Empty)
        {
            throw new InvalidRequestException("id", "must not be the empty GUID");
        }

        CheckName(name);
    }

    public static void CheckName(string name)
    {
        if (name is null || name.Length > InstanceInfo.MaxNameLength || name.Contains('\0', StringComparison.Ordinal))
        {
            throw new InvalidRequestException("name", $"must be a text of at most {InstanceInfo.MaxNameLength} characters without NUL");
        }

        if (!TextRules.IsWellFormed(name))
        {
            throw new InvalidRequestException("name", "must not hold half of a surrogate pair");
        }
    }
}
