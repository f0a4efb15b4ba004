"""What the routing decision costs: see routing.sh."""

import argparse
import gc
import json
import os
import pathlib
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

import bodies
import programs
import report
from gateways import CHAT, CONSTANT, HERE, NAIVE, ROOT, Backend, Nginx, remove

RESULTS = ROOT / "target" / "bench"
SIZES = (1, 20, 200, 2000)
ALL_PARTS = ("log", "headers", "id")


class Bench:
    """One version of nginx with one engine."""

    def __init__(self, program, engine, rounds, seconds, place):
        self.program, self.engine, self.rounds, self.seconds, self.place = program, engine, rounds, seconds, place
        version = version_of(program)
        self.version = ".".join(map(str, version))
        self.direct = version >= (1, 23)
        self.running = []

    def start(self, name, backend, **options):
        gateway = Nginx(name, self.place, self.program, backend.port, self.version, self.engine, **options)
        self.running.append(gateway)
        return gateway

    def stop(self):
        for gateway in self.running:
            gateway.stop()
        self.running = []

    def compare(self, gateways, body):
        """Medians of rounds that alternate between the gateways."""
        file = self.place / "body.json"
        file.write_bytes(body)
        seen = {gateway.name: [] for gateway in gateways}
        for _ in range(self.rounds):
            for gateway in gateways:
                seen[gateway.name].append(gateway.load(file, self.seconds))
        return {name: {key: statistics.median(result[key] for result in results) for key in results[0]}
                for name, results in seen.items()}

    def speed(self, backend):
        """Sizes, orders and scripts; the naive way only where it is not too slow to be measured in a round."""
        gateways = [self.start("plain", backend, plain=True), self.start("routed", backend),
                    self.start("JSON.parse", backend, script=NAIVE), self.start("whole", backend, parts=ALL_PARTS)]
        return [{"kilobytes": size, "cjk": cjk, "model_first": first,
                 "seen": self.compare(gateways, bodies.chat(size, cjk, first))}
                for first in (False, True) for cjk in (False, True) for size in SIZES]

    def small(self, backend):
        """What each part of a small request's way costs."""
        gateways = [
            self.start("plain `proxy_pass`", backend, plain=True),
            *([self.start("reads the body, then goes on to another location", backend, fixed=True)] if self.direct else []),
            self.start("the same, and which model is it? (routing complete)", backend),
            self.start("the same, and the set of headers for vLLM", backend, parts=("headers",)),
            self.start("the same, and a request id", backend, parts=("headers", "id")),
            self.start("the same, and the access log (the whole gateway)", backend, parts=ALL_PARTS),
            self.start("a script that only names the model and goes on, instead of the routing", backend, script=CONSTANT),
            self.start("a script with `JSON.parse`, instead of the routing", backend, script=NAIVE)]
        return [{"kilobytes": size, "model_first": first, "seen": self.compare(gateways, bodies.chat(size, False, first))}
                for size in (0.4, 1) for first in (False, True)]

    def models(self, backend):
        gateways = [self.start("1", backend), self.start("10000", backend, models=10_000)]
        return [{"kilobytes": size, "seen": self.compare(gateways, bodies.chat(size))} for size in (1, 20)]

    def hostile(self, backend):
        """Processor time for one body after another, in the gateway and with JSON.parse of the whole."""
        gateways = [self.start("plain", backend, plain=True), self.start("routed", backend),
                    self.start("JSON.parse", backend, script=NAIVE)]
        return [{"body": name, "bytes": len(body), "seen": {g.name: self.alone(g, body) for g in gateways}}
                for name, body in bodies.hostile().items()]

    def alone(self, gateway, body):
        times = []
        for _ in range(self.rounds):
            before = gateway.processor_time()
            status = post(gateway.port, body)
            times.append((gateway.processor_time() - before) / 1e6)
        return {"milliseconds": statistics.median(times), "status": status}

    def pause(self, backend):
        """The longest that a request waits for the worker while the largest bodies pass, one after the other."""
        file = self.place / "large.json"
        text = bodies.text(31_000, False) * 1000
        result = []
        for name, options in (("plain", {"plain": True}), ("routed", {}), ("JSON.parse", {"script": NAIVE})):
            gateway = self.start(name, backend, **options)
            for first in (False, True):
                file.write_bytes(bodies.encode({"model": "llama-3", "messages": text} if first else
                                               {"messages": text, "model": "llama-3"}))
                quiet = waits(gateway.port, ["sleep", "2"])
                busy = waits(gateway.port, [sys.executable, __file__, "--post", str(gateway.port), str(file), "12"])
                result.append({"name": name, "model_first": first, "idle": quiet, "busy": busy})
        return result

    def memory(self, backend):
        """What a stream holds that is open and idle."""
        result = []
        for name, options in (("plain", {"plain": True}), ("whole", {"parts": ALL_PARTS})):
            gateway = self.start(name, backend, **options)
            for kilobytes in (1, 20, 200):
                result.append({"name": name, "kilobytes": kilobytes, "bytes": stream_memory(gateway, bodies.chat(kilobytes))})
        return result


def request(body):
    head = "POST %s HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    return (head % (CHAT, len(body))).encode() + body


def post(port, body):
    """Sends a request of its own connection and returns the status."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(request(body))
        return int(connection.recv(4096).split(b" ")[1])


def waits(port, command):
    """
    How long requests wait, in milliseconds, one after the other while the command runs: requests for a path that nginx itself
    answers, so that nobody is waited for but the worker. This process goes first on its core, before the load and the backend.
    """
    message = b"GET /nowhere HTTP/1.1\r\nHost: bench\r\n\r\n"
    seen = []
    with socket.create_connection(("127.0.0.1", port)) as connection, subprocess.Popen(["taskset", "-c", "1", *command]) as work:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        scheduling = os.sched_getscheduler(0), os.sched_getparam(0), os.sched_getaffinity(0)
        os.sched_setaffinity(0, {1})
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
        gc.disable()
        try:
            while work.poll() is None:
                begin = time.monotonic()
                connection.sendall(message)
                if b" 404 " not in connection.recv(4096):
                    raise SystemExit("the worker did not answer")
                seen.append(1000 * (time.monotonic() - begin))
                time.sleep(0.001)
        finally:
            gc.enable()
            os.sched_setscheduler(0, *scheduling[:2])
            os.sched_setaffinity(0, scheduling[2])
    if work.returncode:
        raise SystemExit("%s failed" % command)
    return {"longest": max(seen), "p99": statistics.quantiles(seen, n=100)[98], "median": statistics.median(seen)}


def stream_memory(gateway, body, count=300):
    """The worker's own bytes for each of so many streams, beyond the body; the first few have warmed it up."""
    def opened(number):
        connections = []
        for _ in range(number):
            connection = socket.create_connection(("127.0.0.1", gateway.port))
            connection.sendall(request(body))
            connections.append(connection)
        for connection in connections:
            received = b""
            while b"data: 1" not in received:
                received += connection.recv(4096)
        return connections

    warm = opened(20)
    before = gateway.memory()
    held = opened(count)
    spent = gateway.memory() - before
    for connection in warm + held:
        connection.close()
    time.sleep(0.5)
    return spent // count - len(body)


def measure(options, program, engine):
    place = pathlib.Path(tempfile.mkdtemp(prefix="vllm-nginx-bench-"))
    place.chmod(0o755)
    for section in options.sections:
        bench = Bench(program, engine, options.rounds, options.seconds, place / section)
        bench.place.mkdir()
        backend = Backend(*(["hold"] if section == "memory" else []))
        try:
            result = {"version": bench.version, "engine": engine, "section": section,
                      "result": getattr(bench, section)(backend)}
            RESULTS.mkdir(parents=True, exist_ok=True)
            (RESULTS / ("%s-%s-%s.json" % (bench.version, engine, section))).write_text(json.dumps(result, indent=1))
        finally:
            bench.stop()
            backend.stop()
    remove(place)


def main():
    options = argparse.ArgumentParser(prog="routing.sh")
    options.add_argument("--nginx", action="append", metavar="PROGRAM", help="may be given several times")
    options.add_argument("--engine", choices=["njs", "qjs"], default="njs")
    options.add_argument("--images", action="store_true", help="each nginx of src/bin/setup-tests.sh, each engine")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=float, default=0.5, help="of one round")
    options.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(report.SECTIONS))
    options = options.parse_args()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))  # so that no nginx is left running
    options.sections = options.sections or list(report.SECTIONS)
    for program in options.nginx or ([] if options.images else ["nginx"]):
        measure(options, program, options.engine)
    if options.images:
        for image in programs.images():
            with programs.unpacked(image) as program:
                for engine in engines(program):
                    measure(options, program, engine)
    (HERE / "RESULTS.md").write_text(report.text(RESULTS))
    print("written: src/bench/RESULTS.md, from all results in target/bench")


def engines(program):
    """QuickJS is usable from njs 1.0.1 on, which nginx 1.30 comes with."""
    return ["njs", "qjs"] if version_of(program)[:2] >= (1, 30) else ["njs"]


def version_of(program):
    out = subprocess.run([program, "-v"], capture_output=True, text=True).stderr
    return tuple(map(int, out.split("/")[-1].split()[0].split(".")))


if sys.argv[1:2] == ["--post"]:
    for _ in range(int(sys.argv[4])):
        post(int(sys.argv[2]), pathlib.Path(sys.argv[3]).read_bytes())
else:
    main()
