using LaunchStack.Metrics.Silo.Membership;

namespace LaunchStack.Metrics.Silo.Tests.Membership;

public sealed class SiloTermsTests
{
    private static readonly SiloTerms Mine = new("host:11111", "0.5.0", 2, 3, "launch stack");

    [Fact]
    public void A_silos_name_tells_its_terms()
    {
        Assert.Equal("host:11111 0.5.0 protocol 2-3 service launch stack", $"{Mine}");
        Assert.Equal(Mine, SiloTerms.Parse($"{Mine}"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Silo_c0ffee")]
    [InlineData("host 0.5.0 protocol two service x")]
    [InlineData("host 0.5.0 protocol 1-9999999999 service x")]
    public void A_name_of_another_kind_tells_none(string? name) => Assert.Null(SiloTerms.Parse(name));

    [Theory]
    [InlineData(3, 3, true)]
    [InlineData(2, 2, true)]
    [InlineData(1, 1, false)]
    [InlineData(3, 4, true)]
    [InlineData(4, 4, false)]
    public void The_newer_one_of_two_says_whether_they_go_together(int oldest, int protocol, bool together)
    {
        var other = Mine with { Version = "0.6.0", Oldest = oldest, Protocol = protocol };
        Assert.Equal((together, together), (Mine.ConflictWith(other) is null, other.ConflictWith(Mine) is null));
    }

    [Fact]
    public void Services_that_differ_do_not_go_together() =>
        Assert.Equal("has Cluster:ServiceId 'another' and not 'launch stack'", Mine.ConflictWith(Mine with { ServiceId = "another" }));
}
