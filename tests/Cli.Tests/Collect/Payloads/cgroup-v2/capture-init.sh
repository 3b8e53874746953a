#!/bin/busybox sh
# The init of a small virtual machine whose only job is to print what a cgroup v2 host says; capture.sh starts it.
/bin/busybox --install -s /bin
export PATH=/bin:/usr/bin:/usr/sbin DOCKER_RAMDISK=true
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mount -t tmpfs tmp /run
mount -t cgroup2 cgroup2 /sys/fs/cgroup
ip link set lo up
for module in virtio_ring virtio virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci virtio_blk; do insmod /mod/$module.ko; done

cd /sys/fs/cgroup
echo "+cpu +memory" > cgroup.subtree_control
mkdir system.slice user.slice
echo "+cpu +memory" > system.slice/cgroup.subtree_control
mkdir system.slice/busy.service system.slice/cache.service system.slice/stopped.service
echo $((48 * 1024 * 1024)) > system.slice/cache.service/memory.max

in_group() { # GROUP COMMAND...
    group=$1; shift
    sh -c 'echo 0 > /sys/fs/cgroup/$0/cgroup.procs; exec "$@"' $group "$@" > /dev/null 2>&1 &
}
in_group system.slice/busy.service sh -c 'while :; do i=0; while [ $i -lt 100000 ]; do i=$((i + 1)); done; sleep 1; done'
# Reading a disk fills the page cache, which is where inactive_file comes from; it is emptied when nobody has the disk open.
in_group system.slice/cache.service unshare -n sh -c 'exec 3< /dev/vda; dd of=/dev/null bs=1M count=12 <&3; exec sleep 10000'
in_group user.slice sleep 10000

docker() { curl -s --unix-socket /var/run/docker.sock "$@"; }
json='Content-Type: application/json'
dockerd --storage-driver vfs --iptables=false --bridge=none > /tmp/dockerd.log 2>&1 &
until docker http://d/_ping > /dev/null; do sleep 1; done
docker -X POST -H 'Content-Type: application/x-tar' --data-binary @/root/tiny.tar 'http://d/images/create?fromSrc=-&repo=tiny' > /dev/null
docker -X POST -H "$json" -d '{"Image":"tiny","Cmd":["sh","-c","exec 3< /dev/vda; dd of=/dev/null bs=1M count=6 skip=12 <&3; while :; do md5sum /bin/busybox; sleep 0.2; done"],
  "HostConfig":{"Memory":67108864,"NetworkMode":"none","Devices":[{"PathOnHost":"/dev/vda","PathInContainer":"/dev/vda","CgroupPermissions":"r"}]}}' \
  'http://d/containers/create?name=web' > /dev/null
docker -X POST http://d/containers/web/start
sleep 5

cd /
section() { echo; echo "@@@@ $1"; }
groups() { find sys/fs/cgroup -type f | grep -E "/($1)\$" | sort; }
processes() { cat $(groups cgroup.procs) | sort -un | while read pid; do readlink proc/$pid/exe > /dev/null && echo $pid; done; }
section cgroup/first.txt
head -n 100000 proc/uptime proc/meminfo $(groups 'cgroup\.(procs|controllers)|cpu\.stat|memory\.(current|max|stat)') \
    proc/self/net/dev $(processes | while read pid; do echo proc/$pid/net/dev; done)
section cgroup/links.txt
for pid in self $(processes); do echo "proc/$pid/ns/net -> $(readlink proc/$pid/ns/net)"; done
sleep 2
section cgroup/second.txt
head -n 100000 proc/uptime $(groups cpu.stat)
section docker/containers.json
docker http://d/containers/json
section docker/web.stats-1.json
docker 'http://d/containers/web/stats?stream=false&one-shot=true'
section docker/docker-says.json
docker 'http://d/containers/web/stats?stream=false'
section docker/web.stats-2.json
docker 'http://d/containers/web/stats?stream=false&one-shot=true'
section docker/web.json
docker http://d/containers/web/json
section end
poweroff -f
