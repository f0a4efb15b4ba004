#!/bin/sh
# What the routing decision costs, against plain proxy_pass of the same nginx and against JSON.parse of the body.
#
#   sh src/bench/routing.sh [--nginx PROGRAM]… [--engine njs|qjs] [--rounds N] [--seconds S] [SECTION…]
#   eval "$(sh src/bin/setup-tests.sh)"; sh src/bench/routing.sh --images        each nginx of the tests, each engine
#
# Without a section: all of them, in about six minutes for one nginx. Each writes its figures into target/bench; src/bench/RESULTS.md is
# then made anew from all that lie there, so that sections, versions and engines can be measured one at a time.
# Needs `mvn package`, two quiet cores, nginx with njs, wrk, python3, a JDK and root. Traffic stays on 127.0.0.1.
exec python3 "$(dirname "$0")/routing.py" "$@"
