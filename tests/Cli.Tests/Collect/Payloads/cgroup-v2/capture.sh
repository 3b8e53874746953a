#!/bin/bash
# Captures the files of this folder from a Debian kernel in a virtual machine; no root needed, no network used.
# Needs: qemu-system-x86 busybox-static cpio docker.io containerd runc curl, and linux-image-amd64 unpacked into a folder.
# usage: capture.sh FOLDER UNPACKED_KERNEL
set -e
here=$(dirname "$(realpath "$0")")
out=$(realpath "$1")
kernel=$(realpath "$2")
vm=$(mktemp -d)
mkdir -p "$vm"/root/{bin,proc,sys,dev,run,tmp,etc,mod,root,var/lib,usr/bin,usr/sbin} "$vm"/tiny/{bin,tmp}
cp "$(command -v busybox)" "$vm/root/bin/"
cp "$here/capture-init.sh" "$vm/root/init"
chmod +x "$vm/root/init"
cp /usr/sbin/dockerd "$vm/root/usr/sbin/"
cp /usr/bin/{containerd,containerd-shim-runc-v2,curl,docker-init} /usr/sbin/runc "$vm/root/usr/bin/"
ldd "$vm"/root/usr/{s,}bin/* 2> /dev/null | grep -o '/[^ :]*' | grep -v "^$vm" | sort -u | while read -r library; do
    mkdir -p "$vm/root$(dirname "$library")"
    cp -L "$library" "$vm/root$library"
done
drivers=$(echo "$kernel"/lib/modules/*/kernel/drivers)
cp "$drivers"/virtio/{virtio,virtio_ring,virtio_pci_modern_dev,virtio_pci_legacy_dev,virtio_pci}.ko "$drivers"/block/virtio_blk.ko "$vm/root/mod/"
echo root:x:0:0:root:/root:/bin/sh > "$vm/root/etc/passwd"
echo root:x:0: > "$vm/root/etc/group"
echo 127.0.0.1 localhost > "$vm/root/etc/hosts"
cp "$(command -v busybox)" "$vm/tiny/bin/"
for applet in sh dd md5sum sleep; do ln -s busybox "$vm/tiny/bin/$applet"; done
tar -C "$vm/tiny" -cf "$vm/root/root/tiny.tar" .
(cd "$vm/root" && find . | cpio -o -H newc | gzip -1 > "$vm/initrd.gz")
dd if=/dev/urandom of="$vm/disk.img" bs=1M count=16

qemu-system-x86_64 -accel tcg,thread=multi -cpu max -smp 2 -m 2048 -nographic -no-reboot \
    -drive file="$vm/disk.img",if=virtio,format=raw,readonly=on \
    -kernel "$kernel"/boot/vmlinuz-* -initrd "$vm/initrd.gz" -append "console=ttyS0 quiet panic=-1" < /dev/null | tr -d '\r' > "$vm/console.txt"

mkdir -p "$out/cgroup" "$out/docker"
awk -v out="$out" '/^@@@@ end/ { exit } /^@@@@ / { file = out "/" $2; printf "" > file; next } file != "" { print > file }' "$vm/console.txt"
# Lines that the sections are set apart with, and processes that ended meanwhile.
sed -i -e :a -e '/^\n*$/{$d;N;ba' -e '}' "$out"/cgroup/*.txt "$out"/docker/*.json
sed -i '/-> $/d' "$out/cgroup/links.txt"
