"""The results of the benchmark as Markdown."""

import json
import re

SECTIONS = ("speed", "small", "models", "memory", "pause", "hostile")

INTRODUCTION = """# What the routing decision costs

Written by `sh src/bench/routing.sh`. One worker on one core; the backend, which reads every body to its end, and wrk with 16
connections on the other. Rounds of the variants alternate, medians count. Shares are of the processor time that a worker of
the same nginx with a plain `proxy_pass` spends on a request: 0.70 means that the routing makes it 1/0.70 as much.

- *plain*: `proxy_pass` to a fixed upstream, no log, no headers set.
- *routed*: the same with the generated scripts, maps and locations: what the decision costs.
- *whole*: the gateway as it is generated, with its log, its set of headers and its request ids.
- *JSON.parse*: a script that parses the whole body.
"""


def text(directory):
    results = [json.loads(file.read_text()) for file in sorted(directory.glob("*.json"))]
    results.sort(key=lambda result: ([int(part) for part in re.findall(r"\d+", result["version"])], result["engine"]))
    parts = [INTRODUCTION]
    for section in SECTIONS:
        found = [result for result in results if result["section"] == section]
        if found:
            parts.append(globals()[section](found))
    return "\n".join(parts)


def table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows]) + "\n"


def runtime(result):
    return "%s %s" % (result["version"], result["engine"])


def order(row):
    return "`model`" if row["model_first"] else "`messages`"


def share(row, name):
    return "%.2f" % (row["seen"]["plain"]["cpu"] / row["seen"][name]["cpu"])


def speed(results):
    out = ["## Sizes\n"]
    for result in results:
        out.append("### nginx %s\n" % runtime(result))
        rows = []
        for row in result["result"]:
            seen = row["seen"]
            latency = ["%d / %d" % (seen[name]["p50"], seen[name]["p99"]) for name in ("plain", "routed")]
            rows.append(["%s kB %s" % (row["kilobytes"], "CJK" if row["cjk"] else "ASCII"), order(row),
                         "%.0f" % seen["plain"]["cpu"], share(row, "routed"), share(row, "whole"),
                         share(row, "JSON.parse"), *latency])
        out.append(table(["body", "first", "plain, µs", "routed", "whole", "JSON.parse", "plain p50 / p99, µs",
                          "routed p50 / p99, µs"], rows))
    return "\n".join(out)


def small(results):
    out = ["## What a small request pays for\n"]
    for result in results:
        rows = result["result"]
        heads = ["µs of worker"] + ["%d bytes, %s first" % (1000 * row["kilobytes"], order(row)) for row in rows]
        names = list(rows[0]["seen"])
        out.append("### nginx %s\n" % runtime(result))
        out.append(table(heads, [[name] + ["%.1f (%.2f)" % (row["seen"][name]["cpu"],
                                                           row["seen"][names[0]]["cpu"] / row["seen"][name]["cpu"])
                                           for row in rows] for name in names]))
    return "\n".join(out)


def models(results):
    rows = [[runtime(result), "%s kB" % row["kilobytes"], "%.1f" % row["seen"]["1"]["cpu"],
             "%.1f" % row["seen"]["10000"]["cpu"],
             "%+.0f %%" % (100 * (row["seen"]["10000"]["cpu"] / row["seen"]["1"]["cpu"] - 1))]
            for result in results for row in result["result"]]
    return "## Models\n\n" + table(["nginx", "body", "1 model, µs", "10,000 models, µs", "difference"], rows)


def memory(results):
    rows = [[runtime(result), "%d kB" % row["kilobytes"],
             *["%.0f kB" % (each["bytes"] / 1000) for each in result["result"]
               if each["kilobytes"] == row["kilobytes"]]]
            for result in results for row in result["result"] if row["name"] == "plain"]
    return "## Memory of an open stream, beyond its body\n\n" + table(["nginx", "body", "plain", "whole"], rows)


def pause(results):
    rows = [[runtime(result), row["name"], order(row), "%.1f" % row["idle"]["longest"], "%.1f" % row["busy"]["longest"],
             "%.1f" % row["busy"]["p99"], "%.2f" % row["busy"]["median"]]
            for result in results for row in result["result"]]
    return ("## How long other requests wait while bodies of 31 MB pass, ms\n\nOne after the other, for a path that nginx itself"
            " answers: what they wait for is the worker.\n\n"
            + table(["nginx", "", "first", "longest without them", "longest", "p99", "median"], rows))


def hostile(results):
    out = ["## Bodies made to be slow\n\nWorker's milliseconds for one request. Goal: at most twice `JSON.parse`.\n"]
    for result in results:
        out.append("### nginx %s\n" % runtime(result))
        rows = []
        for row in result["result"]:
            seen = row["seen"]
            times = {name: each["milliseconds"] for name, each in seen.items()}
            rows.append([row["body"], "%.1f MB" % (row["bytes"] / 1e6), "%.1f" % times["plain"], "%.1f" % times["routed"],
                         "%.1f" % times["JSON.parse"], "%.2f" % (times["routed"] / times["JSON.parse"]),
                         seen["routed"]["status"]])
        out.append(table(["body", "size", "plain", "routed", "JSON.parse", "routed / JSON.parse", "answer"], rows))
    return "\n".join(out)
