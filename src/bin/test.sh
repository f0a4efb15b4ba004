#!/bin/sh
# Runs all tests: sets up what they need (see setup-tests.sh), then `mvn verify`. Arguments go to Maven.
#
#   sh src/bin/test.sh [-Dit.test=RoutingIT …]
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=src/bin/debian.sh
. src/bin/debian.sh

environment=$(sh src/bin/setup-tests.sh)
eval "$environment"

say "mvn verify"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
{ mvn -B -ntp verify "$@" 2>&1 && echo passed >"$log.passed"; } | tee "$log"

# What failed, and Maven's totals, unit tests first, then those against nginx, are far above: once more where a reader
# looks.
sed -n 's/^\[ERROR\] \(.* <<< [A-Z]*!\)$/failed: \1/p' "$log"
grep -E '(Tests run: [0-9]+, Failures: [0-9]+, Errors: [0-9]+, Skipped: [0-9]+|BUILD [A-Z]+)$' "$log" || true
[ -e "$log.passed" ] && rm "$log.passed"
