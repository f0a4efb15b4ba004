#!/bin/sh
# Sets up what the tests need on Debian: packages, a Docker engine, and an image of each nginx that the gateway is
# tested on. What is there already is used as it is, so that a second run takes a second. Needs root the first time.
#
#   eval "$(sh src/bin/setup-tests.sh)"     then Maven can be run by hand; `src/bin/test.sh` does both
#
# Prints the environment that the tests need on standard output, messages on standard error. Set beforehand,
# VLLM_NGINX_TEST_IMAGES=debian builds the images even where the official ones can be had.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=src/bin/debian.sh
. src/bin/debian.sh

state=/var/lib/vllm-nginx-tests
run=/run/vllm-nginx-tests
recipe=$(cksum <src/bin/setup-tests.sh | cut -d ' ' -f 1) # images that another recipe made are not used

main() {
  install_tools
  find_engine || start_engine
  if [ "${VLLM_NGINX_TEST_IMAGES:-}" = debian ]; then registry=no; else registry=yes; fi
  image 1.22 bookworm nginx:1.22
  image_1_22=$image
  image 1.26 trixie nginx:1.26
  image_1_26=$image
  image newest forky nginx:mainline
  image_newest=$image
  unpack_prometheus
  print_environment
}

# Prometheus and promtool, unpacked and not installed: the package would start a server with every boot.
unpack_prometheus() {
  prometheus=$state/prometheus
  [ ! -x "$prometheus/usr/bin/promtool" ] || return 0
  say "unpacking Prometheus (19 MB)"
  refresh_package_lists
  mkdir -p "$prometheus"
  (cd "$prometheus" && apt-get download -qq prometheus >/dev/null 2>&1 && dpkg -x prometheus_*.deb . && rm prometheus_*.deb) ||
    fail "Debian's package prometheus could not be had: is this machine on the network?"
}

install_tools() {
  packages="ca-certificates curl git openssl patch python3 nginx libnginx-mod-http-js"
  has mvn || packages="$packages maven"
  java_is_new || packages="$packages default-jdk-headless"
  # shellcheck disable=SC2086 # one word per package
  install_packages $packages
}

# The engine that `docker` speaks to already, or the one that an earlier run started.
find_engine() {
  has docker || return 1
  docker info >/dev/null 2>&1 && return 0
  [ -S "$run/docker.sock" ] || return 1
  DOCKER_HOST=unix://$run/docker.sock docker info >/dev/null 2>&1 || return 1
  export DOCKER_HOST="unix://$run/docker.sock"
}

# An engine of our own: its own socket and data and no packet filter rules (the tests' containers share the host's
# network), so that it disturbs no other engine.
start_engine() {
  install_engine
  say "starting a Docker engine (log: $state/dockerd.log)"
  mkdir -p "$state" "$run"
  rm -f "$run/docker.pid" "$run/docker.sock" # of an engine that has ended without removing them
  mount_cgroups
  choose_bridge
  in_mountable_root setsid dockerd \
    --host "unix://$run/docker.sock" --pidfile "$run/docker.pid" \
    --data-root "$state/docker" --exec-root "$run/docker" \
    --bridge "$bridge" --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false \
    --exec-opt native.cgroupdriver=cgroupfs \
    </dev/null >"$state/dockerd.log" 2>&1 &
  tries=0
  until find_engine; do
    tries=$((tries + 1))
    [ "$tries" -lt 60 ] || {
      tail -n 10 "$state/dockerd.log" >&2
      fail "the Docker engine does not start. Start one by hand and run this again."
    }
    sleep 0.5
  done
}

# Told to use no bridge, an engine deletes docker0. Where that belongs to another engine, it gets one of its own.
choose_bridge() {
  bridge=none
  [ -e /sys/class/net/docker0 ] || return 0
  bridge=vllm-tests0
  [ ! -e "/sys/class/net/$bridge" ] || return 0
  install_packages iproute2
  ip link add "$bridge" type bridge
  ip address add 172.31.253.1/24 dev "$bridge"
  ip link set "$bridge" up
}

# in_mountable_root COMMAND…: the engine changes the mounts under /, which must be a mount point for that, and `docker
# exec` enters the topmost root of the container's mounts. In a chroot, / is none and the topmost root is another one:
# there, the engine gets mounts of its own, in which this / lies over that one.
in_mountable_root() {
  if mountpoint -q /; then
    exec "$@"
  fi
  # shellcheck disable=SC2016 # expanded by the inner shells
  exec unshare --mount --propagation unchanged sh -c \
    'exec 3</ && exec nsenter --mount=/proc/self/ns/mnt sh -c "$0" sh "$@"' \
    'mount --make-rprivate / && mount --rbind "$(readlink /proc/self/fd/3)" / && exec 3<&- && exec nsenter --mount=/proc/self/ns/mnt "$@"' "$@"
}

install_engine() {
  packages=
  has dockerd || packages="docker.io"
  if ! has docker; then
    refresh_package_lists
    ! package_exists docker-cli || packages="$packages docker-cli"
  fi
  # shellcheck disable=SC2086 # one word per package
  install_packages $packages
}

# A container engine needs control groups; in a bare chroot nobody has mounted them.
mount_cgroups() {
  [ -z "$(ls -A /sys/fs/cgroup 2>/dev/null)" ] || return 0
  if ! awk '$1 != "#subsys_name" && $2 > 0 { found = 1 } END { exit !found }' /proc/cgroups; then
    mount -t cgroup2 cgroup2 /sys/fs/cgroup
    return 0
  fi
  mount -t tmpfs -o mode=755 tmpfs /sys/fs/cgroup
  awk '$1 !~ /^#/ && $2 > 0 && $4 == 1 { print $1 }' /proc/cgroups | while read -r controller; do
    mkdir "/sys/fs/cgroup/$controller"
    mount -t cgroup -o "$controller" cgroup "/sys/fs/cgroup/$controller" || rmdir "/sys/fs/cgroup/$controller"
  done
}

# image VERSION SUITE OFFICIAL: sets $image to the name of an image of that nginx: one that is there, else the official
# one, else one made from the Debian that has this version.
image() {
  own=vllm-nginx-test/nginx:$1-$recipe
  image=$own
  if has_image "$own"; then return 0; fi
  if [ "$registry" = yes ] && { has_image "$3" || pull "$3"; }; then
    image=$3
  else
    build_image "$own" "$2"
  fi
}

has_image() { docker image inspect "$1" >/dev/null 2>&1; }

# One failure is enough to know that there is no registry here.
pull() {
  say "pulling $1"
  timeout 120 docker pull -q "$1" >/dev/null 2>&1 && return 0
  say "no registry answers: making the images from Debian's packages"
  registry=no
  return 1
}

# Debian's packages unpacked, not installed: what their scripts would do is done here, and takes seconds instead of
# most of a minute. A mirror that lags behind will do: signatures are checked, their age is not. Bash and grep are there
# since the official images have them; without nsswitch.conf the C library asks the name server for localhost first.
build_image() {
  install_packages mmdebstrap
  say "building $1 from Debian $2"
  root=$(mktemp -d)
  # shellcheck disable=SC2016 # mmdebstrap's own shell expands $1, the new root
  mmdebstrap -q --mode=root --variant=extract --aptopt='Acquire::Check-Valid-Until "false"' \
    --include=base-files,base-passwd,bash,coreutils,dash,grep,nginx,libnginx-mod-http-js \
    --extract-hook='cp "$1/usr/share/base-passwd/passwd.master" "$1/etc/passwd"' \
    --extract-hook='cp "$1/usr/share/base-passwd/group.master" "$1/etc/group"' \
    --extract-hook='ln -sf /usr/share/nginx/modules-available/mod-http-js.conf "$1/etc/nginx/modules-enabled/50-mod-http-js.conf"' \
    --extract-hook='echo "hosts: files dns" >"$1/etc/nsswitch.conf"' \
    "$2" "$root/image.tar" >"$root/log" 2>&1 || {
    tail -n 10 "$root/log" >&2
    fail "Debian $2 could not be unpacked: is this machine on the network?"
  }
  docker import --change 'CMD ["nginx", "-g", "daemon off;"]' --change 'EXPOSE 80' "$root/image.tar" "$1" >/dev/null
  rm -rf "$root"
}

print_environment() {
  [ -z "${DOCKER_HOST:-}" ] || echo "export DOCKER_HOST='$DOCKER_HOST'"
  echo "export DOCKER_API_VERSION='$(docker version --format '{{.Server.APIVersion}}')'"
  # The containers share the network of this machine. In a container, Testcontainers would ask the engine for its bridge.
  echo "export TESTCONTAINERS_HOST_OVERRIDE='${TESTCONTAINERS_HOST_OVERRIDE:-127.0.0.1}'"
  echo "export TESTCONTAINERS_RYUK_DISABLED=true"
  echo "export TESTCONTAINERS_TINYIMAGE_CONTAINER_IMAGE='$image_1_22'"
  echo "export VLLM_NGINX_TEST_IMAGE_1_22='$image_1_22'"
  echo "export VLLM_NGINX_TEST_IMAGE_1_26='$image_1_26'"
  echo "export VLLM_NGINX_TEST_IMAGE_NEWEST='$image_newest'"
  echo "export VLLM_NGINX_TEST_PROMETHEUS='$prometheus/usr/bin'"
}

main
