#!/bin/sh
# Captures the files of this folder. Needs root, curl, busybox-static and a Docker engine with nothing of value in it.
# usage: capture.sh FOLDER
set -e
out=$1
sock=/var/run/docker.sock
get() { curl -s --unix-socket $sock "http://docker$1"; }
stats() { for n in web busy host-net wrong-label; do get "/containers/$n/stats?stream=false&one-shot=true" > "$out/$n.stats-$1.json"; done; }

root=$(mktemp -d)
mkdir -p "$root/bin" "$root/tmp"
cp "$(command -v busybox)" "$root/bin/"
for applet in sh yes httpd wget sleep dd md5sum; do ln -s busybox "$root/bin/$applet"; done
tar -C "$root" -c . | docker import - tiny

docker network create second
docker run -d --name web --label com.launchstack.instance.id=6f9619ff-8b86-4d01-b42d-00cf4fc964ff --memory 64m tiny \
    sh -c 'dd if=/dev/zero of=/tmp/page bs=1M count=8; httpd -p 80 -h /tmp; while true; do md5sum /tmp/page >/dev/null; sleep 0.2; done'
docker network connect second web
docker run -d --name busy --network second tiny sh -c 'dd if=/dev/zero of=/tmp/once bs=1M count=5; yes > /dev/null'
docker run -d --name host-net --network host tiny sleep 100000
docker run -d --name wrong-label --label com.launchstack.instance.id=shop-7 --network none tiny sleep 100000
sleep 1
docker exec busy wget -q -O /dev/null "http://$(docker inspect -f '{{.NetworkSettings.Networks.second.IPAddress}}' web)/page"
docker run --rm tiny wget -q -O /dev/null "http://$(docker inspect -f '{{.NetworkSettings.Networks.bridge.IPAddress}}' web)/page"
docker run -d --name finished tiny sleep 4

get /containers/json > "$out/containers.json"
stats 1
docker stats --no-stream --format '{{.Name}} {{.CPUPerc}} {{.MemUsage}} {{.NetIO}}' > "$out/docker-stats.txt"
stats 2
docker wait finished
get '/containers/finished/stats?stream=false&one-shot=true' > "$out/finished.stats-2.json"
for n in web busy host-net wrong-label finished; do get "/containers/$n/json" > "$out/$n.json"; done
