using LaunchStack.Metrics.Cli.Collect.Cgroup;

namespace LaunchStack.Metrics.Cli.Tests.Collect.Cgroup;

public sealed class CgroupNamesTests
{
    private const string Id = "59fc28643a796c07d9cf166ea2cb84d4a5f8e523b395f80aa4b5422e4fe42234";

    [Theory]
    [InlineData($"/docker/{Id}", "59fc28643a79")]
    [InlineData($"/system.slice/docker-{Id}.scope", "docker-59fc28643a79.scope")]
    [InlineData($"/kubepods.slice/kubepods-pod1.slice/cri-containerd-{Id}.scope", "cri-containerd-59fc28643a79.scope")]
    [InlineData($"/kubepods/besteffort/pod1/{Id}", "59fc28643a79")]
    [InlineData($"/machine.slice/libpod-{Id}.scope", "libpod-59fc28643a79.scope")]
    [InlineData($"/ecs/task/{Id}", "59fc28643a79")]
    [InlineData("/machine.slice/machine-qemu.scope", "machine-qemu.scope")]
    [InlineData("/system.slice/nginx.service", "nginx.service")]
    [InlineData("/lxc.payload.shop", "lxc.payload.shop")]
    [InlineData("/lxc/shop", "shop")]
    [InlineData("/user.slice", "user.slice")]
    public void A_container_a_unit_or_all_users_are_one_instance(string group, string name)
    {
        Assert.True(CgroupNames.IsWhole(group));
        Assert.Equal(name, CgroupNames.Display(group));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/docker")]
    [InlineData("/system.slice")]
    [InlineData("/machine.slice")]
    [InlineData("/kubepods.slice/kubepods-burstable.slice")]
    public void A_group_of_groups_is_looked_into(string group) => Assert.False(CgroupNames.IsWhole(group));
}
