# Boots the systemd of this machine in namespaces of its own, on a copy of the machine's files that is in memory only:
#   unshare --mount --pid --fork --uts --ipc --cgroup --net --kill-child sh boot.sh WORK SHARED
# WORK is an empty directory, SHARED one that is seen as /mnt.
set -e
mount --make-rprivate /
mount -t tmpfs tmpfs "$1"
root=$1/root
mkdir "$1/changes" "$1/work" "$root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/changes,workdir=$1/work" "$root"
mount --bind "$2" "$root/mnt"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
if grep -q ':name=systemd:' /proc/self/cgroup; then
  mount -t tmpfs tmpfs "$root/sys/fs/cgroup"
  mkdir "$root/sys/fs/cgroup/systemd"
  mount -t cgroup -o none,name=systemd cgroup "$root/sys/fs/cgroup/systemd"
else
  mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
fi
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
ln -s /proc/self/fd "$root/dev/fd"
mkdir -p "$root/var/log/nginx"
# What would change the kernel, which is the machine's own, and services that are none of this.
for unit in systemd-sysctl.service systemd-modules-load.service systemd-udevd.service systemd-udev-trigger.service \
  systemd-remount-fs.service systemd-binfmt.service sys-kernel-debug.mount sys-kernel-tracing.mount dev-hugepages.mount \
  docker.socket; do
  ln -sfn /dev/null "$root/etc/systemd/system/$unit"
done
exec chroot "$root" env -i container=test PATH=/usr/sbin:/usr/bin:/sbin:/bin \
  /lib/systemd/systemd --unit=basic.target --show-status=0
