using LaunchStack.Metrics.Cli.Collect;

namespace LaunchStack.Metrics.Cli.Tests.Collect;

// The expected ids were computed with sha1sum.
public sealed class InstanceIdsTests
{
    [Fact]
    public void A_name_based_id_is_the_version_5_uuid_of_rfc_9562() =>
        Assert.Equal(
            new Guid("2ed6657d-e927-568b-95e1-2665a8aea6a2"),
            InstanceIds.NameBased(new Guid("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "www.example.com"));

    [Fact]
    public void The_id_of_a_container_never_changes() =>
        Assert.Equal(
            new Guid("b00b2529-1d16-53b7-8718-861bb8ed449e"),
            InstanceIds.OfContainer("59fc28643a796c07d9cf166ea2cb84d4a5f8e523b395f80aa4b5422e4fe42234"));

    [Fact]
    public void The_id_of_a_control_group_never_changes() =>
        Assert.Equal(
            new Guid("9316989e-dc4f-50e2-8c41-c7742b354609"),
            InstanceIds.OfCgroup("8f9c5d0f6d3f4f0b9e3d2a1b0c9d8e7f", "/system.slice/demo.service"));

    [Fact]
    public void The_id_of_a_program_never_changes() =>
        Assert.Equal(
            new Guid("d5c24806-9a5d-5032-b3b2-a3e1c06a5b63"),
            InstanceIds.OfProgram("8f9c5d0f6d3f4f0b9e3d2a1b0c9d8e7f", "1000", "web"));

    [Fact]
    public void The_same_control_group_of_two_hosts_is_two_instances() =>
        Assert.NotEqual(InstanceIds.OfCgroup("a", "/user.slice"), InstanceIds.OfCgroup("b", "/user.slice"));
}
