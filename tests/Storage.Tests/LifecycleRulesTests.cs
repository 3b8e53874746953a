namespace LaunchStack.Metrics.Storage.Tests;

public sealed class LifecycleRulesTests
{
    [Fact]
    public void The_defaults_form_a_chain_with_the_default_of_accept_late()
    {
        Assert.Empty(LifecycleRules.Broken(new Lifecycle(), TimeSpan.FromDays(27)));
    }

    [Theory]
    [InlineData(nameof(Lifecycle.RefreshWindow), 27, "Metrics:RefreshWindow is 27.00:00:00: must be at least 27.01:00:00, an hour more than AcceptLate")]
    [InlineData(nameof(Lifecycle.RefreshWindow), 30, "Metrics:RawRetention is 30.00:00:00: must be at least 31.00:00:00, a chunk")]
    [InlineData(nameof(Lifecycle.RawRetention), 28, "Metrics:RawRetention is 28.00:00:00: must be at least 29.00:00:00, a chunk")]
    [InlineData(nameof(Lifecycle.ChunkInterval), 3, "Metrics:RawRetention is 30.00:00:00: must be at least 31.00:00:00, a chunk")]
    [InlineData(nameof(Lifecycle.ChunkInterval), 8, "Metrics:CompressAfter is 7.00:00:00: must be at least 8.00:00:00")]
    [InlineData(nameof(Lifecycle.DailyRefreshWindow), 28, "Metrics:DailyRefreshWindow is 28.00:00:00: must be at least 29.00:00:00, a day")]
    [InlineData(nameof(Lifecycle.HourlyRetention), 41, "Metrics:HourlyRetention is 41.00:00:00: must be at least 42.00:00:00, a chunk of hours")]
    [InlineData(nameof(Lifecycle.HourlyCompressAfter), 28, "Metrics:HourlyCompressAfter is 28.00:00:00: must be at least 29.00:00:00")]
    [InlineData(nameof(Lifecycle.DailyRetention), 399, "Metrics:DailyRetention is 399.00:00:00: must be at least 400.00:00:00, HourlyRetention")]
    [InlineData(nameof(Lifecycle.DailyCompressAfter), 32, "Metrics:DailyCompressAfter is 32.00:00:00: must be at least 33.00:00:00")]
    [InlineData(nameof(Lifecycle.Ahead), 0, "Metrics:Ahead is 00:00:00: must be from 1.00:00:00 to 30.00:00:00")]
    public void A_broken_link_is_named_with_value_and_rule(string option, int days, string expected)
    {
        var value = LifecycleValue.All.Single(item => item.Option == option);
        var broken = LifecycleRules.Broken(value.With(new Lifecycle(), TimeSpan.FromDays(days)), TimeSpan.FromDays(27));
        Assert.Contains(broken, line => line.StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_value_is_listed_once_and_reads_back_what_it_sets()
    {
        Assert.Equal(typeof(Lifecycle).GetProperties().Select(property => property.Name).Order(), LifecycleValue.All.Select(value => value.Option).Order());
        Assert.All(LifecycleValue.All, value => Assert.Equal(TimeSpan.FromSeconds(77), value.Get(value.With(new Lifecycle(), TimeSpan.FromSeconds(77)))));
        Assert.All(LifecycleValue.All, value => Assert.InRange(value.Get(new Lifecycle()), value.Least, value.Most));
    }
}
