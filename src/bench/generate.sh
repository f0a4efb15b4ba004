#!/bin/sh
# How long `vllm-nginx generate` takes from a cold start, and how much memory: medians of several runs, as a Markdown table.
#
#   sh src/bench/generate.sh [RUNS]      after `mvn package`; 7 runs by default
set -eu
cd "$(dirname "$0")/../.."
runs=${1:-7}
program=$PWD/target/vllm-nginx
[ -x "$program" ] || { echo "build first: mvn package -DskipTests" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

catalog() { # MODELS
  echo "version: 1"
  echo "models:"
  i=0
  while [ "$i" -lt "$1" ]; do
    echo "  - {name: \"model-$i\", type: chat, servers: [{address: \"10.$((i / 65536)).$((i / 256 % 256)).$((i % 256)):8000\"}]}"
    i=$((i + 1))
  done
}

echo "| models | median s | peak MB |"
echo "|---|---|---|"
for models in 10 1000 10000; do
  catalog "$models" >"$work/catalog.yaml"
  : >"$work/seconds"
  : >"$work/peak"
  run=0
  while [ "$run" -lt "$runs" ]; do
    rm -rf "$work/out"
    # Linux counts the peak of a finished child: python3 asks for it.
    python3 - "$program" "$work" <<'PYTHON'
import resource, subprocess, sys, time
program, work = sys.argv[1:]
begin = time.monotonic()
subprocess.run([program, "generate", work + "/catalog.yaml", "--out", work + "/out"], check=True, stdout=subprocess.DEVNULL)
seconds = time.monotonic() - begin
with open(work + "/seconds", "a") as f:
    f.write("%.3f\n" % seconds)
with open(work + "/peak", "a") as f:
    f.write("%d\n" % (resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024))
PYTHON
    run=$((run + 1))
  done
  middle=$((runs / 2 + 1))
  echo "| $models | $(sort -n "$work/seconds" | sed -n "${middle}p") | $(sort -n "$work/peak" | sed -n "${middle}p") |"
done
