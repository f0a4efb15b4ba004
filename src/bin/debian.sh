# shellcheck shell=sh
# What the scripts of this directory share: messages, and packages of Debian. Sourced, not run.

say() { printf '%s\n' "$*" >&2; }

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# java_is_new: is there a Java compiler of version 17 or later?
java_is_new() {
  has javac || return 1
  version=$(javac -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
  [ "${version:-0}" -ge 17 ]
}

# package_exists NAME: does this Debian have such a package?
package_exists() { apt-cache show "$1" >/dev/null 2>&1; }

installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

# install_packages NAME…: installs what is missing. Services that come with a package are not started: Debian would
# put its own nginx on port 80.
install_packages() {
  missing=
  for package; do installed "$package" || missing="$missing $package"; done
  [ -n "$missing" ] || return 0
  has apt-get || fail "this script installs packages with apt-get. Elsewhere, install by hand:$missing"
  [ "$(id -u)" -eq 0 ] || fail "packages are missing. Run this as root, or: apt-get install$missing"
  say "installing$missing"
  refresh_package_lists
  keep_services_stopped
  log=$(mktemp)
  # shellcheck disable=SC2086 # one word per package
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    -o Dpkg::Use-Pty=0 -o Acquire::Retries=3 $missing >"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    fail "apt-get could not install$missing (whole output: $log)"
  }
  rm -f "$log"
  let_services_start
}

refresh_package_lists() {
  [ -z "${package_lists_fresh:-}" ] || return 0
  apt-get update -qq -o Acquire::Retries=3 >/dev/null || fail "apt-get update failed: is this machine on the network?"
  package_lists_fresh=yes
}

# Debian's invoke-rc.d asks this file before it starts anything. One that is there already is left alone.
keep_services_stopped() {
  policy=/usr/sbin/policy-rc.d
  [ ! -e "$policy" ] || return 0
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
  own_policy=yes
  trap let_services_start EXIT
  trap 'exit 130' INT TERM
}

let_services_start() {
  [ -n "${own_policy:-}" ] || return 0
  rm -f /usr/sbin/policy-rc.d
  own_policy=
}
