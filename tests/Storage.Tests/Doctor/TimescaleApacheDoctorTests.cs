using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Doctor;

public sealed class TimescaleApacheDoctorTests(TimescaleApacheFixture fixture) : DoctorSuite<TimescaleApacheFixture>(fixture);
