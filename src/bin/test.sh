#!/bin/sh
# Runs all tests: sets up what they need (see setup-tests.sh), then `mvn verify`. Arguments go to Maven.
#
# A test that fails is run once more at the end, since hundreds of them watch real processes on a machine that may do
# other things meanwhile. What passes then is named as flaky in the last lines; ten of them fail the run.
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
again="-Dsurefire.rerunFailingTestsCount=1 -Dsurefire.failOnFlakeCount=10"
again="$again -Dfailsafe.rerunFailingTestsCount=1 -Dfailsafe.failOnFlakeCount=10"
# shellcheck disable=SC2086 # one word per option
{ mvn -B -ntp verify $again "$@" 2>&1 && echo passed >"$log.passed"; } | tee "$log"

# What failed, and Maven's totals, unit tests first, then those against nginx, are far above: once more where a reader
# looks.
awk '
  /^\[[A-Z]+\] (Failures|Errors): *$/ { kind = "failed" }
  /^\[WARNING\] Flakes: *$/ { kind = "flaky" }
  /^\[[A-Z]+\] Tests run:/ { kind = "" }
  kind != "" && /^\[(ERROR|WARNING)\] dev\./ { print kind ": " $2 }
' "$log"
grep -E '(Tests run: [0-9]+, Failures: [0-9]+, Errors: [0-9]+, Skipped: [0-9]+(, Flakes: [0-9]+)?|BUILD [A-Z]+)$' "$log" || true
[ -e "$log.passed" ] && rm "$log.passed"
