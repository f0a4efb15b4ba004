#!/bin/sh
# What API keys and limits cost, against the gateway without them, in one run.
#
#   sh src/bench/limits.sh [--nginx PROGRAM] [--rounds N] [--seconds S]
#
# Writes src/bench/LIMITS.md in about a minute. Needs `mvn package`, two quiet cores, nginx with njs 0.8.5 or newer, wrk,
# python3 and a JDK. Traffic stays on 127.0.0.1.
exec python3 "$(dirname "$0")/limits.py" "$@"
