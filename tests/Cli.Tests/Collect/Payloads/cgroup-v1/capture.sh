#!/bin/bash
# Captures the files of this folder, while the containers of ../docker/capture.sh run. Needs root and cgroup v1.
# usage: capture.sh FOLDER
set -e
out=$(realpath "$1")
cd /sys/fs/cgroup
mkdir -p {memory,cpuacct}/{system.slice/{demo,stopped}.service,user.slice/user-1000.slice}
in_group() { # GROUP COMMAND...
    for controller in memory cpuacct; do echo "$BASHPID" > "$controller/$1/cgroup.procs"; done
    shift
    exec "$@"
}
in_group system.slice/demo.service sh -c 'while :; do i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; sleep 0.2; done' & demo=$!
in_group user.slice/user-1000.slice sleep 100000 & user=$!
sleep 1

cd /
files() {
    for controller in memory cpuacct; do
        find sys/fs/cgroup/$controller -maxdepth 1 -type f
        find sys/fs/cgroup/$controller/{docker,system.slice,user.slice} -type f
    done | grep -E '/(cgroup\.procs|cpuacct\.usage|memory\.(usage_in_bytes|limit_in_bytes|stat))$' | sort
}
pids=$(cat $(files | grep cgroup.procs | grep -E 'docker|slice') | sort -un)
head -n 100000 proc/uptime proc/meminfo $(files) $(for pid in 1 $pids; do echo proc/$pid/net/dev; done) > "$out/cgroup/first.txt"
find $(for pid in self $pids; do echo proc/$pid/ns; done) -name net -type l -printf '%p -> %l\n' > "$out/cgroup/links.txt"
sleep 2
head -n 100000 proc/uptime $(files | grep cpuacct.usage) > "$out/cgroup/second.txt"

kill $demo $user
sleep 1
rmdir sys/fs/cgroup/{memory,cpuacct}/{system.slice/{demo,stopped}.service,system.slice,user.slice/user-1000.slice,user.slice}
