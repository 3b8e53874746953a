using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Doctor;

public sealed class TimescaleApacheDoctorTests(TimescaleApacheFixture fixture) : RollupDoctorSuite<TimescaleApacheFixture>(fixture)
{
    [Fact]
    public Task Chunks_of_another_span_are_one_line_whose_remedy_mends_it() =>
        TurnsAndMendsAsync("SELECT set_chunk_time_interval('resource_usage', INTERVAL '7 days')", FindingStatus.Warn, "chunk-interval");
}
