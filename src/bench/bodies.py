"""Request bodies of the benchmark."""

import json
import random

WORDS = "the of and to in a is that for it as was with be by on not he his but at are this have from or had".split()
SIGNS = "模型的是在不了有和人这中大为上个国我以要他时来用们"


def text(size, cjk):
    rng = random.Random(1)
    if cjk:
        return "".join(rng.choice(SIGNS) for _ in range(size // 3))
    out = []
    while size > 0:
        word = rng.choice(WORDS) + rng.choice([""] * 60 + [".\n", ",", "\""])
        out.append(word)
        size -= len(word) + 1
    return " ".join(out)


def chat(kilobytes, cjk=False, model_first=False):
    """A chat of about so many kB, in messages of about 2 kB."""
    size = int(kilobytes * 1000) - 100
    count = max(1, size // 2000)
    messages = [{"role": "user", "content": text(size // count - 40, cjk)} for _ in range(count)]
    model, rest = {"model": "llama-3"}, {"messages": messages}
    members = {**model, **rest} if model_first else {**rest, **model}
    return encode({**members, "stream": True, "temperature": 0})


def encode(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def hostile():
    """Bodies that a search for the model could waste its time on, by what is odd about them."""
    chatter = [{"role": "user", "content": "hi %d" % i} for i in range(60_000)]
    tool = {"type": "object", "properties": {"model": {"type": "string"}}, "required": ["model"]}
    quoted = '{\\"model\\":\\"x\\"} '
    deep = "{\"a\":" * 900 + "1" + "}" * 900
    return {
        "60,000 short messages, `messages` first": encode({"messages": chatter, "model": "llama-3"}),
        "60,000 short messages, `model` first": encode({"model": "llama-3", "messages": chatter}),
        "CJK of 2 MB, `model` between": encode({"a": text(10 ** 6, True), "model": "llama-3", "b": text(10 ** 6, True)}),
        "string of 16 MB, `messages` first": encode({"messages": "x" * 16_000_000, "model": "llama-3"}),
        "string of 16 MB, `model` first": encode({"model": "llama-3", "messages": "x" * 16_000_000}),
        "list of 1,000,000 numbers, `messages` first": encode({"input": [1] * 1_000_000, "model": "llama-3"}),
        "list of 1,000,000 numbers, `model` first": encode({"model": "llama-3", "input": [1] * 1_000_000}),
        "20,000 keys `model` in tools, after the name": encode({"model": "llama-3", "tools": [tool] * 20_000}),
        "20,000 keys `model` in tools, before the name": encode({"tools": [tool] * 20_000, "model": "llama-3"}),
        "20,000 keys `model` in tools, around the name":
            encode({"a": [tool] * 10_000, "model": "llama-3", "tools": [tool] * 10_000}),
        "50,000 times `\\\"model\\\"` in a string": ('{"messages":"%s","model":"llama-3"}' % (quoted * 50_000)).encode(),
        "50,000 top-level keys": encode({**{"key%d" % i: i for i in range(50_000)}, "model": "llama-3"}),
        "900 levels, 20 times": ('{"tools":[%s],"model":"llama-3","a":[]}' % ",".join([deep] * 20)).encode(),
        "900 levels, 20 times, after the name": ('{"model":"llama-3","tools":[%s]}' % ",".join([deep] * 20)).encode(),
        "`mod\\u0065l` after 1 MB": b'{"messages":"' + b"x" * 10 ** 6 + b'","mod\\u0065l":"llama-3"}',
        "1 MB after `mod\\u0065l`": b'{"mod\\u0065l":"llama-3","messages":"' + b"x" * 10 ** 6 + b'"}',
        "no model at all, 2 MB": encode({"messages": chatter}),
        "2 MB that is no JSON": b'{"model":' * 220_000,
        "2 MB of quotes": b'{"a":"' + b'\\"' * 10 ** 6 + b'","model":"llama-3"}',
    }
