// What an answer of vLLM costs, seen as it passes: when its body begins, and the tokens that vLLM counted. Every chunk goes
// on at once and unchanged.

/*
 * vLLM writes `"usage":{"prompt_tokens":…}` without spaces: behind the choices of a plain answer; in the last event of a
 * stream, if the client set stream_options.include_usage. In a text the quotes would be escaped, so this is no text.
 *
 * What a later chunk may need is kept in $vllm_usage_tail, since a variable of this module would belong to all requests
 * in QuickJS: nothing before the first chunk, then a dot and the end of the text, if that can be the begin of a usage.
 */
function watch(r, data, flags) {
    var USAGE = '"usage":{',
        /* Bytes of a usage that are read. */
        LONGEST = 1024,
        /* A usage to its end, with the objects in it. */
        WHOLE = /^"usage":\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/,
        PROMPT = /"(?:prompt|input)_tokens":(\d{1,15})[,}]/,
        COMPLETION = /"(?:completion|output)_tokens":(\d{1,15})[,}]/,
        seen, tail;

    if (data.length > 0) {
        seen = r.variables.vllm_usage_tail;

        if (!seen) {
            r.variables.vllm_first_chunk_time = r.variables.request_time;
        }

        tail = '.' + look((seen || '.').slice(1));

        if (tail !== seen) {
            r.variables.vllm_usage_tail = tail;
        }
    }

    r.sendBuffer(data, {last: flags.last, flush: true});

    /* Reads each usage in the tail of what went before and this chunk; gives the new tail. */
    function look(before) {
        var at, open = '', end;

        if (before !== '') {
            before += data.toString('utf8', 0, LONGEST);
            at = before.indexOf(USAGE);

            if (at >= 0) {
                open = usage(before.slice(at, at + LONGEST));
            }
        }

        for (at = data.indexOf(USAGE); at >= 0; at = data.indexOf(USAGE, at + USAGE.length)) {
            open = usage(data.toString('utf8', at, at + LONGEST));
        }

        /* An event is complete, or a usage goes on. */
        if (data[data.length - 1] === 0x0a || open.length >= LONGEST) {
            return '';
        }

        if (open !== '') {
            return open;
        }

        end = data.length >= USAGE.length ? data.toString('utf8', data.length - USAGE.length + 1)
                                          : (before || data.toString()).slice(1 - USAGE.length);

        return end.indexOf('"') >= 0 ? end : '';
    }

    /* Takes the figures out of a usage; gives its text back if it is not complete. */
    function usage(text) {
        var prompt = PROMPT.exec(text), completion = COMPLETION.exec(text);

        if (prompt !== null) {
            r.variables.vllm_prompt_tokens = prompt[1];
        }

        if (completion !== null) {
            r.variables.vllm_completion_tokens = completion[1];
        }

        return WHOLE.test(text) ? '' : text;
    }
}

export default {watch};
