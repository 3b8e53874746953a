using LaunchStack.Metrics.Silo.Tests.Support;

[assembly: AssemblyFixture(typeof(SqliteSilo))]

namespace LaunchStack.Metrics.Silo.Tests.Support;

/// <summary>
/// One silo on the embedded database for all tests that ask for instances of their own; as a class fixture, one for the tests of a class.
/// </summary>
public sealed class SqliteSilo() : SharedSilo(new Dictionary<string, string?> { ["Metrics__FlushInterval"] = "00:05:00" });
