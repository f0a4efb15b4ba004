#!/bin/sh
# vllm-nginx: a jar with this script in front of it. It also runs as `java -jar vllm-nginx`.
# The start-up options trade peak speed, which a short run never reaches, for a quick start. The JVM prints
# warnings of its own on standard output unless told otherwise, and standard output belongs to the results.
if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then java=$JAVA_HOME/bin/java; else java=java; fi
command -v "$java" >/dev/null 2>&1 || {
  echo "vllm-nginx: no Java found. It needs Java 17 or newer (Debian: apt-get install openjdk-17-jre-headless), or JAVA_HOME." >&2
  exit 2
}
# Java reads the names of files by the locale; without one, as in cron and containers, it would take ASCII only.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in *[Uu][Tt][Ff]*8*) ;; *) LC_ALL=C.UTF-8; export LC_ALL ;; esac
VLLM_NGINX_TERMINAL=
if [ -t 1 ] && [ -t 2 ]; then
  VLLM_NGINX_TERMINAL=yes
  [ -n "${COLUMNS:-}" ] || { size=$(stty size <&2 2>/dev/null) && COLUMNS=${size#* } && export COLUMNS; }
fi
export VLLM_NGINX_TERMINAL
# Further options for the JVM; without any, an archive of classes that lies beside this file is used. The JVM leaves one
# alone that was made by another Java or of another vllm-nginx.
options=${VLLM_NGINX_JAVA_OPTIONS:-}
if [ -z "$options" ] && [ -r "$0.jsa" ]; then set -- "-XX:SharedArchiveFile=$0.jsa" -jar "$0" "$@"; else set -- -jar "$0" "$@"; fi
# shellcheck disable=SC2086 # the options are words
exec "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xlog:disable -Xlog:all=error:stderr $options "$@"
exit 70
