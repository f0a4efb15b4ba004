// What an answer of vLLM costs, seen as it passes: when its body begins, and the tokens that vLLM counted. Every chunk goes
// on at once and unchanged.

/*
 * vLLM writes `"usage":{"prompt_tokens":…}` without spaces: behind the choices of a plain answer; in the last event of a
 * stream, if the client set stream_options.include_usage. In a text the quotes are escaped. But /v1/responses gives objects of
 * the client back as they are (tools, text), and these may hold a usage of the client's own. So:
 *   - of a plain answer the last usage counts, since vLLM writes its own behind these, and only when the answer has come whole
 *   - of a stream whose events have names, only those events count in which vLLM writes one: response.created, the first event,
 *     has the client's objects only. A JSON text cannot hold a line break, so no client writes a line `event: …`.
 * Figures of more than nine digits are none. The answer of /v2/embed has `"billed_units":{"input_tokens":…}` instead.
 *
 * What a later chunk may need is kept in variables of the request, since one of this module would belong to all requests in
 * QuickJS. $vllm_usage_tail: nothing before the first chunk, then `e` for events or `p` for a plain answer, and the end of
 * the text, if that can be the begin of a usage. $vllm_usage: the last usage of a plain answer. $vllm_event: see follow().
 */
function watch(r, data, flags) {
    var USAGE = '"usage":{', BILLED = '"billed_units":{', EVENT = '\nevent: ',
        /* Bytes of a usage, and of the line with an event's name, that are read. */
        LONGEST = 1024, LINE = 64,
        /* A usage to its end, with the objects in it; to the end of its line, if vLLM did not write it. */
        WHOLE = /^"\w+":\{(?:[^{}\n]*(?:\{[^{}\n]*\}[^{}\n]*)*\}|[^\n]*\n)/,
        PROMPT = /"(?:prompt|input)_tokens":(\d{1,9})[,}]/,
        COMPLETION = /"(?:completion|output)_tokens":(\d{1,9})[,}]/,
        WITH_USAGE = /^\nevent: (?:response\.(?:completed|incomplete|failed)|message_start|message_delta)\n/,
        seen, tail, events, line, followed = 0;

    if (data.length > 0) {
        seen = r.variables.vllm_usage_tail;

        if (!seen) {
            r.variables.vllm_first_chunk_time = r.variables.request_time;
            tail = /^text\/event-stream/.test(r.variables.sent_http_content_type) ? 'e' : 'p';

        } else {
            tail = seen;
        }

        events = tail.charAt(0) === 'e';
        tail = tail.charAt(0) + look(tail.slice(1));

        if (tail !== seen) {
            r.variables.vllm_usage_tail = tail;
        }

        if (events) {
            keep_event();
        }
    }

    if (flags.last && r.variables.vllm_usage) {
        tell(r.variables.vllm_usage.split('|'));
    }

    r.sendBuffer(data, {last: flags.last, flush: true});

    /* Reads each usage in the tail of what went before and this chunk; gives the new tail. */
    function look(before) {
        var longest = events ? USAGE.length : BILLED.length, open = '', end;

        /* vLLM never writes both: a client may have written the first. */
        if (!events) {
            open = search(BILLED, before, open);
        }

        open = search(USAGE, before, open);

        /* An event is complete, or a usage goes on. */
        if (open !== '' || data[data.length - 1] === 0x0a) {
            return open;
        }

        end = data.length >= longest ? data.toString('utf8', data.length - longest + 1)
                                     : (before + data.toString()).slice(1 - longest);

        return end.indexOf('"') >= 0 ? end : '';
    }

    /* Reads each object of that name; gives the text of the last one if that goes on, or `open` if there is none. */
    function search(name, before, open) {
        var at, begun;

        if (before !== '') {
            begun = before + data.toString('utf8', 0, LONGEST);

            for (at = begun.indexOf(name); at >= 0 && at < before.length; at = begun.indexOf(name, at + name.length)) {
                open = usage(begun.slice(at, at + LONGEST), 0);
            }
        }

        for (at = data.indexOf(name); at >= 0; at = data.indexOf(name, at + name.length)) {
            open = usage(data.toString('utf8', at, at + LONGEST), at);
        }

        return open;
    }

    /* Takes the figures out of a usage at that place of the chunk; gives its text back if it is not complete. */
    function usage(text, place) {
        var whole = WHOLE.exec(text), prompt, completion, figures;

        text = whole === null ? text : whole[0];
        prompt = PROMPT.exec(text);
        completion = COMPLETION.exec(text);
        figures = [prompt === null ? '' : prompt[1], completion === null ? '' : completion[1]];

        if (!events) {
            r.variables.vllm_usage = figures.join('|');

        } else if (is_vllms(place)) {
            tell(figures);
        }

        return whole !== null || text.length >= LONGEST ? '' : text;
    }

    function tell(figures) {
        if (figures[0]) {
            r.variables.vllm_prompt_tokens = figures[0];
        }

        if (figures[1]) {
            r.variables.vllm_completion_tokens = figures[1];
        }
    }

    /* Whether the event at that place has no name, or one of those with vLLM's usage. */
    function is_vllms(place) {
        follow(place);
        return line.indexOf(EVENT) !== 0 || WITH_USAGE.test(line);
    }

    /*
     * Reads the events of the chunk up to that place. `line` is then the last line with a name, and how the line that goes on
     * begins: as it is, if it may become one with a name, else `-`.
     */
    function follow(place) {
        var text, at, end, begin;

        if (line === undefined) {
            line = r.variables.vllm_event || '\n';
        }

        text = line + data.toString('utf8', followed, place);
        followed = place;
        at = text.lastIndexOf(EVENT);
        end = at < 0 ? 0 : text.indexOf('\n', at + 1);

        if (end < 0) {
            line = text.slice(at, at + LINE);
            return;
        }

        begin = text.slice(text.lastIndexOf('\n'));
        line = text.slice(Math.max(at, 0), end) + (EVENT.slice(0, begin.length) === begin ? begin : '\n-');
    }

    /* For the next chunk: nothing behind an empty line, which ends an event. */
    function keep_event() {
        if (data.length > 1 && data[data.length - 1] === 0x0a && data[data.length - 2] === 0x0a) {
            line = '';

        } else {
            follow(data.length);
        }

        if (line !== (r.variables.vllm_event || '')) {
            r.variables.vllm_event = line;
        }
    }
}

export default {watch};
