using LaunchStack.Metrics.Storage.Tests.Tiers;

namespace LaunchStack.Metrics.Storage.Tests.Doctor;

public sealed class PostgresDoctorTests(PlainPostgresFixture fixture) : DoctorSuite<PlainPostgresFixture>(fixture);
