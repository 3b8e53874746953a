using System.Net;
using LaunchStack.Metrics.Grains.Balance;

namespace LaunchStack.Metrics.Grains.Tests.Balance;

public sealed class BalancePlanTests
{
    [Fact]
    public void What_two_have_too_many_goes_to_the_third_and_no_more()
    {
        var grains = Silos(900, 600, 0);
        Assert.Equal([(Silo(2), 400)], BalancePlan.Of(grains, Silo(0)));
        Assert.Equal([(Silo(2), 100)], BalancePlan.Of(grains, Silo(1)));
        Assert.Empty(BalancePlan.Of(grains, Silo(2)));
    }

    [Fact]
    public void Each_that_has_too_few_gets_what_it_wants() =>
        Assert.Equal([(Silo(1), 50), (Silo(2), 100)], BalancePlan.Of(Silos(300, 100, 50), Silo(0)).OrderBy(move => move.Instances));

    [Theory]
    [InlineData(1_040, 1_000)]
    [InlineData(40, 1)]
    [InlineData(7, 7)]
    public void Small_differences_are_left_alone(int own, int other) => Assert.Empty(BalancePlan.Of(Silos(own, other), Silo(0)));

    [Fact]
    public void There_is_a_most_at_once() => Assert.Equal([(Silo(1), 5_000)], BalancePlan.Of(Silos(1_000_000, 0), Silo(0)));

    [Fact]
    public void A_silo_alone_and_one_that_is_not_active_keep_all()
    {
        Assert.Empty(BalancePlan.Of(Silos(900), Silo(0)));
        Assert.Empty(BalancePlan.Of(Silos(900, 0), Silo(5)));
    }

    [Fact]
    public void Each_instance_goes_to_one_silo()
    {
        Guid[] ids = [.. Enumerable.Range(0, 5).Select(_ => Guid.NewGuid())];

        var shares = BalancePlan.Share([(Silo(1), 2), (Silo(2), 4)], ids).ToList();

        Assert.Equal([(Silo(1), 2), (Silo(2), 3)], shares.Select(share => (share.To, share.Instances.Count)));
        Assert.Equal(ids, shares.SelectMany(share => share.Instances));
    }

    private static SiloAddress Silo(int number) => SiloAddress.New(IPAddress.Loopback, 11_111 + number, 1);

    private static Dictionary<SiloAddress, int> Silos(params int[] grains) => grains.Index().ToDictionary(each => Silo(each.Index), each => each.Item);
}
