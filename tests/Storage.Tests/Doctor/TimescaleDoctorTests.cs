using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Doctor;

public sealed class TimescaleDoctorTests(TimescaleFixture fixture) : DoctorSuite<TimescaleFixture>(fixture);
