"""What keys and limits cost: see limits.sh."""

import argparse
import hashlib
import pathlib
import signal
import statistics
import subprocess
import sys
import tempfile

import bodies
from gateways import HERE, Backend, Nginx, remove

PARTS = ("log", "headers", "id")
NJS = ', njs: "0.8.5"'
KEY = "sk-bench"

# So high that nobody is refused.
REQUESTS = "requests: 999999r/s, burst: 1000000, concurrency: 65535"
TOKENS = "tokens: 999999999/m"


def keys(number, limits=""):
    """So many keys; the last one is the client's."""
    lines = ["api_keys:"]
    for i in range(number):
        key = KEY if i == number - 1 else "sk-%d" % i
        lines.append("  - {id: key-%d, sha256: \"%s\"%s}" % (i, hashlib.sha256(key.encode()).hexdigest(), limits))
    return lines


def limited(limits):
    """The same limits of client, model and key."""
    block = "limits: {%s}" % limits
    return {"sections": keys(10, ", " + block), "gateway": ["  " + block], "model": ", " + block}


def gateways(place, program, version, backend):
    def start(name, **more):
        return Nginx(name, place, program, backend.port, version, parts=PARTS, more={"njs": NJS, **more})

    return [
        start("the gateway without keys and limits"),
        start("10 keys", sections=keys(10)),
        start("10,000 keys", sections=keys(10_000)),
        start("requests and concurrency of each client", gateway=["  limits: {%s}" % REQUESTS]),
        start("10 keys; requests and concurrency of client, model and key", **limited(REQUESTS)),
        start("10 keys; tokens of the key", sections=keys(10, ", limits: {%s}" % TOKENS)),
        start("10 keys; tokens of client, model and key", **limited(TOKENS)),
        start("10 keys; all limits of client, model and key", **limited(REQUESTS + ", " + TOKENS)),
        start("accounting in the log, which tokens need too", sections=["logging: {accounting: true}"]),
    ]


def measure(options, version, place):
    backend = Backend("usage")
    running = []
    try:
        running = gateways(place, options.nginx, version, backend)
        file = place / "body.json"
        file.write_bytes(bodies.chat(1))
        seen = {gateway.name: [] for gateway in running}
        for _ in range(options.rounds):
            for gateway in running:
                seen[gateway.name].append(gateway.load(file, options.seconds, KEY))
        return {name: statistics.median(round["cpu"] for round in rounds) for name, rounds in seen.items()}
    finally:
        for gateway in running:
            gateway.stop()
        backend.stop()


def table(version, seen):
    base = list(seen.values())[0]
    lines = ["# What keys and limits cost", "",
             "Written by `sh src/bench/limits.sh` on nginx %s, engine njs: the processor time of one worker for a chat request"
             % version,
             "of 1 kB, answered at once with 370 bytes and a usage; medians of rounds that alternate. The whole gateway each",
             "time: routing, headers, log. Nobody is refused.", "",
             "| gateway | µs per request | against the first |", "|---|---|---|"]
    lines += ["| %s | %.0f | %.2f |" % (name, cpu, cpu / base) for name, cpu in seen.items()]
    return "\n".join(lines) + "\n"


def main():
    options = argparse.ArgumentParser(prog="limits.sh")
    options.add_argument("--nginx", default="nginx", metavar="PROGRAM")
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--seconds", type=float, default=0.5, help="of one round")
    options = options.parse_args()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))  # so that no nginx is left running
    version = subprocess.run([options.nginx, "-v"], capture_output=True, text=True).stderr.strip().split("/")[-1]
    place = pathlib.Path(tempfile.mkdtemp(prefix="vllm-nginx-bench-"))
    place.chmod(0o755)
    try:
        text = table(version, measure(options, version, place))
    finally:
        remove(place)
    (HERE / "LIMITS.md").write_text(text)
    print("written: src/bench/LIMITS.md")


main()
