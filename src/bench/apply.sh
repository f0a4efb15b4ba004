#!/bin/sh
# How long it takes from `vllm-nginx apply` to the proof that every worker runs the new release, and where the time goes.
#
#   sh src/bench/apply.sh [--nginx PROGRAM] [--runs N] [MODELS…]
#
# 40 runs for 10, 200 and 2,000 models, each without and with an archive of classes, take about six minutes. Writes src/bench/APPLY.md. Needs `mvn package`, an idle
# machine, python3, an nginx with njs, and root, since nginx has its pid file below /run. Listens on two free ports of 127.0.0.1.
exec python3 "$(dirname "$0")/apply.py" "$@"
