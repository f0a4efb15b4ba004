#!/bin/sh
# Prints what the routing decision costs, as a Markdown table of ratios against plain proxy_pass of the same nginx:
#   src/bench/routing.sh [--nginx PROGRAM] [--engine njs|qjs] [--rounds N] [--sizes 1,20,200,2000]
# Needs two cores, nginx with its njs module, wrk, python3 and a JDK. Traffic stays on 127.0.0.1.
exec python3 "$(dirname "$0")/routing.py" "$@"
