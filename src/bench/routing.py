"""What the routing decision costs: see routing.sh.

One nginx per variant, one worker each, pinned to core 0; the backend, which reads every body to its end, and wrk with 16
connections on core 1. The rounds of the variants alternate, medians count. `cpu` is the processor time of the worker per
request: it holds also when the load generator is what limits the rate.
"""

import argparse
import json
import os
import pathlib
import random
import shutil
import socket
import statistics
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MODULE = "/usr/lib/nginx/modules/ngx_http_js_module.so"

HANDLER = """%s
function get_model(r) {
    r.variables.requested_model = %s;
    var words = r.variables.model_route.split(' ');
    r.variables.model_name = words[1];
    r.internalRedirect('@model');
}
export default {get_model};
"""
VARIANTS = {
    "floor": ("", "'llama-3'"),
    "gateway": ("import decision from './decision.js';", "decision.decide(r.requestBuffer, r).model"),
    "JSON.parse": ("", "JSON.parse(r.requestText).model"),
}


def text(size, cjk):
    rng = random.Random(1)
    if cjk:
        return "".join(rng.choice("模型的是在不了有和人这中大为上个国我以要他时来用们") for _ in range(size // 3))
    words = "the of and to in a is that for it as was with be by on not he his but at are this have from or had".split()
    out = []
    while size > 0:
        word = rng.choice(words) + rng.choice([""] * 60 + [".\n", ",", "\""])
        out.append(word)
        size -= len(word) + 1
    return " ".join(out)


def body(kilobytes, cjk, model_first):
    """A chat of about so many kB, in messages of about 2 kB."""
    size = kilobytes * 1000 - 100
    count = max(1, size // 2000)
    messages = [{"role": "user", "content": text(size // count - 40, cjk)} for _ in range(count)]
    model, rest = {"model": "llama-3"}, {"messages": messages}
    members = {**model, **rest} if model_first else {**rest, **model}
    return json.dumps({**members, "stream": True, "temperature": 0}, ensure_ascii=False, separators=(",", ":")).encode()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Gateway:
    """An nginx with one variant of the way from request to backend."""

    def __init__(self, name, place, nginx, engine, backend, models=1):
        self.name, self.nginx, self.port = name, nginx, free_port()
        self.place = place / name.replace(" ", "-")
        self.place.mkdir()
        shutil.copy(ROOT / "njs" / "decision.js", self.place)
        scripted = name.split(" ")[0] in VARIANTS
        if scripted:
            (self.place / "http.js").write_text(HANDLER % VARIANTS[name.split(" ")[0]])
        (self.place / "nginx.conf").write_text(self.configuration(engine, backend, models, scripted))
        subprocess.run([nginx, "-p", self.place, "-c", self.place / "nginx.conf"], check=True, stderr=subprocess.DEVNULL)
        for _ in range(50):
            found = self.workers()
            if found:
                break
            time.sleep(0.1)
        self.worker = found[0]

    def workers(self):
        pid = self.place / "nginx.pid"
        if not pid.exists() or not pid.read_text().strip():
            return []
        return subprocess.run(["pgrep", "-P", pid.read_text().strip()], capture_output=True, text=True).stdout.split()

    def configuration(self, engine, backend, models, scripted):
        routes = (ROOT / "templates/conf.d/30-routes.conf.ftl").read_text()
        start = routes.index("map $request_body $vllm_model_keys {")
        search = routes[start : routes.index("\n}\n", start) + 3]
        names = ["llama-3"] + ["model-%05d" % i for i in range(1, models)]
        table = "\n".join("=%s '%s %s chat';" % (name, name, name) for name in names)
        targets = "\n".join("%s backend;" % name for name in names)
        script = """
            %s js_import vllm from %s/http.js;
            js_var $requested_model; js_var $model_name; map_hash_max_size 65536; map_hash_bucket_size 128;
            map =$requested_model $model_route { default ""; %s }
            map $model_name $target_upstream { default ""; %s }
            %s
        """ % ("js_engine qjs;" if engine == "qjs" else "", self.place, table, targets, search)
        way = """
            location = /v1/chat/completions { js_content vllm.get_model; }
            location @model { proxy_pass http://$target_upstream/v1/chat/completions; }
        """
        temp = "".join("%s_temp_path %s/%s;" % (kind, self.place, kind) for kind in
                       ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        return """
        load_module %s; worker_processes 1; worker_cpu_affinity 01; pid %s/nginx.pid; error_log %s/error.log;
        events { worker_connections 1024; }
        http {
            access_log off; keepalive_requests 1000000000; %s %s
            upstream backend { server 127.0.0.1:%d; keepalive 64; keepalive_requests 1000000000; }
            server {
                listen 127.0.0.1:%d; client_max_body_size 32m; client_body_buffer_size 32m;
                proxy_http_version 1.1; proxy_set_header Connection "";
                %s
            }
        }
        """ % (MODULE, self.place, self.place, temp, script if scripted else "", backend, self.port,
               way if scripted else "location / { proxy_pass http://backend; }")

    def processor_time(self):
        return int(pathlib.Path("/proc/%s/schedstat" % self.worker).read_text().split()[0])

    def round(self, file):
        before = self.processor_time()
        out = subprocess.run(
            ["taskset", "-c", "1", "wrk", "-t1", "-c16", "-d1s", "-s", HERE / "post.lua", "http://127.0.0.1:%d" % self.port],
            env={**os.environ, "BODY": str(file)}, capture_output=True, text=True, check=True).stdout
        spent = self.processor_time() - before
        line = [line for line in out.splitlines() if line.startswith("RESULT")][0]
        requests, duration, bad, p50, p99, _ = map(int, line.split()[1:])
        if bad:
            raise SystemExit("%s: %d requests failed" % (self.name, bad))
        return {"cpu": spent / requests / 1000, "rate": requests / duration * 1e6, "p50": p50, "p99": p99}

    def stop(self):
        subprocess.run([self.nginx, "-p", self.place, "-c", self.place / "nginx.conf", "-s", "stop"],
                       stderr=subprocess.DEVNULL)


def measure(gateways, file, rounds):
    seen = {gateway.name: [] for gateway in gateways}
    for _ in range(rounds):
        for gateway in gateways:
            seen[gateway.name].append(gateway.round(file))
    return {name: {key: statistics.median(r[key] for r in results) for key in results[0]}
            for name, results in seen.items()}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--nginx", default="nginx")
    options.add_argument("--engine", choices=["njs", "qjs"], default="njs")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--sizes", default="1,20,200,2000")
    options = options.parse_args()
    place = pathlib.Path(tempfile.mkdtemp(prefix="vllm-nginx-bench-"))
    place.chmod(0o755)
    backend = free_port()
    stub = subprocess.Popen(["taskset", "-c", "1", "java", "-XX:+UseSerialGC", "-Xmx64m", HERE / "Stub.java", str(backend)])
    time.sleep(3)
    gateways = []
    try:
        for name, models in [("plain", 1), ("floor", 1), ("gateway", 1), ("gateway 10000", 10000), ("JSON.parse", 1)]:
            gateways.append(Gateway(name, place, options.nginx, options.engine, backend, models))
        version = subprocess.run([options.nginx, "-v"], capture_output=True, text=True).stderr.strip().split("/")[-1]
        print("nginx %s, %s: plain is µs of worker per request; the others are shares of plain's rate, by processor time"
              % (version, options.engine))
        print("(in brackets: by requests per second; then p50/p99 in µs)\n")
        print("| body | " + " | ".join(gateway.name for gateway in gateways) + " |")
        print("|---" * (len(gateways) + 1) + "|")
        for model_first in (False, True):
            for cjk in (False, True):
                for size in map(int, options.sizes.split(",")):
                    file = place / "body.json"
                    file.write_bytes(body(size, cjk, model_first))
                    row(size, cjk, model_first, measure(gateways, file, options.rounds))
    finally:
        for gateway in gateways:
            gateway.stop()
        stub.kill()
        shutil.rmtree(place)


def row(size, cjk, model_first, seen):
    plain = seen["plain"]
    cells = ["%d kB %s, `%s` first" % (size, "CJK" if cjk else "ASCII", "model" if model_first else "messages")]
    for name, result in seen.items():
        share = "%.0f" % result["cpu"] if name == "plain" else "%.2f (%.2f)" % (
            plain["cpu"] / result["cpu"], result["rate"] / plain["rate"])
        cells.append("%s; %d/%d" % (share, result["p50"], result["p99"]))
    print("| " + " | ".join(cells) + " |", flush=True)


main()
