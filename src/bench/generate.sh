#!/bin/sh
# How long `vllm-nginx generate` takes from a cold start, and how much memory: medians of several runs, as a Markdown table.
#
#   sh src/bench/generate.sh [RUNS]      after `mvn package`; 7 runs by default
set -eu
cd "$(dirname "$0")/../.."
runs=${1:-7}
[ -x target/vllm-nginx ] || { echo "build first: mvn package -DskipTests" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/plain" "$work/archive"
cp -p target/vllm-nginx "$work/plain"
cp -p target/vllm-nginx "$work/archive"
VLLM_NGINX_JAVA_OPTIONS=-XX:ArchiveClassesAtExit=$work/archive/vllm-nginx.jsa \
  "$work/archive/vllm-nginx" generate examples/qwen-and-embeddings/catalog.yaml --out "$work/out" >"$work/log"

catalog() { # MODELS
  echo "version: 1"
  echo "models:"
  i=0
  while [ "$i" -lt "$1" ]; do
    echo "  - {name: \"model-$i\", type: chat, servers: [{address: \"10.$((i / 65536)).$((i / 256 % 256)).$((i % 256)):8000\"}]}"
    i=$((i + 1))
  done
}

# measure KIND: medians of the runs of one catalog: seconds, peak MB.
measure() {
  # Linux counts the peak of a finished child: python3 asks for it.
  python3 - "$work/$1/vllm-nginx" "$work" "$runs" <<'PYTHON'
import resource, shutil, statistics, subprocess, sys, time
program, work, runs = sys.argv[1:]
seconds = []
for _ in range(int(runs)):
    shutil.rmtree(work + "/out", ignore_errors=True)
    begin = time.monotonic()
    subprocess.run([program, "generate", work + "/catalog.yaml", "--out", work + "/out"], check=True, stdout=subprocess.DEVNULL)
    seconds.append(time.monotonic() - begin)
print("%.2f | %d" % (statistics.median(seconds), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024))
PYTHON
}

echo "| models | s | MB at most | s with an archive of classes | MB at most |"
echo "|---|---|---|---|---|"
for models in 10 1000 10000; do
  catalog "$models" >"$work/catalog.yaml"
  echo "| $models | $(measure plain) | $(measure archive) |"
done
