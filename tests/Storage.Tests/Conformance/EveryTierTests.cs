using System.Reflection;
using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Conformance;

public sealed class EveryTierTests
{
    [Fact]
    public void Every_tier_inherits_every_suite()
    {
        var types = typeof(EveryTierTests).Assembly.GetTypes();
        var suites = types.Where(type => type is { IsAbstract: true, IsSealed: false, IsGenericTypeDefinition: true } && FixtureOf(type) is not null).ToList();
        Assert.NotEmpty(suites);
        var expected = from suite in suites from tier in TiersOf(suite) select (suite.Name, tier);
        var actual = from type in types
                     where !type.IsAbstract
                     from suite in BasesOf(type)
                     where suite.IsGenericType && suites.Contains(suite.GetGenericTypeDefinition())
                     select (suite.Name, TierOf(suite.GetGenericArguments()[0]));
        Assert.Equal(expected.Order(), actual.Order());
    }

    // A suite may be made of another.
    private static IEnumerable<Type> BasesOf(Type type) => type.BaseType is { } parent ? BasesOf(parent).Prepend(parent) : [];

    private static Type? FixtureOf(Type suite) =>
        suite.GetGenericArguments() is [var fixture] && Array.Exists(fixture.GetGenericParameterConstraints(), type => type.IsAssignableTo(typeof(IStoreFixture))) ? fixture : null;

    // A suite about PostgreSQL is for the tiers of PostgreSQL, and one about rollups for those with a rollup.
    private static IEnumerable<Tier> TiersOf(Type suite)
    {
        var constraints = FixtureOf(suite)!.GetGenericParameterConstraints();
        return Enum.GetValues<Tier>()
            .Except(constraints.Contains(typeof(PostgresStoreFixture)) ? [Tier.Sqlite] : [])
            .Except(constraints.Contains(typeof(IRollupFixture)) ? [Tier.Timescale] : []);
    }

    private static Tier TierOf(Type fixture) =>
        (Tier)fixture.GetProperty(nameof(IStoreFixture.Tier), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
}
