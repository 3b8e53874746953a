using LaunchStack.Metrics.Grains.Instances;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Configuration;

namespace LaunchStack.Metrics.Grains.Tests.Instances;

public sealed class PresentInstancesTests
{
    private readonly Guid _id = Guid.NewGuid();
    private readonly FakeTimeProvider _time = new();
    private readonly PresentInstances _present;

    public PresentInstancesTests() => _present = new(Options.Create(new GrainCollectionOptions { CollectionAge = TimeSpan.FromMinutes(10) }), _time);

    [Fact]
    public void A_grain_is_called_before_it_would_be_collected_for_idle()
    {
        _present.Enter(_id);
        Assert.True(_present.NeedsNoCall(_id));

        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.False(_present.NeedsNoCall(_id));
        Assert.True(_present.IsHere(_id));

        _present.Enter(_id);
        Assert.True(_present.NeedsNoCall(_id));
    }

    [Fact]
    public void A_grain_that_leaves_is_not_here_any_more()
    {
        _present.Enter(_id);
        _present.Leave(_id);

        Assert.False(_present.NeedsNoCall(_id));
        Assert.False(_present.IsHere(_id));
    }
}
