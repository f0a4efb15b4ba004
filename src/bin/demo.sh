#!/bin/sh
# Builds vllm-nginx and lets it route real requests: one per model of an example catalog, through a real nginx, to
# small stand-ins for vLLM. Needs Debian; as root it installs what is missing (a JDK, Maven, nginx and its njs module).
#
#   sh src/bin/demo.sh [CATALOG]
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=src/bin/debian.sh
. src/bin/debian.sh

catalog=${1:-examples/qwen-and-embeddings/catalog.yaml}
[ -f "$catalog" ] || fail "no such catalog: $catalog"

packages="nginx libnginx-mod-http-js"
has mvn || packages="$packages maven"
java_is_new || packages="$packages default-jdk-headless"
# shellcheck disable=SC2086 # one word per package
install_packages $packages

say "building target/vllm-nginx (the first time, Maven fetches its plugins: about a minute)"
mvn -q -B -ntp package -DskipTests || fail "the build failed: see above"

say "vllm-nginx try $catalog --once"
exec target/vllm-nginx try "$catalog" --once
