"""Several nginx with one worker each, pinned to core 0: the generated gateway, and what it is compared with."""

import os
import pathlib
import re
import shutil
import socket
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MODULE = "/usr/lib/nginx/modules/ngx_http_js_module.so"
CHAT = "/v1/chat/completions"
SET = "r.variables.requested_model = %s; r.variables.model_name = r.variables.model_route.split(' ')[1];"
HANDLER = "function get_model(r) { %s r.internalRedirect('@chat_completions'); } export default {get_model};"
# nginx before 1.23, for which a script is generated that every request goes through.
SCRIPTED = "1.22.1"
NAIVE = HANDLER % (SET % "JSON.parse(r.requestText).model")
CONSTANT = HANDLER % (SET % "'llama-3'")

PLAIN = """
load_module %s; worker_processes 1; worker_cpu_affinity 01; pid PLACE/nginx.pid; error_log PLACE/error.log;
events { worker_connections 4096; }
http {
    access_log off; client_body_temp_path PLACE/temporary; proxy_temp_path PLACE/temporary2;
    fastcgi_temp_path PLACE/temporary3; uwsgi_temp_path PLACE/temporary4; scgi_temp_path PLACE/temporary5;
    keepalive_requests 1000000000;
    upstream backend { server 127.0.0.1:BACKEND; keepalive 64; keepalive_requests 1000000000; }
    server {
        listen 127.0.0.1:PORT; client_max_body_size 32m; client_body_buffer_size 64m;
        proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; proxy_read_timeout 600s;
        location / { proxy_pass http://backend; }
        location = /nowhere { return 404; }
    }
}
""" % MODULE


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def generate(place, backend, port, models, version, engine, more):
    """The tree that vllm-nginx writes for so many models; `more` are sections, lines of `gateway`, and of the first model."""
    target = 'version: "%s"' % version + (', njs: "1.0.2", engine: qjs' if engine == "qjs" else more.get("njs", ""))
    lines = ["version: 1", "nginx: {%s}" % target, *more.get("sections", []), "gateway:", *more.get("gateway", []),
             '  listen: ["127.0.0.1:%d"]' % port,
             '  status_listen: "127.0.0.1:%d"' % free_port(), "models:"]
    for name in ["llama-3"] + ["model-%05d" % i for i in range(1, models)]:
        lines.append('  - {name: "%s", type: chat, servers: [{address: "127.0.0.1:%d"}]}' % (name, backend))
    lines[-models] = lines[-models][:-1] + more.get("model", "") + "}"
    (place / "catalog.yaml").write_text("\n".join(lines))
    subprocess.run([ROOT / "target/vllm-nginx", "generate", place / "catalog.yaml", "--out", place / "tree"],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return place / "tree"


def edit(file, *changes):
    text = file.read_text()
    for pattern, replacement in changes:
        changed = re.sub(pattern, lambda match: replacement, text, flags=re.M)
        if changed == text:
            raise SystemExit("%s has no %s" % (file, pattern))
        text = changed
    file.write_text(text)


class Nginx:
    """
    One of them. `parts` are what the generated gateway keeps beside the routing: `log`, `headers`, `id`. A `script` takes the
    place of the generated one, for every request. `fixed`: nginx reads the body and passes it on without looking into it.
    """

    def __init__(self, name, place, program, backend, version, engine="njs", script=None, parts=(), models=1, plain=False,
                 fixed=False, more=None):
        self.name, self.program, self.port = name, program, free_port()
        self.place = place / re.sub("[^a-zA-Z0-9]+", "-", name)
        self.place.mkdir()
        tree = self.place
        if plain:
            (tree / "nginx.conf").write_text(
                PLAIN.replace("PLACE", str(tree)).replace("BACKEND", str(backend)).replace("PORT", str(self.port)))
        else:
            tree = generate(self.place, backend, self.port, models, SCRIPTED if script else version, engine, more or {})
            self.adapt(tree, parts)
            if script:
                (tree / "njs/entry.js").write_text(script)
            if fixed:
                edit(tree / "conf.d/30-routes.conf",
                     (r"@vllm_small_body;$", "@chat_completions;"), (r"@vllm_large_body;$", "@chat_completions;"),
                     (r"^map \$model_name \$target_upstream", "map llama-3 $target_upstream"))
        self.command = [program, "-p", tree, "-c", tree / "nginx.conf"]
        # njs 1.0 looks for scripts below the working directory first.
        subprocess.run(self.command, check=True, stderr=subprocess.DEVNULL, cwd=tree)
        for _ in range(100):
            workers = self.workers()
            if workers:
                break
            time.sleep(0.1)
        self.worker = workers[0]

    def adapt(self, tree, parts):
        """One pinned worker, everything in a directory of its own, connections that last; less than all parts."""
        place = self.place
        temporary = "".join("%s_temp_path %s/%s; " % (kind, place, kind)
                            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        edit(tree / "nginx.conf",
             (r"^load_module .*", "load_module %s;" % MODULE),
             (r"^worker_processes .*", "worker_processes 1; worker_cpu_affinity 01;"),
             (r"^user .*", ""), (r"^pid .*", "pid %s/nginx.pid;" % place),
             (r"^error_log .*", "error_log %s/error.log;" % place),
             (r"^http \{", "http { keepalive_requests 1000000000; %s" % temporary))
        edit(tree / "conf.d/20-upstreams.conf", (r"^    keepalive \d+;", "    keepalive 64; keepalive_requests 1000000000;"))
        log = r"^access_log \S+ (\w+);"
        edit(tree / "conf.d/10-logging.conf",
             (log, "access_log %s/access.log vllm_json;" % place if "log" in parts else "access_log off;"))
        server = tree / "conf.d/40-server.conf"
        if re.search(r"^ +access_log /var", server.read_text(), re.M):
            edit(server, (r"^ +access_log /var\S+ vllm_json;", "access_log %s/access.log vllm_json;" % place))
        if "headers" not in parts:
            edit(server, (r"^ *proxy_pass_request_headers off;\n", ""),
                 (r"^ *proxy_set_header (?!Connection).*\n", ""))
        elif "id" not in parts:
            edit(server, (r"^ *proxy_set_header X-Request-Id .*\n", ""))
        if "id" not in parts:
            edit(server, (r"^ *add_header X-Request-Id .*\n", ""))

    def workers(self):
        pid = self.place / "nginx.pid"
        if not pid.exists() or not pid.read_text().strip():
            return []
        return subprocess.run(["pgrep", "-P", pid.read_text().strip()], capture_output=True, text=True).stdout.split()

    def processor_time(self):
        """Nanoseconds that the worker has run so far."""
        return int(pathlib.Path("/proc/%s/schedstat" % self.worker).read_text().split()[0])

    def memory(self):
        """Bytes that are the worker's own."""
        rollup = pathlib.Path("/proc/%s/smaps_rollup" % self.worker).read_text()
        return 1024 * sum(map(int, re.findall(r"^Private_\w+: +(\d+)", rollup, re.M)))

    def load(self, file, seconds, key=""):
        """What wrk sees with 16 connections, and the worker's processor time per request in µs."""
        before = self.processor_time()
        out = subprocess.run(
            ["timeout", "-s", "INT", str(seconds), "taskset", "-c", "1", "wrk", "-t1", "-c16", "-d60s", "-s",
             HERE / "post.lua", "http://127.0.0.1:%d" % self.port],
            env={**os.environ, "BODY": str(file), "TARGET": CHAT, "KEY": key}, capture_output=True, text=True).stdout
        spent = self.processor_time() - before
        line = [line for line in out.splitlines() if line.startswith("RESULT")][0]
        requests, duration, bad, p50, p99, _ = map(int, line.split()[1:])
        if bad or not requests:
            raise SystemExit("%s: %d of %d requests failed" % (self.name, bad, requests))
        return {"cpu": spent / requests / 1000, "rate": requests / duration * 1e6, "p50": p50, "p99": p99}

    def stop(self):
        subprocess.run([*self.command, "-s", "stop"], stderr=subprocess.DEVNULL)


class Backend:
    """The stub on core 1."""

    def __init__(self, *arguments):
        self.port = free_port()
        self.process = subprocess.Popen(["taskset", "-c", "1", "java", "-XX:+UseSerialGC", "-Xmx64m", HERE / "Stub.java",
                                         str(self.port), *arguments])
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)

    def stop(self):
        self.process.kill()
        self.process.wait()


def remove(place):
    shutil.rmtree(place, ignore_errors=True)
