"""See apply.sh."""

import argparse
import itertools
import json
import os
import platform
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
BUILT = os.path.join(HERE, "..", "..", "target", "vllm-nginx")

# A column, and the event with which it ends; what lies between two events belongs to the later one.
PARTS = [
    ("start Java", ("begin", "lock")),
    ("read the catalog", ("begin", "render")),
    ("render", ("end", "render")),
    ("write", ("end", "stage")),
    ("`nginx -t`", ("end", "test")),
    ("check the machine", ("end", "preflight")),
    ("switch, reload", ("end", "reload")),
    ("proof", ("end", "proof")),
]

HEAD = """\
# From apply to proof

Milliseconds from the start of `vllm-nginx apply` until every new worker of nginx has answered with the new release's id. Each run
replaces one model by another. The parts are medians. "archive": an archive of classes lies beside the program, as the README tells. Written by `sh src/bench/apply.sh`{how}.

{machine}

"""


class Gateway:
    """A root of releases, and the nginx that serves it."""

    def __init__(self, directory, nginx, models, program):
        self.program = program
        self.directory = directory
        self.nginx = nginx
        self.models = models
        self.pid_file = "/run/vllm-nginx-bench-%d.pid" % os.getpid()
        self.listen, self.status = free_port(), free_port()
        self.write(0)
        self.apply("--start")

    def write(self, run):
        lines = [
            "version: 1",
            "nginx: {pid: %s, worker_connections: 1024}" % self.pid_file,
            "gateway: {listen: [\"127.0.0.1:%d\"], status_listen: \"127.0.0.1:%d\"}" % (self.listen, self.status),
            "logging: {access_log: /var/log/nginx/vllm-nginx-bench.access.log,"
            " error_log: /var/log/nginx/vllm-nginx-bench.error.log}",
            "models:",
        ]
        for i in range(self.models):
            name = "model-%d" % i if i else "model-of-run-%d" % run
            lines += [
                "  - name: " + name,
                "    type: chat",
                "    servers: [{address: \"10.%d.%d.1:8000\"}]" % (1 + i // 250, i % 250),
            ]
        with open(self.directory + "/catalog.yaml", "w") as file:
            file.write("\n".join(lines) + "\n")

    def apply(self, *more):
        """The time of each event, in milliseconds since the start, by its kind and step."""
        command = [self.program, "apply", self.directory + "/catalog.yaml", "--root", self.directory + "/root"]
        command += ["--format", "json", "--nginx", self.nginx, *more]
        start = time.monotonic()
        program = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        times, lines = {}, []
        for line in program.stdout:
            now = (time.monotonic() - start) * 1000
            event = json.loads(line)
            times[event["event"], event.get("step")] = now
            lines.append(line)
        if program.wait() != 0:
            sys.exit("".join(lines) + program.stderr.read())
        return times

    def stop(self):
        with open(self.pid_file) as file:
            os.kill(int(file.read()), signal.SIGTERM)
        while os.path.exists(self.pid_file):
            time.sleep(0.05)
        for log in ("access", "error"):
            os.remove("/var/log/nginx/vllm-nginx-bench.%s.log" % log)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def quantile(values, part):
    values = sorted(values)
    return values[min(len(values) - 1, int(part * len(values)))]


def processor_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def installed(directory, archive):
    """The program in a directory of its own, with an archive of its classes beside it, or without."""
    program = shutil.copy2(os.environ.get("VLLM_NGINX") or BUILT, directory)
    if archive:
        catalog = os.path.join(HERE, "..", "..", "examples", "qwen-and-embeddings", "catalog.yaml")
        subprocess.run([program, "generate", catalog, "--out", directory + "/gateway"], check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, "VLLM_NGINX_JAVA_OPTIONS": "-XX:ArchiveClassesAtExit=%s.jsa" % program})
    return program


def measure(nginx, models, runs, archive):
    """A row of the table."""
    with tempfile.TemporaryDirectory() as directory:
        gateway = Gateway(directory, nginx, models, installed(directory, archive))
        try:
            before = processor_seconds()
            results = []
            for run in range(1, runs + 1):
                gateway.write(run)
                results.append(gateway.apply())
            used = (processor_seconds() - before) / runs * 1000
        finally:
            gateway.stop()
    proved = [times["end", "proof"] for times in results]
    row = ["%d%s" % (models, ", archive" if archive else ""), quantile(proved, 0.5), quantile(proved, 0.99)]
    previous = None
    for _, event in PARTS:
        row.append(quantile([times[event] - (times[previous] if previous else 0) for times in results], 0.5))
        previous = event
    return row + [used]


def machine(nginx, runs):
    version = subprocess.run([nginx, "-v"], capture_output=True, text=True).stderr.strip().replace("nginx version: ", "")
    java = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr.splitlines()[0]
    load = os.getloadavg()[0]
    return "%s; %s; %d processors (%s), load %.1f at the end; %d runs of each size." % (
        version, java, os.cpu_count(), platform.machine(), load, runs)


def main():
    parser = argparse.ArgumentParser(prog="apply.sh", description="Measures apply to proof.")
    parser.add_argument("--nginx", default="/usr/sbin/nginx")
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("models", type=int, nargs="*", default=[10, 200, 2000])
    options = parser.parse_args()
    columns = ["models", "p50", "p99"] + [part for part, _ in PARTS] + ["processor time"]
    table = ["| " + " | ".join(columns) + " |", "|---:" * len(columns) + "|"]
    for models, archive in itertools.product(options.models, (False, True)):
        name, *figures = measure(options.nginx, models, options.runs, archive)
        cells = [name] + ["%.0f" % figure for figure in figures]
        table.append("| " + " | ".join(cells) + " |")
        print(table[-1], flush=True)
    arguments = " ".join(sys.argv[1:])
    head = HEAD.format(how=" with `%s`" % arguments if arguments else "", machine=machine(options.nginx, options.runs))
    with open(os.path.join(HERE, "APPLY.md"), "w") as file:
        file.write(head + "\n".join(table) + "\n")


main()
