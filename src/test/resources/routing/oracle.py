"""What vLLM makes of request bodies: its server reads them with json.loads(bytes).

Reads bodies, each as four bytes of length and its bytes; answers each with one line of JSON:
  {"sound": false}                      vLLM refuses the body, whatever model it is for
  {"sound": true, "object": false}      it is JSON, but no object
  {"sound": true, "object": true, "kind": "string" | "none" | "other", "model": text or null,
   "keys": number of top-level keys `model`, "constants": NaN or Infinity occur, "utf8": no BOM, not UTF-16 or UTF-32,
   "depth": levels of brackets, if there may be many, else 0}
"""

import json
import struct
import sys


def depth(text):
    """Levels of brackets outside of strings."""
    deepest = level = 0
    inside = escaped = False
    for char in text:
        if inside:
            if escaped:
                escaped = False
            elif char == "\\":
                escaped = True
            elif char == '"':
                inside = False
        elif char == '"':
            inside = True
        elif char in "[{":
            level += 1
            deepest = max(deepest, level)
        elif char in "]}":
            level -= 1
    return deepest


def judge(body):
    constants = []
    top = []

    def pairs(members):
        top[:] = members
        return dict(members)

    try:
        value = json.loads(body)
        json.loads(body, object_pairs_hook=pairs, parse_constant=constants.append)
        utf8 = json.detect_encoding(body) == "utf-8"
        many = body.count(b"[") + body.count(b"{") > 900
        levels = depth(body.decode(json.detect_encoding(body), "surrogatepass")) if many else 0
    except (ValueError, RecursionError):
        return {"sound": False}
    if not isinstance(value, dict):
        return {"sound": True, "object": False, "utf8": utf8}
    model = value.get("model")
    return {
        "sound": True,
        "object": True,
        "kind": "none" if model is None or model == "" else "string" if isinstance(model, str) else "other",
        "model": model if isinstance(model, str) else None,
        "keys": sum(1 for key, _ in top if key == "model"),
        "constants": bool(constants),
        "utf8": utf8,
        "depth": levels,
    }


def main():
    source, sink = sys.stdin.buffer, sys.stdout
    while True:
        head = source.read(4)
        if len(head) < 4:
            return
        body = source.read(struct.unpack(">I", head)[0])
        sink.write(json.dumps(judge(body)) + "\n")
        sink.flush()


main()
