using LaunchStack.Metrics.Models;
using LaunchStack.Metrics.Testing;

namespace LaunchStack.Metrics.Grains.Interfaces.Tests.Models;

public sealed class SampleIdTests
{
    [Fact]
    public void Every_vector_keeps_its_id()
    {
        Assert.True(SampleIdVector.All.Count >= 12);
        Assert.All(SampleIdVector.All, vector => Assert.Equal(vector.Id, SampleId.Derive(vector.InstanceId, vector.Timestamp)));
    }

    [Fact]
    public void An_id_is_the_same_for_everything_within_a_microsecond_and_in_any_offset()
    {
        var instance = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
        var moment = new DateTimeOffset(2026, 1, 31, 13, 45, 0, TimeSpan.Zero).AddTicks(1_234_560);
        var id = SampleId.Derive(instance, moment);
        Assert.Equal(id, SampleId.Derive(instance, moment.AddTicks(9)));
        Assert.Equal(id, SampleId.Derive(instance, moment.ToOffset(TimeSpan.FromHours(-9.5))));
        Assert.NotEqual(id, SampleId.Derive(instance, moment.AddTicks(10)));
    }

    [Fact]
    public void Ids_of_an_instance_rise_with_time_as_the_database_compares_them()
    {
        var random = new Random(7);
        var instance = Guid.NewGuid();
        var moments = Enumerable.Range(0, 500).Select(_ => DateTimeOffset.UnixEpoch.AddMicroseconds(random.NextInt64(60L * 366 * 86_400 * 1_000_000))).Order().ToArray();
        var ids = moments.Select(moment => Convert.ToHexString(SampleId.Derive(instance, moment).ToByteArray(bigEndian: true))).ToArray();
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public void An_id_says_version_8_and_the_rfcs_variant()
    {
        var id = SampleId.Derive(Guid.NewGuid(), new DateTimeOffset(2026, 1, 31, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(8, id.Version);
        Assert.InRange(id.Variant, 8, 11);
    }

    [Fact]
    public void A_moment_before_1970_has_no_id() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleId.Derive(Guid.NewGuid(), DateTimeOffset.UnixEpoch.AddTicks(-1)));
}
