using System.Globalization;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Storage.Tests;

/// <summary>The vectors that C# and SQL share.</summary>
internal static class SampleIdVectors
{
    public static IEnumerable<(Guid InstanceId, DateTimeOffset Timestamp, Guid Id)> All() =>
        from line in File.ReadLines(RepositoryRoot.Combine("tests", "Testing", "SampleIdVectors.csv")).Skip(1)
        let fields = line.Split(',')
        select (Guid.Parse(fields[0]), DateTimeOffset.Parse(fields[1], CultureInfo.InvariantCulture), Guid.Parse(fields[2]));
}
